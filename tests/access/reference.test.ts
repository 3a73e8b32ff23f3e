import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsAbout, ownersOfNestedFolders, relatedOwners } from '../../src/access/facts-about.ts';
import { growthBetween } from '../../src/access/growth.ts';
import { ownersOfGrowth, sightKey } from '../../src/access/growth-owners.ts';
import { accessModel } from '../../src/access/model.ts';
import type { AccessFacts, AccessPerson, AccessShare } from '../../src/access/types.ts';
import { widerFolders } from '../../src/access/wider.ts';
import { groupId, memberId } from '../../src/model/ids.ts';
import type { Permission } from '../../src/model/share.ts';
import { factsOf, personOf, shareOf, spaceOf } from './facts.ts';
import { growthText, plainGrowth, plainWider, widerText } from './reference.ts';

const WORLDS = Number(process.env['REFERENCE_WORLDS'] ?? 300);
const PEOPLE = ['anna', 'bert', 'carl', 'dora'] as const;
const GROUPS = ['choir', 'sound'] as const;
const EDIT: readonly Permission[] = ['read', 'update', 'create', 'delete'];

const person = (id: string): fc.Arbitrary<AccessPerson> =>
  fc
    .record({
      in: fc.subarray([...GROUPS]),
      enabled: fc.constantFrom(true, true, true, false),
      isRead: fc.constantFrom(true, true, true, false),
    })
    .map((parts) => personOf(id, parts));

/** An account that only shares name is `guest`. */
const recipient: fc.Arbitrary<Pick<AccessShare, 'type' | 'recipient'>> = fc.oneof(
  fc.record({ type: fc.constant('user' as const), recipient: fc.constantFrom(...PEOPLE, 'guest') }),
  fc.record({ type: fc.constant('group' as const), recipient: fc.constantFrom(...GROUPS, 'gone') }),
  fc.record({ type: fc.constant('link' as const), recipient: fc.constant(null) }),
  fc.record({
    type: fc.constantFrom('mail' as const, 'federated' as const, 'circle' as const),
    recipient: fc.constantFrom('x@out.example', 'y@out.example'),
  }),
);

const share: fc.Arbitrary<AccessShare> = fc
  .record({
    to: recipient,
    owner: fc.constantFrom('anna', 'bert'),
    by: fc.constantFrom(...PEOPLE),
    path: fc.constantFrom('/A', '/A/B', '/A/B/C', '/A/D', '/Commun', '/Commun/E', '/Commun/E/F'),
    permissions: fc.constantFrom<readonly Permission[]>(['read'], ['read', 'share'], EDIT, ['create']),
    hasPassword: fc.boolean(),
    fileRequest: fc.constantFrom(false, false, false, true),
    isFolder: fc.constantFrom(true, true, true, false),
    expires: fc.constantFrom(null, null, null, '2026-11-23', '2026-11-24'),
  })
  .map(({ to, owner, path, by, fileRequest, ...rest }) =>
    shareOf(owner, path, {
      ...to,
      ...rest,
      by,
      lastDay: rest.expires,
      fileRequest: fileRequest && to.type === 'mail',
      ...(path.startsWith('/Commun') && { file: path }),
    }),
  );

const world: fc.Arbitrary<AccessFacts> = fc
  .record({
    people: fc.tuple(...PEOPLE.map(person)),
    shares: fc.array(share, { maxLength: 12 }),
    others: fc.constantFrom(0, 0, 2),
    hasSpace: fc.boolean(),
    spaceMembers: fc.subarray([...PEOPLE]),
    spaceRights: fc.constantFrom<readonly Permission[]>(['read'], EDIT),
  })
  .map(({ people, shares, others, hasSpace, spaceMembers, spaceRights }) =>
    factsOf({
      ...{ people, shares },
      groups: GROUPS.map((id) => ({ id: groupId(id), others: id === 'choir' ? others : 0 })),
      spaces: hasSpace
        ? [
            spaceOf('/Commun', '/Commun', {
              members: spaceMembers.map(memberId),
              groups: [{ id: 'choir', permissions: spaceRights }],
            }),
          ]
        : [],
    }),
  );

/** A run and the one after: people came, went and joined groups, shares came and went. */
const runs = fc
  .record({ facts: world, next: world, kept: fc.array(fc.boolean(), { minLength: 12 }) })
  .map(({ facts, next, kept }) => ({
    earlier: accessModel(facts),
    later: accessModel({
      ...next,
      shares: [...facts.shares.filter((_, at) => kept[at] === true), ...next.shares],
    }),
  }));

/** As a run computes it, of what belongs to whoever shares something anew. */
function growthOfOwners(earlier: AccessFacts, later: AccessFacts) {
  const keys = new Set(earlier.shares.flatMap((share) => sightKey(share, earlier.today) ?? []));
  const related = relatedOwners([earlier, later]);
  for (const share of [...earlier.shares, ...later.shares]) related.see(share);
  const owners = related.with(ownersOfGrowth({ people: earlier.people, keys }, later));
  return growthBetween(accessModel(factsAbout(earlier, owners)), accessModel(factsAbout(later, owners)));
}

describe('what is computed for all things at once', () => {
  it('grows as comparing who reaches each thing says', () => {
    fc.assert(
      fc.property(runs, ({ earlier, later }) => {
        const grown = growthBetween(earlier, later);
        expect(grown.map(({ thing, people, anyone }) => growthText(thing, people, anyone))).toEqual(
          plainGrowth(earlier, later),
        );
        expect(growthOfOwners(earlier.facts, later.facts)).toEqual(grown);
      }),
      { numRuns: WORLDS },
    );
  });

  it('is wider as comparing who reaches each folder says', () => {
    fc.assert(
      fc.property(world, (facts) => {
        const model = accessModel(facts);
        const wider = widerFolders(model);
        expect(
          wider.map(({ thing, above, people, anyone }) => widerText(thing, above, people, anyone)),
        ).toEqual(plainWider(model));
        for (const { share: by, thing } of wider) expect(by.fileId).toBe(thing.fileId);
        const related = relatedOwners([facts]);
        for (const one of facts.shares) related.see(one);
        const nested = factsAbout(facts, related.with(ownersOfNestedFolders(facts)));
        expect(widerFolders(accessModel(nested))).toEqual(wider);
      }),
      { numRuns: WORLDS },
    );
  });
});
