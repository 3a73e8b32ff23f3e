import { describe, expect, it } from 'vitest';
import { sharesAbove } from '../../../src/checks/sharing/links.ts';
import { link } from '../helpers.ts';

describe('sharesAbove', () => {
  const root = link({ path: '/' });
  const a = link({ path: '/a' });
  const again = link({ path: '/a' });
  const deep = link({ path: '/a/b' });
  const above = sharesAbove([root, a, again, deep, link({ path: '/a/b/f', isFolder: false })]);

  it('names the shared folders above a path, nearest first, and not what stands on it', () => {
    expect(above('/a/b/f')).toEqual([deep, a, again, root]);
    expect(above('/a/b')).toEqual([a, again, root]);
    expect(above('/ab/c')).toEqual([root]);
    expect(above('/x')).toEqual([root]);
  });

  it('answers the same in any order', () => {
    expect(above('/a/b/g')).toEqual([deep, a, again, root]);
    expect(above('/x')).toEqual([root]);
    expect(above('/a/b/f/deeper')).toEqual([deep, a, again, root]);
    expect(sharesAbove([])('/a/b')).toEqual([]);
  });
});
