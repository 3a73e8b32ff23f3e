import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryId, fileId, memberId, tokenHash } from '../../../src/model/ids.ts';
import {
  accepted,
  afterReading,
  ended,
  isInForce,
  type ListedLink,
  newEntry,
  type RegisterEntry,
  targetOf,
} from '../../../src/model/register/entry.ts';
import {
  checkedEntry,
  isRegistered,
  type KnownLinks,
  registeredLinks,
} from '../../../src/model/register/standing.ts';
import { link, share } from '../../checks/helpers.ts';

const ANNA = memberId('anna');
const TODAY = '2026-11-23';
const hash = tokenHash('k.abc');
const guide = link({ tokenHash: hash, path: '/Accueil/Guide', hasPassword: true });
const entry = (parts: Partial<RegisterEntry> = {}) =>
  newEntry({
    ...{
      id: entryId('e'),
      origin: 'page',
      purpose: 'Guide',
      createdAt: 0,
      tokenHash: hash,
      target: targetOf(guide),
    },
    ...parts,
  });
const known = (parts: Partial<KnownLinks> = {}): KnownLinks => ({
  ...{ links: [guide], ownersRead: new Set([ANNA]), areAll: true, sample: tokenHash('k.x'), today: TODAY },
  ...parts,
});
const NOBODY: KnownLinks['ownersRead'] = new Set();
const none: Partial<KnownLinks> = { links: [] };

describe('the standing of an entry', () => {
  it.each([
    ['in order where its link is as it was', {}, {}, { state: 'in-order' }],
    ['in order where it is seen for the first time', { target: null }, {}, { state: 'in-order' }],
    ['nowhere where its owner was read and has it no more', {}, none, { state: 'dead', fault: 'nowhere' }],
    [
      'nowhere where nobody has it and everybody was read',
      { target: null },
      none,
      { state: 'dead', fault: 'nowhere' },
    ],
    ['expired where its own time is over', { until: '2026-11-22' }, {}, { state: 'dead', fault: 'expired' }],
    ['in order on its last day', { until: TODAY }, {}, { state: 'in-order' }],
    [
      'expired where its link has ended',
      {},
      { links: [link({ ...guide, expires: '2026-11-22' })] },
      { state: 'dead', fault: 'expired' },
    ],
    [
      'expired where its link has ended and gone',
      { target: targetOf(link({ ...guide, expires: '2026-11-22' })) },
      none,
      { state: 'dead', fault: 'expired' },
    ],
    [
      'without its password',
      {},
      { links: [link({ ...guide, hasPassword: false })] },
      { state: 'dead', fault: 'passwordLost' },
    ],
    [
      'in order where the record does not tell the password',
      {},
      { links: [link({ ...guide, hasPassword: false, unread: ['password'] })] },
      { state: 'in-order' },
    ],
    [
      'elsewhere where it opens another file',
      {},
      { links: [link({ ...guide, fileId: fileId('8') })] },
      { state: 'dead', fault: 'targetChanged' },
    ],
    [
      'elsewhere where what it opens was moved',
      {},
      { links: [link({ ...guide, path: '/Ailleurs' })] },
      { state: 'dead', fault: 'targetChanged' },
    ],
    [
      'in order where the new place is not known',
      {},
      { links: [link({ ...guide, path: 'Guide', pathKnown: false })] },
      { state: 'in-order' },
    ],
    [
      'not checked where its owner was not read',
      {},
      { ...none, ownersRead: NOBODY },
      { state: 'not-checked' },
    ],
    [
      'not checked where its owner is not known and not everybody was read',
      { target: null },
      { ...none, areAll: false },
      { state: 'not-checked' },
    ],
    [
      'nowhere where the list names an owner who was read',
      { target: null, owner: 'anna' },
      { ...none, areAll: false },
      { state: 'dead', fault: 'nowhere' },
    ],
    [
      'not checked where its owner has a link whose address the server keeps to itself',
      {},
      { links: [link({ tokenHash: null })] },
      { state: 'not-checked' },
    ],
    [
      'not checked where it was noted under another key',
      {},
      { ...none, sample: tokenHash('other.x') },
      { state: 'not-checked' },
    ],
  ] as const)('is %s', (_, parts, now, standing) => {
    expect(checkedEntry(entry(parts), known(now)).standing).toMatchObject(standing);
  });

  it('is never dead for a link whose owner was not read', () => {
    const parts = fc.record({
      areAll: fc.boolean(),
      until: fc.constantFrom(null, '2027-06-30'),
      owner: fc.constantFrom(null, 'anna', 'Accueil'),
      hasTarget: fc.boolean(),
    });
    fc.assert(
      fc.property(parts, ({ areAll, until, owner, hasTarget }) => {
        const one = entry({ until, owner, target: hasTarget ? targetOf(guide) : null });
        const now = known({ ...none, ownersRead: NOBODY, areAll: hasTarget && areAll });
        return checkedEntry(one, now).standing.state === 'not-checked';
      }),
    );
  });
});

describe('a registered link', () => {
  it('is one for which an accepted entry speaks today', () => {
    const by = (parts: Partial<RegisterEntry>) => isRegistered(guide, registeredLinks([entry(parts)], TODAY));
    expect(by({})).toBe(true);
    expect(by({ until: TODAY })).toBe(true);
    expect(by({ until: '2026-11-22' })).toBe(false);
    for (const state of ['proposed', 'refused', 'ended'] as const) expect(by({ state })).toBe(false);
    expect(by({ tokenHash: null, fileId: guide.fileId })).toBe(true);
  });

  it('is nothing that can be said of other shares, nor of a link whose token is not known', () => {
    const registered = registeredLinks([entry()], TODAY);
    expect(isRegistered(share(), registered)).toBeNull();
    expect(isRegistered(link({ tokenHash: null }), registered)).toBeNull();
  });
});

describe('the register after its lists were read', () => {
  const links = fc.array(
    fc.record({
      origin: fc.constantFrom('csv' as const, 'page' as const),
      tokenHash: fc.constantFrom('k.a', 'k.b', 'k.c', 'k.d').map(tokenHash),
      purpose: fc.string(),
    }),
  );
  const read = (entries: readonly RegisterEntry[], listed: readonly ListedLink[], at: number) => {
    let next = 0;
    const changed = afterReading(entries, listed, at, () => entryId(`${at}-${next++}`));
    return [...new Map([...entries, ...changed].map((one) => [one.id, one])).values()];
  };
  const standing = (entries: readonly RegisterEntry[]) =>
    entries.filter((one) => isInForce(one, TODAY)).map((one) => one.tokenHash);

  it('has each link that the latest lists name once, and no other, whatever they named before', () => {
    fc.assert(
      fc.property(fc.array(links), links, (earlier, latest) => {
        const before = earlier.reduce(
          (entries, listed, at) => read(entries, listed, at),
          [] as readonly RegisterEntry[],
        );
        const after = read(before, latest, 1_000);
        expect(standing(after).sort()).toEqual([...new Set(latest.map((one) => one.tokenHash))].sort());
        expect(read(after, latest, 1_001)).toEqual(after);
      }),
    );
  });

  it('never has again what an admin ended, nor ends what an admin accepted', () => {
    fc.assert(
      fc.property(links, (listed) => {
        const out = ended(
          newEntry({
            id: entryId('x'),
            origin: 'page',
            purpose: '',
            createdAt: 0,
            tokenHash: tokenHash('k.a'),
          }),
          ANNA,
          1,
        );
        const own = accepted(
          newEntry({
            id: entryId('y'),
            origin: 'proposed',
            purpose: '',
            createdAt: 0,
            tokenHash: tokenHash('k.b'),
          }),
          ANNA,
          1,
        );
        const after = standing(read([out, own], listed, 2));
        return !after.includes(tokenHash('k.a')) && after.filter((one) => one === 'k.b').length === 1;
      }),
    );
  });
});
