import { describe, expect, it } from 'vitest';
import { packEntries, unpackEntries } from '../../../src/store/entries/tree-parts.ts';
import { entry } from '../helpers.ts';

describe('a part of a tree', () => {
  it('comes back as it was', () => {
    const entries = [
      entry('18446744073709551615', '/é "\t\n\u2028.pdf', { size: 5, checksum: 'SHA1:0a', uploadedAt: 0 }),
      entry('2', '/a', { isFolder: true, modifiedAt: -1, uploadedAt: null, checksum: null }),
    ];
    expect(unpackEntries(packEntries(entries))).toEqual(entries);
    expect(unpackEntries(packEntries([]))).toEqual([]);
  });

  it('may have been written by a version that kept ids in a list', () => {
    const [, ...columns] = JSON.parse(packEntries([entry('7', '/a'), entry('8', '/b')]));
    const listed = JSON.stringify([['7', '8'], ...columns]);
    expect(unpackEntries(listed)).toEqual([entry('7', '/a'), entry('8', '/b')]);
  });

  it.each([null, 7, '[["1"', '{}', '[]', '[1,2]', '[["1"],["/a"]]', '["1",["/a"]]'])(
    'is refused when it is %s',
    (text) => {
      expect(() => unpackEntries(text)).toThrow(/a tree that menage did not write/);
    },
  );
});
