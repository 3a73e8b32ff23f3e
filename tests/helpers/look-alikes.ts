import fc from 'fast-check';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { smallWorld } from './world.ts';

/** Uids that are easily mistaken for each other, and such as are spelled in several ways. No one is a part of another. */
const UIDS = [
  'Zoltan Quux',
  'zoltan quux',
  'Jürg Özquux'.normalize('NFC'),
  'Jürg Özquux'.normalize('NFD'),
  'quux@coop.example',
  'qu%75x%2Fper cent',
  '__proto__',
  "o'quux.brien",
];
const KINDS = { user: 0, group: 1, link: 3, mail: 4, request: 4 } as const;
/** Rights of a file request: it only takes files in. */
const MAY_CREATE = 4;

const place = fc.nat(100);
export const drawn = fc.record({
  ids: fc.shuffledSubarray(UIDS, { minLength: 4, maxLength: 5 }),
  names: fc.array(fc.constantFrom(...UIDS, 'm0@coop.example', 'm1@coop.example', 'coop'), {
    minLength: 5,
    maxLength: 5,
  }),
  group: place,
  shares: fc.array(
    fc.record({
      kind: fc.constantFrom('user', 'group', 'mail', 'request', 'link' as const),
      owner: place,
      maker: place,
      recipient: place,
    }),
    { minLength: 6, maxLength: 14 },
  ),
  forgotten: place,
  departed: fc.record({ who: place, how: fc.constantFrom('disabled', 'gone', 'nobody' as const) }),
});
export type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** The drawn world; of look-alikes names, addresses and groups are those of others too. */
export function worldOf({ ids, names, group, shares }: Drawn, areLookAlikes: boolean): World {
  const at = (number: number) => ids[number % ids.length] ?? '';
  const sameName = areLookAlikes ? at(group) : 'workshop';
  const members = Object.fromEntries(
    ids.map((id, n) => [
      id,
      {
        displayName: areLookAlikes ? (names[n] ?? '') : `Person No ${n}.`,
        mail: areLookAlikes && n === 1 ? 'quux@coop.example' : `m${n}@coop.example`,
        groups: n % 2 === 0 ? ['coop', sameName] : ['coop'],
        files: { '/a.txt': 5_000_000, '/Plans/b.txt': 7 },
      },
    ]),
  );
  const recipientOf = ({ kind, recipient }: Drawn['shares'][number]) => {
    if (kind === 'link') return null;
    if (kind === 'user') return at(recipient);
    if (kind === 'group') return sameName;
    return areLookAlikes ? `m${recipient % ids.length}@coop.example` : 'somebody@elsewhere.example';
  };
  const world = smallWorld({
    // `Object.fromEntries` keeps `__proto__` as a key of its own.
    members,
    shares: [
      ...ids.map((fileOwner) => ({ fileOwner, path: '/a.txt' })),
      ...shares
        .filter(({ kind, owner, recipient }) => kind !== 'user' || at(owner) !== at(recipient))
        .map((one) => ({
          type: KINDS[one.kind],
          fileOwner: at(one.owner),
          sharedBy: one.kind === 'user' ? at(one.owner) : at(one.maker),
          path: '/Plans',
          recipient: recipientOf(one),
          permissions: one.kind === 'request' ? MAY_CREATE : 17,
        })),
    ],
  });
  world.groups.push({ id: sameName, name: 'Workshop' });
  return world;
}

/** File requests tell in an attribute to whom they were sent; the embedded server knows no attributes. */
export function withAttributes({ path }: { readonly path: string }, body: string): string | null {
  if (!path.includes('/files_sharing/') || !body.startsWith('{')) return null;
  return body.replaceAll(/\{[^{}]*"share_type":4,[^{}]*\}/g, (record) => {
    const address = /"share_with":("[^"]*")/.exec(record)?.[1];
    if (!record.includes(`"permissions":${MAY_CREATE},`) || address === undefined) return record;
    const attributes = JSON.stringify([
      { scope: 'fileRequest', key: 'enabled', value: true },
      { scope: 'shareWith', key: 'emails', value: [JSON.parse(address)] },
    ]);
    return record.replace('"attributes":null', `"attributes":${JSON.stringify(attributes)}`);
  });
}
