import { afterEach, beforeEach, expect, it } from 'vitest';
import { wholeResult } from '../../../src/model/long-result.ts';
import { memberKey } from '../../../src/model/mail.ts';
import type { Database } from '../../../src/store/database/database.ts';
import { openStore, type StoreLocation } from '../../../src/store/open.ts';
import { PERSON_TABLES } from '../../../src/store/portal/person-tables.ts';
import { OUTLIVED } from '../../../src/store/portal/retention.ts';
import type { Store } from '../../../src/store/store.ts';
import { columnsOf, openDatabase, rawBytesOf } from '../../helpers/stores.ts';
import {
  ANNA,
  BOB,
  entry,
  finding,
  gather,
  newLocation,
  result,
  resultMember,
  share,
  snapshot,
} from '../helpers.ts';

const AT = Date.UTC(2026, 10, 23, 9, 30);
const DAY = 86_400_000;

let location: StoreLocation;
let store: Store;
beforeEach(async () => {
  location = newLocation();
  store = await openStore(location);
});
afterEach(() => store.close());

const withdrawal = (sealedKey: string | null = null) => ({
  member: ANNA,
  at: AT,
  sealedKey,
  entry: { at: AT, member: ANNA, event: 'withdrawn', params: {}, actor: null } as const,
});

async function readAnna(): Promise<void> {
  const writer = await store.snapshots.begin(ANNA);
  await writer.add([entry('7', '/Secrets/plan.odt')]);
  await writer.commit(snapshot(ANNA));
  await store.snapshots.saveBeside(ANNA, { shares: [share('1')] });
}

/** A run whose result names private things of anna in every place where one can stand. */
async function storeRun() {
  const run = await store.runs.start(AT - DAY);
  const reasons = [
    {
      key: 'tree.unreadable-file',
      params: { path: '/Secrets/broken.odt' },
    },
  ];
  const stored = result({
    members: [
      resultMember('anna', {
        largest: [{ fileId: '7', path: '/Secrets/plan.odt', bytes: 10 }],
        coverage: {
          ...{ status: 'partial', strategy: 'walk', right: 'own', requests: 3 },
          ...{ reason: 'Secrets was not read', reasons, unreadable: ['/Secrets'] },
        },
      }),
      resultMember('bob'),
    ],
    shares: [
      {
        ...{ id: '1', type: 'link', owner: 'anna', sharedBy: 'anna', path: '/Secrets/Public/flyer.pdf' },
        ...{ pathKnown: true, fileId: '8', isFolder: false, permissions: ['read'], hasPassword: false },
        ...{ expires: null, lastDay: null, createdAt: null, recipient: null, fileRequest: false },
        ...{ recipients: [], label: '', note: false, hideDownload: false, viewOnly: false, unread: [] },
        unknownTraits: [],
        registered: null,
      },
    ],
    findings: [
      finding('probable-duplicate', 'anna', '7', {
        subject: { kind: 'file', id: '7', path: '/Secrets/plan.odt' },
        actual: { copies: 2, otherPaths: ['/Secrets/copy of plan.odt'] },
        bytes: 10,
      }),
      finding('link-open-forever', 'anna', '1', {
        subject: { kind: 'share', id: '1', path: '/Secrets/Public/flyer.pdf' },
      }),
      finding('large-stale-file', 'bob', '9', { subject: { kind: 'file', id: '9', path: '/Bobs.mp4' } }),
    ],
  });
  await store.runs.finish(run, stored, [{ check: 'probable-duplicate', member: ANNA, extent: 'whole' }]);
  return run;
}

async function clearRuns(): Promise<void> {
  while (await store.portal.withdrawals.clearRuns());
}

it('ends the reading: tree and shares are gone, the key waits', async () => {
  await readAnna();
  await store.portal.withdrawals.withdraw(withdrawal('sealed'));
  expect(await gather(store.snapshots.entries(ANNA))).toEqual([]);
  expect(await store.snapshots.shares(ANNA)).toBeNull();
  expect(await store.portal.withdrawals.hasLeft(ANNA)).toBe(true);
  expect(await store.portal.withdrawals.hasLeft(BOB)).toBe(false);
  expect(await store.portal.withdrawals.keys()).toMatchObject([
    // Whoever withdrew tries at once, the others from then on.
    { member: ANNA, sealed: 'sealed', since: AT, nextAt: AT + 10_000 },
  ]);
  expect(await store.portal.journal.of(ANNA)).toMatchObject([{ event: 'withdrawn' }]);
});

it('blanks private names in stored runs, and keeps every number', async () => {
  const run = await storeRun();
  const before = await store.runs.result(run);
  await store.portal.withdrawals.withdraw(withdrawal());
  await clearRuns();
  const after = await store.runs.result(run);
  const text = JSON.stringify(after);
  expect(text).not.toMatch(/Secrets|plan|broken/);
  expect(text).toContain('/…/flyer.pdf');
  expect(text).toContain('/Bobs.mp4');
  const numbers = (document: unknown) => JSON.stringify(document).match(/(?<=:)\d+/g);
  expect(numbers(after?.findings)).toEqual(numbers(before?.findings));
  expect(after?.members.map(({ usage }) => usage)).toEqual(before?.members.map(({ usage }) => usage));
});

it('keeps nothing of what a run under way writes of somebody who left', async () => {
  const run = await store.runs.start(AT);
  const writer = await store.snapshots.begin(ANNA);
  await writer.add([entry('7', '/Secrets/plan.odt')]);
  await store.portal.withdrawals.withdraw(withdrawal());
  await writer.commit(snapshot(ANNA));
  await store.snapshots.saveBeside(ANNA, { shares: [share('1')] });
  const document = result({
    findings: [finding('large-stale-file', 'anna', '7', { bytes: 10 })],
    checks: [
      {
        ...{ id: 'large-stale-file', status: 'ran', reason: null, reasons: [], findings: 1, bytes: 10 },
        limits: null,
      },
    ],
  });
  const stored = await store.runs.finish(run, document, [
    { check: 'large-stale-file', member: ANNA, extent: 'whole' },
  ]);
  expect(await store.snapshots.get(ANNA)).toBeNull();
  expect(await store.snapshots.shares(ANNA)).toBeNull();
  expect(wholeResult(stored)).toMatchObject({
    coverage: { read: 1, notGranted: 1 },
    members: [{ id: 'anna', coverage: { status: 'not-granted', reason: 'The member declined.' } }, {}],
    findings: [],
    checks: [{ findings: 0, bytes: 0 }],
  });
  expect(await store.runs.result(run)).toEqual(wholeResult(stored));
  expect((await store.runs.usageHistory([ANNA])).has(ANNA)).toBe(false);
});

it('reads who gave access again', async () => {
  await store.portal.withdrawals.withdraw(withdrawal());
  await store.portal.withdrawals.returned(ANNA, AT - 1);
  expect(await store.portal.withdrawals.hasLeft(ANNA)).toBe(true);
  await store.portal.withdrawals.returned(ANNA, AT + 1);
  expect(await store.portal.withdrawals.hasLeft(ANNA)).toBe(false);
  await readAnna();
  expect(await store.snapshots.get(ANNA)).not.toBeNull();
});

const TRACES = /anna|Secrets|plan/;

it('erases a person everywhere; a salted mark and an encrypted key stay', async () => {
  await store.members.save([memberRow()]);
  await readAnna();
  const run = await storeRun();
  await fillPortal();
  await store.outbox.queue([
    { run, period: '2026-11', key: memberKey('anna'), recipient: 'anna@coop.example', messageId: '<1>' },
  ]);
  await store.portal.withdrawals.erase({ member: ANNA, at: AT, sealedKey: 'sealed', until: AT + DAY });
  await clearRuns();
  expect(JSON.stringify(await store.runs.result(run))).not.toMatch(TRACES);
  expect(await store.members.known()).not.toContain(ANNA);
  expect(await store.portal.withdrawals.hasLeft(ANNA)).toBe(true);
  expect(await store.portal.withdrawals.keys()).toMatchObject([{ member: null, sealed: 'sealed' }]);
  await store.purge(0);
  await store.close();
  expect(await rawBytesOf(location)).not.toMatch(TRACES);
  store = await openStore(location);
  await store.portal.purge(AT + DAY, 0);
  expect(await store.portal.withdrawals.hasLeft(ANNA)).toBe(false);
});

it('keeps the mark of who wants no invitation for good', async () => {
  await store.portal.withdrawals.erase({ member: ANNA, at: AT, sealedKey: null, until: null });
  await store.portal.purge(AT + 1000 * DAY, AT + 900 * DAY);
  expect(await store.portal.withdrawals.hasLeft(ANNA)).toBe(true);
});

it('is forgotten with all rows of the portal', async () => {
  await store.members.save([memberRow()]);
  await fillPortal();
  await store.members.forget(ANNA);
  for (const table of PERSON_TABLES) expect([table, await rowsOf(table)]).toEqual([table, []]);
});

/** Tables whose rows end by what happens, not by time. */
const ENDLESS_TABLES = [
  // With the account.
  'portal_people',
  // Until access is given again, or the account is gone.
  'portal_withdrawals',
  // Until the key is revoked, 24 hours at most.
  'portal_revocations',
  // Until the stored runs are cleared, seconds after.
  'portal_run_names',
] as const;

it('ends every table of the portal by a rule', async () => {
  const tables = [...(await portalTables()).keys()];
  expect([...new Set(OUTLIVED.map(({ table }) => table)), ...ENDLESS_TABLES].sort()).toEqual(tables);
});

it('erases a person in every table that names members', async () => {
  const named = [...(await portalTables())].flatMap(([name, columns]) =>
    columns.includes('member') ? [name] : [],
  );
  // Of a key the name goes alone.
  expect([...PERSON_TABLES, 'portal_revocations'].sort()).toEqual(named);
});

it('keeps links 60 days beyond their end, sessions a day, the rest as long as runs', async () => {
  await fillPortal();
  await store.portal.purge(AT + 59 * DAY, 0);
  expect(await rowsOf('portal_links')).toHaveLength(1);
  expect(await rowsOf('portal_sessions')).toEqual([]);
  await store.portal.purge(AT + 62 * DAY, AT - DAY);
  expect(await rowsOf('portal_links')).toEqual([]);
  expect(await rowsOf('portal_journal')).toHaveLength(1);
  expect(await rowsOf('portal_notices')).toHaveLength(1);
  await store.portal.purge(AT + 62 * DAY, AT + DAY);
  expect([...(await rowsOf('portal_journal')), ...(await rowsOf('portal_notices'))]).toEqual([]);
});

async function fillPortal(): Promise<void> {
  const { links, sessions, journal, notices } = store.portal;
  await links.add([{ id: '1', kind: 'report', member: ANNA, madeAt: AT, expiresAt: AT + DAY, run: null }]);
  await sessions.begin({ id: '1', member: ANNA, browser: 'Firefox', begunAt: AT, seenAt: AT }, 5);
  await journal.note({ at: AT, member: ANNA, event: 'granted', params: { name: 'plan' }, actor: null });
  await notices.queue([
    { kind: 'sign-in', member: ANNA, recipient: null, key: 'sign-in anna', params: { page: '' }, dueAt: AT },
  ]);
}

function memberRow() {
  return {
    ...({ id: ANNA, name: 'Anna', mail: 'anna@coop.example', language: 'fr', antenna: null } as const),
    ...{ lastLogin: null, lastRequestAt: null, groups: null },
  };
}

async function asked<T>(ask: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(location);
  try {
    return await ask(database);
  } finally {
    await database.close();
  }
}

function rowsOf(table: string) {
  return asked((database) => database.all(`SELECT * FROM ${table}`));
}

async function portalTables(): Promise<ReadonlyMap<string, readonly string[]>> {
  const tables = await asked((database) => columnsOf(database, location));
  return new Map([...tables].filter(([name]) => name.startsWith('portal_')));
}
