import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import { separatorOf, writtenText } from '../../../src/model/text/written-text.ts';

const TEXT = 'id;mail\r\nandré;andré@coop.example\r\nŁucja 🐝;…\r\n';

describe('writtenText', () => {
  test('reads UTF-8 with and without mark, and UTF-16 of either order by its mark', () => {
    for (const bytes of [
      Buffer.from(TEXT),
      Buffer.from(`\ufeff${TEXT}`),
      Buffer.from(`\ufeff${TEXT}`, 'utf16le'),
      Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(),
    ])
      expect(writtenText(bytes, 'members.csv')).toBe(TEXT);
  });

  test('keeps every text that is written so', () => {
    const point = fc.oneof(fc.integer({ min: 1, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }));
    const text = fc
      .array(point, { maxLength: 20 })
      .map((points) => String.fromCodePoint(...points))
      .filter((one) => !one.startsWith('\ufeff'));
    fc.assert(
      fc.property(text, (one) => {
        expect(writtenText(Buffer.from(one), 'f')).toBe(one);
        expect(writtenText(Buffer.from(`\ufeff${one}`, 'utf16le'), 'f')).toBe(one);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['Latin-1, as Excel saves "CSV"', Buffer.from(TEXT, 'latin1'), 2],
    ['a line end of old Macintosh', Buffer.from('id\rx\ré', 'latin1'), 3],
    ['a cut character at the end', Buffer.from('id\nandré').subarray(0, -1), 2],
    ['a surrogate in UTF-8', Buffer.from([0x61, 0x0a, 0x0a, 0xed, 0xa0, 0x80]), 3],
    ['UTF-16 without a mark', Buffer.from('id\nx', 'utf16le'), 1],
    ['a zero byte', Buffer.from('id\nx\0'), 2],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 1],
  ])('refuses %s with file, line and remedy, and quotes nothing', (_, bytes, line) => {
    const reading = () => writtenText(bytes, 'members.csv');
    expect(reading).toThrow(UsageError);
    expect(reading).toThrow(`members.csv, line ${line}: `);
    expect(reading).toThrow('"CSV UTF-8"');
    expect(reading).not.toThrow(/andr/);
  });

  test('refuses half a character of UTF-16', () => {
    const bytes = Buffer.from('\ufeffid\n', 'utf16le').subarray(0, -1);
    expect(() => writtenText(bytes, 'words/fr.yaml')).toThrow('words/fr.yaml: this is no UTF-16 text');
  });
});

test('the separator of a CSV is that of its first line', () => {
  expect(
    ['id,mail\na;b', 'id;mail\na,b', 'id\tmail\na,b', 'id\ra;b', 'id'].map((text) => separatorOf(text)),
  ).toEqual([',', ';', '\t', ',', ',']);
});
