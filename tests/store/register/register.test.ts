import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileId, memberId, tokenHash } from '../../../src/model/ids.ts';
import {
  accepted,
  ended,
  type ListedLink,
  newEntry,
  type RegisterEntry,
  refused,
  targetOf,
} from '../../../src/model/register/entry.ts';
import { openStore, type StoreLocation } from '../../../src/store/open.ts';
import { newEntryId } from '../../../src/store/register/register.ts';
import type { Store } from '../../../src/store/store.ts';
import { ANNA, BOB, newLocation, share } from '../helpers.ts';

const ADMIN = memberId('odalie');
const DAY = 86_400_000;

let location: StoreLocation;
let store: Store;
beforeEach(async () => {
  location = newLocation();
  store = await openStore(location);
});
afterEach(() => store.close());

const listed = (name: string, parts: Partial<ListedLink> = {}): ListedLink => ({
  origin: 'page',
  tokenHash: tokenHash(`k.${name}`),
  purpose: `Purpose of ${name}`,
  ...parts,
});
const proposal = (parts: Partial<RegisterEntry> = {}): RegisterEntry =>
  newEntry({
    ...{ id: newEntryId(), origin: 'proposed', purpose: 'Devis types', createdAt: 1 },
    ...{ tokenHash: tokenHash('k.devis'), proposedBy: ANNA },
    ...parts,
  });
const read = (links: readonly ListedLink[], at: number) =>
  store.register.saveReading(
    [{ source: 'page', kind: 'page', readAt: at, links: links.length, others: 2 }],
    links,
    at,
  );
const states = async () => (await store.register.list()).map(({ purpose, state }) => `${purpose}: ${state}`);

describe('the register in the store', () => {
  it('keeps entries and the readings of lists when it is opened again', async () => {
    const entry = proposal({ target: targetOf(share('7', { type: 'link' })) });
    await store.register.add(entry);
    await read([listed('guide')], 2);
    await store.close();
    store = await openStore(location);
    expect(await store.register.get(entry.id)).toEqual(entry);
    expect(await store.register.list()).toMatchObject([
      entry,
      { origin: 'page', state: 'accepted', createdAt: 2 },
    ]);
    expect(await store.register.readings()).toEqual([
      { source: 'page', kind: 'page', readAt: 2, links: 1, others: 2 },
    ]);
  });

  it('ends what lists no longer name, and takes it up again under its id', async () => {
    await read([listed('guide'), listed('press')], 1);
    const ids = (await store.register.list()).map(({ id }) => id);
    await read([listed('guide', { purpose: 'Guide' })], 2);
    expect((await states()).sort()).toEqual(['Guide: accepted', 'Purpose of press: ended']);
    await read([listed('guide'), listed('press')], 3);
    expect((await states()).sort()).toEqual(['Purpose of guide: accepted', 'Purpose of press: accepted']);
    expect((await store.register.list()).map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it('lets the decisions of admins stand over the lists', async () => {
    const own = proposal();
    await store.register.add(own);
    await store.register.change(own.id, (entry) => accepted(entry, ADMIN, 2));
    await read([listed('guide'), listed('devis')], 3);
    expect(await states()).toEqual(['Devis types: accepted', 'Purpose of guide: accepted']);
    const guide = (await store.register.list()).at(-1);
    await store.register.change(guide?.id ?? own.id, (entry) => ended(entry, ADMIN, 4));
    await read([listed('guide'), listed('devis')], 5);
    expect(await states()).toEqual(['Devis types: accepted', 'Purpose of guide: ended']);
  });

  it('keeps what a list has no place for, such as the end that an admin set', async () => {
    await read([listed('guide')], 1);
    const [guide] = await store.register.list();
    await store.register.change(guide?.id ?? newEntryId(), (entry) => ({ ...entry, until: '2027-06-30' }));
    await read([listed('guide')], 2);
    expect(await store.register.list()).toMatchObject([{ until: '2027-06-30' }]);
  });

  it('notes how entries came out, and keeps what a dead one led to before', async () => {
    await read([listed('guide')], 1);
    const [guide] = await store.register.list();
    const id = guide?.id ?? newEntryId();
    const before = targetOf(share('7', { path: '/Accueil/Guide' }));
    const now = targetOf(share('7', { path: '/Ailleurs', fileId: fileId('9') }));
    await store.register.noteStandings([{ id, standing: { state: 'in-order' }, target: before }], 2);
    await store.register.noteStandings(
      [{ id, standing: { state: 'dead', fault: 'targetChanged' }, target: now }],
      3,
    );
    await store.register.noteStandings(
      [{ id, standing: { state: 'dead', fault: 'nowhere' }, target: null }],
      4,
    );
    expect(await store.register.get(id)).toMatchObject({
      ...{ target: before, seenAt: 3, checkedAt: 4 },
      standing: { state: 'dead', fault: 'nowhere' },
    });
    await store.register.change(id, (entry) => accepted(entry, ADMIN, 5));
    expect(await store.register.get(id)).toMatchObject({ target: null, standing: null, decidedBy: ADMIN });
  });

  it('changes nothing of an entry that is not there', async () => {
    expect(await store.register.change(newEntryId(), (entry) => ended(entry, ADMIN, 1))).toBeNull();
    await store.register.noteStandings(
      [{ id: newEntryId(), standing: { state: 'in-order' }, target: null }],
      1,
    );
    expect(await store.register.list()).toEqual([]);
  });

  it('forgets a person: what is theirs or they proposed goes, who decided is no longer named', async () => {
    await store.register.add(proposal({ purpose: 'proposed by Anna' }));
    await store.register.add(
      proposal({
        proposedBy: BOB,
        target: targetOf(share('7', { owner: ANNA })),
        purpose: 'opens what is Anna’s',
      }),
    );
    await store.register.add(proposal({ proposedBy: BOB, decidedBy: ANNA, purpose: 'decided by Anna' }));
    await store.members.forget(ANNA);
    expect(await store.register.list()).toMatchObject([
      { purpose: 'decided by Anna', decidedBy: null, proposedBy: BOB },
    ]);
  });

  it('purges with the runs what ended before', async () => {
    const [old, late, open] = [
      proposal({ createdAt: 1 }),
      proposal({ createdAt: 2 }),
      proposal({ createdAt: 3 }),
    ];
    for (const entry of [old, late, open]) await store.register.add(entry);
    await store.register.change(old.id, (entry) => refused(entry, ADMIN, DAY, 'Personal.'));
    await store.register.change(late.id, (entry) => refused(entry, ADMIN, 3 * DAY, 'Personal.'));
    await store.purge(2 * DAY);
    expect((await store.register.list()).map(({ id }) => id)).toEqual([late.id, open.id]);
  });

  it('makes one key and keeps it', async () => {
    const [first, second] = [await store.register.key(), await store.register.key()];
    expect(first).toHaveLength(32);
    expect(Buffer.from(second).equals(first)).toBe(true);
  });
});
