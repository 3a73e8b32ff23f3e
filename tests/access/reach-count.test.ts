import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reachCount } from '../../src/access/reach-count.ts';
import { isWithin } from '../../src/model/path/path.ts';
import {
  type Permission,
  REACH_CLASSES,
  type ReachClass,
  SHARE_TYPES,
  type ShareType,
} from '../../src/model/share.ts';

const TODAY = '2026-11-24';

type Given = Parameters<typeof reachCount>[0][number];

function share(type: ShareType, path: string, parts: Partial<Given> = {}): Given {
  return {
    ...{ type, path, pathKnown: true, fileRequest: false, permissions: ['read'] as const },
    ...{ expires: null, lastDay: null },
    ...parts,
  };
}

function file(path: string, size = 1) {
  return { path, size, isFolder: false };
}

/** The class of the one file `/a/b/c.txt`. */
function classBy(...shares: readonly Given[]): ReachClass | undefined {
  const count = reachCount(shares, TODAY);
  count.see(file('/a/b/c.txt', 7));
  const counts = count.counts();
  const filled = REACH_CLASSES.filter((one) => counts[one].files > 0);
  expect(filled.map((one) => counts[one])).toEqual([{ files: 1, bytes: 7 }]);
  return filled[0];
}

const BY_TYPE = {
  link: 'anyone',
  other: 'anyone',
  mail: 'named',
  federated: 'named',
  room: 'named',
  user: 'colleagues',
  group: 'colleagues',
  circle: 'colleagues',
  deck: 'colleagues',
} as const satisfies Record<ShareType, ReachClass>;

describe('who reaches a file at most', () => {
  it.each(Object.entries(BY_TYPE))('by a share of type %s: %s', (type, expected) => {
    const known = SHARE_TYPES.find((one) => one === type);
    if (known === undefined) throw new Error(type);
    for (const path of ['/a/b/c.txt', '/a/b', '/a', '/']) expect(classBy(share(known, path))).toBe(expected);
  });

  it('is its owner alone where nothing stands on it or above it', () => {
    expect(classBy()).toBe('owner');
    expect(classBy(share('link', '/a/b/c.txt.bak'), share('link', '/a/b2'), share('user', '/a/b/d'))).toBe(
      'owner',
    );
  });

  it('is whom the widest share lets in, wherever it stands', () => {
    expect(classBy(share('user', '/a/b/c.txt'), share('link', '/a'))).toBe('anyone');
    expect(classBy(share('link', '/a/b/c.txt'), share('user', '/a'))).toBe('anyone');
    expect(classBy(share('group', '/a/b'), share('mail', '/a/b'), share('circle', '/a'))).toBe('named');
  });

  it('is nobody else by what shows nothing: a drop, whatever its kind', () => {
    const drop = { permissions: ['create'] as const };
    expect(classBy(share('link', '/a', drop))).toBe('owner');
    expect(classBy(share('mail', '/a', { ...drop, fileRequest: true }))).toBe('owner');
    expect(classBy(share('link', '/a', drop), share('user', '/a/b'))).toBe('colleagues');
    expect(classBy(share('mail', '/a', { permissions: ['read', 'create'], fileRequest: true }))).toBe(
      'anyone',
    );
    // What its rights mean is not known either.
    expect(classBy(share('other', '/a', { permissions: [] }))).toBe('anyone');
  });

  it.each([
    ['2026-11-23', 'owner'],
    ['2026-11-24', 'anyone'],
    ['2026-11-25', 'anyone'],
  ])('by a link whose last day is %s, on the 24th: %s', (lastDay, expected) => {
    expect(classBy(share('link', '/a', { expires: lastDay, lastDay }))).toBe(expected);
    expect(classBy(share('link', '/a', { expires: lastDay }))).toBe(expected);
  });

  it('is not decided by a share whose place is not known', () => {
    expect(classBy(share('link', 'c.txt', { pathKnown: false }))).toBe('owner');
  });

  it('counts folders not at all', () => {
    const count = reachCount([share('link', '/a')], TODAY);
    count.see({ path: '/a', size: 100, isFolder: true });
    count.see(file('/a/one', 3));
    count.see(file('/two', 4));
    const nothing = { files: 0, bytes: 0 };
    expect(count.counts()).toEqual({
      owner: { files: 1, bytes: 4 },
      colleagues: nothing,
      named: nothing,
      anyone: { files: 1, bytes: 3 },
    });
  });

  it('is, of random trees, what a look at every share for every file gives', () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', 'ab', 'c'), { minLength: 1, maxLength: 4 })
      .map((names) => `/${names.join('/')}`);
    const permissions = fc.subarray<Permission>(['read', 'create', 'update']);
    const shares = fc.array(
      fc.record({
        type: fc.constantFrom(...SHARE_TYPES),
        path,
        permissions,
        pathKnown: fc.boolean(),
        fileRequest: fc.boolean(),
        expires: fc.constantFrom(null, '2026-11-23', '2026-11-24'),
        lastDay: fc.constant(null),
      }),
      { maxLength: 8 },
    );
    const sizes = fc.dictionary(path, fc.nat(1_000), { maxKeys: 12 });
    fc.assert(
      fc.property(shares, sizes, (standing, files) => {
        const count = reachCount(standing, TODAY);
        const expected = new Map<ReachClass, { files: number; bytes: number }>();
        for (const one of REACH_CLASSES) expected.set(one, { files: 0, bytes: 0 });
        for (const [at, size] of Object.entries(files)) {
          count.see(file(at, size));
          const classes = standing
            .filter((one) => reaches(one, at))
            .map(({ type, fileRequest }) => (fileRequest ? 'anyone' : BY_TYPE[type]));
          const widest = REACH_CLASSES.findLast((one) => one === 'owner' || classes.includes(one)) ?? 'owner';
          const sum = expected.get(widest);
          if (sum !== undefined) {
            sum.files += 1;
            sum.bytes += size;
          }
        }
        expect(count.counts()).toEqual(Object.fromEntries(expected));
      }),
    );
  });
});

/** As the description of the class has it, by hand. */
function reaches({ type, path, permissions, pathKnown, expires }: Given, at: string): boolean {
  const isShown = type === 'other' || permissions.includes('read');
  return pathKnown && isShown && isWithin(at, path) && (expires === null || expires >= TODAY);
}
