import { gunzipSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import { LockedError } from '../../../src/model/errors.ts';
import { type MemberId, memberId } from '../../../src/model/ids.ts';
import { memberKey } from '../../../src/model/mail.ts';
import { openStore, type StoreLocation } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { ON_POSTGRES } from '../../helpers/postgres.ts';
import { openDatabase, rawBytesOf } from '../../helpers/stores.ts';
import {
  entry,
  finding,
  gather,
  newLocation,
  result,
  resultMember,
  resultSpace,
  share,
  snapshot,
  storePath,
} from '../helpers.ts';

const GONE = memberId('zoltan.quux');
const STAYS = memberId('anna');
/** Everything by which the person could be found. */
const TRACES = /zoltan|quux|Zoé Lebrun/i;

/** A store in which a person stands in every place where one can. */
async function fill(store: Store): Promise<void> {
  for (const [member, path] of [
    [GONE, '/private of zoltan'],
    [STAYS, '/plans'],
  ] as const) {
    const writer = await store.snapshots.begin(member);
    await writer.add(Array.from({ length: 500 }, (_, at) => entry(`${member.length}${at}`, `${path}/${at}`)));
    await writer.commit(snapshot(member));
    await store.members.save([row(member)]);
  }
  await store.snapshots.saveBeside(GONE, {
    shares: [share('1', { owner: GONE, sharedBy: GONE, path: '/private of zoltan' })],
  });
  await store.snapshots.saveBeside(STAYS, {
    shares: [share('2', { recipient: GONE }), share('3', { sharedBy: GONE }), share('4')],
  });
  for (const name of ['Zoé Lebrun', 'Zoltán Quux']) await finishedRun(store, name);
}

function row(id: MemberId) {
  const name = id === GONE ? 'Zoé Lebrun' : 'Anna';
  const mail = `${id}@coop.example`;
  return {
    id,
    name,
    mail,
    language: 'fr',
    antenna: null,
    lastLogin: 1,
    lastRequestAt: null,
    groups: null,
  } as const;
}

async function finishedRun(store: Store, name: string): Promise<void> {
  const run = await store.runs.start(1_000);
  const shared = { path: '/x', fileId: '1', isFolder: true, createdAt: '2026-01-01T00:00:00.000Z' } as const;
  const common = {
    ...shared,
    type: 'user' as const,
    permissions: [],
    hasPassword: false,
    expires: null,
    lastDay: null,
    label: '',
    note: false,
    hideDownload: false,
    pathKnown: true,
    fileRequest: false,
    recipients: [],
    viewOnly: false,
    unread: [],
    unknownTraits: [],
    registered: null,
  };
  await store.runs.finish(
    run,
    result({
      members: [
        resultMember('anna'),
        resultMember(GONE, {
          name,
          coverage: {
            status: 'partial',
            reason: `PROPFIND /remote.php/dav/files/${GONE}/ answered 500.`,
            reasons: [],
            strategy: 'walk',
            right: 'own',
            requests: 1,
            unreadable: [],
          },
        }),
      ],
      coverage: { members: 2, read: 1, unchanged: 0, partial: 1, notGranted: 0, disabled: 0, failed: 0 },
      spaces: [
        resultSpace('/Collectif', {
          members: [STAYS, GONE],
          places: [{ member: GONE, path: '/Collectif (of zoltan)' }],
        }),
      ],
      shares: [
        { ...common, id: '1', owner: GONE, sharedBy: GONE, recipient: 'anna' },
        { ...common, id: '2', owner: 'anna', sharedBy: 'anna', recipient: GONE },
        { ...common, id: '3', owner: 'anna', sharedBy: 'anna', recipient: 'carla' },
      ],
      findings: [
        finding('c', GONE, '5', { subject: { kind: 'file', id: '5', path: '/private of zoltan' } }),
        finding('link-by-someone-else', 'anna', '6', {
          sharedWith: [GONE, 'carla'],
          actual: { maker: GONE, reason: `GET /ocs/v2.php/cloud/users/${GONE}?format=json answered 500.` },
        }),
        finding('share-with-the-departed', 'anna', '2', { actual: { recipient: GONE, gone: true } }),
        finding('external-domain', 'anna', '3', { actual: { recipient: 'outside', domain: 'outside' } }),
        finding('s', null, GONE, { subject: { kind: 'member', id: GONE, path: null } }),
      ],
      checks: [
        {
          id: 'c',
          status: 'ran',
          reason: `Not judged (Odd): carla, ${GONE}, dora; Judged in part (Other): ${GONE}.`,
          reasons: [],
          findings: 2,
          bytes: 0,
          limits: null,
        },
      ],
    }),
    [
      { check: 'link-by-someone-else', member: GONE, extent: 'whole' },
      { check: 'link-by-someone-else', member: STAYS, extent: 'part' },
    ],
  );
  await store.outbox.queue([
    { run, period: '2026-11', key: `member:${GONE}`, recipient: `${GONE}@coop.example`, messageId: '<1>' },
    { run, period: '2026-11', key: 'admin:1', recipient: 'admins@coop.example', messageId: '<2>' },
    { run, period: '2026-11', key: 'member:anna', recipient: 'anna@coop.example', messageId: '<3>' },
  ]);
  const [own, admin] = await store.outbox.list('2026-11');
  for (const delivery of [own, admin]) {
    await store.outbox.mark(delivery?.id ?? 0, 'sent', 1, `250 ok ${delivery?.recipient}`);
  }
}

/** The bytes that hold the store, and whatever is zipped in it. */
async function everything(location: StoreLocation): Promise<string> {
  const database = await openDatabase(location);
  const zipped = await database.all('SELECT result, judged FROM runs');
  await database.close();
  const texts = zipped.flatMap((run) =>
    Object.values(run).map((blob) => (blob instanceof Uint8Array ? gunzipSync(blob).toString() : '')),
  );
  return [await rawBytesOf(location), ...texts].join('\n');
}

describe('forgetting a person', () => {
  it('leaves no trace in the bytes of the store, its log, its free pages and its zipped results', async () => {
    const location = newLocation();
    const store = await openStore(location);
    await fill(store);
    expect(await everything(location)).toMatch(TRACES);
    await store.members.forget(GONE);
    expect(await everything(location)).not.toMatch(TRACES);
    await store.close();
    expect(await everything(location)).not.toMatch(TRACES);
  });

  it('leaves everybody else as they were, and a result that still adds up', async () => {
    const store = await openStore(newLocation());
    await fill(store);
    await store.members.forget(GONE);
    expect(await gather(store.snapshots.entries(STAYS))).toHaveLength(500);
    expect((await store.members.list()).map(({ id }) => id)).toEqual(['anna']);
    expect((await store.snapshots.shares(STAYS))?.map(({ id }) => id)).toEqual(['4']);
    expect(await store.snapshots.get(GONE)).toBeNull();
    expect(await store.snapshots.shares(GONE)).toBeNull();
    const [latest] = await store.runs.list();
    const kept = latest === undefined ? null : await store.runs.result(latest.id);
    expect(kept?.members.map(({ id }) => id)).toEqual(['anna']);
    expect(kept?.coverage).toMatchObject({ members: 1, read: 1, partial: 0 });
    expect(kept?.shares.map(({ id }) => id)).toEqual(['3']);
    expect(kept?.spaces).toEqual([resultSpace('/Collectif', { members: [STAYS] })]);
    expect(kept?.findings).toEqual([
      finding('link-by-someone-else', 'anna', '6', {
        sharedWith: ['carla'],
        actual: { maker: '…', reason: 'GET … answered 500.' },
      }),
      finding('share-with-the-departed', 'anna', '2', { actual: { recipient: '…', gone: true } }),
      finding('external-domain', 'anna', '3', { actual: { recipient: 'outside', domain: 'outside' } }),
    ]);
    expect(kept?.checks[0]?.reason).toBe('Not judged (Odd): carla, …, dora; Judged in part (Other): ….');
    expect([...(await store.runs.usageHistory([memberId('anna'), GONE])).keys()]).toEqual(['anna']);
    expect(
      (await store.outbox.list('2026-11')).map(({ key, recipient, state }) => [key, recipient, state]),
    ).toEqual([
      ['admin:1', 'admins@coop.example', 'sent'],
      ['member:anna', 'anna@coop.example', 'queued'],
    ]);
    const earlier = await store.runs.earlier(await store.runs.start(2_000));
    expect([...(await earlier.of(memberId('anna'))).findings.keys()]).toEqual(['link-by-someone-else']);
    expect((await earlier.of(GONE)).findings.size).toBe(0);
    expect(await store.integrity()).toBeNull();
    await store.close();
  });

  it('sends nobody a second mail in the period: what stays is a mark without the id, until the next one', async () => {
    const location = newLocation();
    const store = await openStore(location);
    await fill(store);
    await store.members.forget(GONE);
    const run = await store.runs.start(3_000);
    const mail = (id: string, period: string) => ({
      run,
      period,
      key: memberKey(id),
      recipient: `${id}@coop.example`,
      messageId: `<${id} ${period}>`,
    });
    const keys = async (period: string) => (await store.outbox.list(period)).map(({ key }) => key);
    await store.outbox.queue([mail(GONE, '2026-11'), mail('carla', '2026-11')]);
    expect(await keys('2026-11')).toEqual(['admin:1', 'member:anna', 'member:carla']);
    expect(await everything(location)).not.toMatch(TRACES);
    // Only a person to whom nothing has gone yet is written to again.
    await store.members.forget(memberId('carla'));
    await store.outbox.queue([mail('carla', '2026-11')]);
    expect(await keys('2026-11')).toContain('member:carla');
    await store.outbox.queue([mail(GONE, '2026-12')]);
    expect(await keys('2026-12')).toEqual([`member:${GONE}`]);
    const database = await openDatabase(location);
    expect(await database.get('SELECT count(*) AS marks FROM forgotten')).toEqual({ marks: 0 });
    await database.close();
    await store.close();
  });

  // On PostgreSQL readers hold up only what is done again later: tests/store/database/postgres-faults.postgres.test.ts.
  it.skipIf(ON_POSTGRES)(
    'does nothing while another program reads the file of what it would erase, and says so',
    async () => {
      const path = storePath();
      const store = await openStore(path);
      await fill(store);
      const reader = new DatabaseSync(path);
      reader.exec('BEGIN; SELECT count(*) FROM runs');
      reader.prepare('SELECT count(*) FROM tree_parts').get();
      await expect(store.members.forget(GONE)).rejects.toThrow(LockedError);
      expect((await store.members.list()).map(({ id }) => id)).toContain(GONE);
      reader.exec('COMMIT');
      reader.close();
      await store.members.forget(GONE);
      expect(await everything(path)).not.toMatch(TRACES);
      await store.close();
    },
    40_000,
  );
});
