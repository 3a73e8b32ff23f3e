import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { memberId } from '../../src/model/ids.ts';
import type { RunResult } from '../../src/model/result.ts';
import { livingAt, menage } from '../helpers/cli.ts';
import { editorOf, putFile } from '../helpers/edit-world.ts';
import { ON_POSTGRES } from '../helpers/postgres.ts';
import { withSmallDisk } from '../helpers/small-disk.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';
import { FAULT_TABLE, type FaultRow, tableWorld, WHOLE } from './fault-table.ts';

const LIMIT = { timeout: 60_000 };
const address = (who: string) => `${who}@coop.example`;
const memberOf = (result: RunResult, id: string) => result.members.find((member) => member.id === id);

/** The use that a run tells of alice: from her files where all were read, else the server's own figure. */
function usageOf({ unreadable = [], status }: FaultRow) {
  if (status === 'failed' || unreadable.length > 0)
    return { source: 'server', files: null, folders: null, trashBytes: null };
  return { source: 'crawl', ...WHOLE };
}

describe.concurrent('the fault table', LIMIT, () => {
  it.each(FAULT_TABLE)('$fault: $status ($strategy), exit $exit', async (row) => {
    const world = tableWorld();
    row.world?.(world);
    // On a machine that is busy any answer may take a second.
    const timeout = row.rules.some(({ fault }) => fault === 'hang') ? '1s' : '30s';
    await withSmallWorkspace(world, { timeout }, async (workspace) => {
      for (const rule of row.rules) workspace.server.faults.add({ member: 'alice', ...rule });
      const began = performance.now();
      const { code, result, told, mailed } = await (row.mailed === undefined
        ? workspace.audit()
        : workspace.auditAndSend());
      const alice = memberOf(result, 'alice');
      const { status, strategy, unreadable } = alice?.coverage ?? {};
      expect({ code, status, strategy, unreadable }).toEqual({
        code: row.exit,
        status: row.status,
        strategy: row.strategy,
        unreadable: row.unreadable ?? [],
      });
      if (row.reason === null) expect(alice?.coverage.reason).toBeNull();
      else expect(alice?.coverage.reason).toMatch(row.reason);
      expect(told).toBe(
        row.reason === null
          ? ''
          : `warn: alice was ${row.status === 'failed' ? 'not read' : 'read in part'}: ${alice?.coverage.reason}\n`,
      );
      expect(alice?.usage).toMatchObject(usageOf(row));
      expect(memberOf(result, 'bob')?.coverage).toMatchObject({
        status: 'read',
        unreadable: [],
        reason: null,
      });
      expect(result.run.status).toBe(row.exit === 0 ? 'complete' : 'partial');
      if (row.requests !== undefined) expect(alice?.coverage.requests).toBe(row.requests);
      if (row.waits !== undefined) expect(performance.now() - began).toBeGreaterThan(row.waits * 1_000);
      if (row.mailed !== undefined) expect(mailed).toEqual(row.mailed.map(address));
    });
  });

  it('three members with 401: the run stops sending, says why, and concludes nothing of the rest; exit 3', async () => {
    const names = [...'abcdefghijklmno'];
    const world = smallWorld({
      members: Object.fromEntries(names.map((id) => [id, { files: { '/y.txt': 1 } }])),
      shares: names.map((fileOwner) => ({ fileOwner, path: '/y.txt' })),
    });
    await withSmallWorkspace(world, { brake: '20 %' }, async ({ server, auditAndSend }) => {
      for (const member of 'ijk') server.faults.add({ fault: 'unauthorised', member });
      const { code, result, told, mailed } = await auditAndSend();
      expect(code).toBe(3);
      const statuses = result.members.map(({ id, coverage }) => `${id} ${coverage.status}`);
      expect(statuses).toEqual(
        expect.arrayContaining(['a read', 'i failed', 'j failed', 'k failed', 'o failed']),
      );
      expect(memberOf(result, 'o')?.coverage).toMatchObject({
        requests: 0,
        reason: expect.stringMatching(/3 logins were refused.*lock this machine out.*credentials check/),
      });
      expect(told).toMatch(/o was not read: Not sent: 3 logins were refused/);
      expect(told).toMatch(/Held back: \d+ of 15 members could not be read, more than the limit of 20%/);
      expect(server.counters.failures).toBe(3);
      expect(mailed).toEqual(['admins'].map(address));
    });
  });

  it('504 of a proxy, once at each list of the administrator: nothing is lost', async () => {
    await withSmallWorkspace(tableWorld(), {}, async ({ server, audit }) => {
      const lists = ['status', 'capabilities', 'users', 'serverinfo', 'group-folders'] as const;
      for (const kind of lists) server.faults.add({ fault: 'gateway', kind, times: 1 });
      for (const kind of ['capabilities', 'users'] as const)
        server.faults.add({ fault: 'cut-207', kind, times: 1 });
      const { code, result, told } = await audit();
      expect({ code, told, status: result.run.status }).toEqual({ code: 0, told: '', status: 'complete' });
      for (const kind of lists) expect(server.counters.byKind[kind]).toBeGreaterThanOrEqual(2);
    });
  });

  it('everybody with 401: exit 4, a failed run, no mail', async () => {
    const world = smallWorld({ members: { alice: {}, bob: {}, carla: {}, denis: {} } });
    await withSmallWorkspace(world, {}, async ({ server, auditAndSend }) => {
      server.faults.add({ fault: 'unauthorised', kind: 'propfind' });
      const { code, result, told, mailed } = await auditAndSend();
      expect({ code, status: result.run.status, mailed }).toEqual({ code: 4, status: 'failed', mailed: [] });
      expect(told).toMatch(/Nobody could be read: 3 logins were refused/);
      expect(result.members.map(({ usage }) => usage.source)).not.toContain('crawl');
    });
  });

  it.each([
    ['from the start', 0],
    // After the first member's root: a server that has all in its SEARCH gets no list but those.
    ['under way', 1],
  ])(
    '503 with maintenance %s: exit 4, nothing concluded, nothing mailed, the store as before',
    async (_, after) => {
      await withSmallWorkspace(tableWorld(), {}, async ({ server, auditAndSend, audit, withStore }) => {
        const first = await audit();
        const before = await withStore(stored);
        if (after === 0) server.faults.maintenance = true;
        else server.faults.add({ fault: 'maintenance', kind: 'propfind', after });
        const { code, result, told, mailed } = await auditAndSend({ full: true });
        expect({ code, status: result.run.status, mailed }).toEqual({
          code: 4,
          status: 'failed',
          mailed: [],
        });
        expect(told).toMatch(/maintenance/);
        expect([result.findings, result.shares]).toEqual([[], []]);
        expect(result.checks.filter(({ status }) => status === 'ran')).toEqual([]);
        expect(await withStore(stored)).toEqual(before);
        server.faults.clear();
        const later = await auditAndSend();
        expect(later.code).toBe(0);
        expect(later.result.findings.map(({ state }) => state)).toEqual(
          first.result.findings.map(() => 'open'),
        );
        expect(later.mailed).toEqual(['admins', 'alice', 'bob'].map(address));
      });
    },
  );

  it('a member who fails once: what was found is neither listed nor fixed, and open again afterwards', async () => {
    await withSmallWorkspace(tableWorld(), {}, async ({ server, audit }) => {
      const own = (result: RunResult) =>
        result.findings
          .filter(({ check }) => check === 'large-stale-file')
          .map(({ member, state, since }) => `${member} ${state} ${since}`);
      const first = await audit();
      expect(own(first.result)).toEqual([expect.stringMatching(/^bob new /)]);
      server.faults.add({ fault: 'unauthorised', member: 'bob' });
      expect(own((await audit()).result)).toEqual([]);
      server.faults.clear();
      server.forgive();
      const last = await audit();
      expect(last.result.members.map(({ coverage }) => coverage.reason)).toEqual(
        first.result.members.map(({ coverage }) => coverage.reason),
      );
      expect(own(last.result)).toEqual(own(first.result).map((one) => one.replace('new', 'open')));
    });
  });

  // Of a database server's: tests/store/database/postgres-faults.postgres.test.ts.
  it.skipIf(ON_POSTGRES)(
    'disk full in the store: exit 3, the old snapshot stands; with room again all is well',
    async ({ skip }) => {
      await withSmallDisk(skip, async (disk) => {
        await withSmallWorkspace(tableWorld(), { storeFolder: disk.folder }, async (workspace) => {
          await workspace.audit();
          const before = await workspace.withStore(stored);
          grow(workspace, 6_000);
          disk.fill(240_000);
          const full = await workspace.auditAndSend();
          expect(full.code).toBe(3);
          expect(full.told).toMatch(/disk.* is full.*what stood before stands.*Make room/);
          expect(memberOf(full.result, 'alice')?.usage.source).toBe('server');
          disk.free();
          expect(await workspace.withStore(stored)).toEqual(before);
          const after = await workspace.auditAndSend();
          expect(after.result.run.status).toBe('complete');
          expect(memberOf(after.result, 'alice')?.usage.files).toBe(WHOLE.files + 6_000);
          // A mail that went while the disk was full could not be noted as sent: it is doubtful, and not sent again.
          expect(after.told).toMatch(/^(warn: Perhaps handed over to .*\n)?$/);
          expect([...full.mailed, ...after.mailed].sort()).toEqual(['admins', 'alice', 'bob'].map(address));
        });
      });
    },
  );

  it('kill −9 in the middle: the old snapshot stands, the lock is free, the next run is whole', async () => {
    await withSmallWorkspace(tableWorld(), {}, async (workspace) => {
      await workspace.audit();
      const before = await workspace.withStore(stored);
      grow(workspace, 300);
      workspace.server.faults.add({ fault: 'slow', member: 'alice', kind: 'trash', delayMs: 10_000 });
      const asked = workspace.server.counters.byKind.trash ?? 0;
      const killer = new AbortController();
      const ended = menage(['run'], { cwd: workspace.folder, env: livingAt(NOW), kill: killer.signal });
      while ((workspace.server.counters.byKind.trash ?? 0) < asked + 2) await setTimeout(20);
      killer.abort();
      expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' });
      expect(await workspace.withStore(stored)).toEqual(before);
      workspace.server.faults.clear();
      const after = await workspace.auditAndSend();
      expect(after.code).toBe(0);
      expect(memberOf(after.result, 'alice')?.usage.files).toBe(WHOLE.files + 300);
      expect(after.mailed).toEqual(['admins', 'alice', 'bob'].map(address));
    });
  });
});

/** Alice's tree as the store holds it, and as of when. */
async function stored({ snapshots }: Parameters<Parameters<SmallWorkspace['withStore']>[0]>[0]) {
  const alice = memberId('alice');
  const entries: unknown[] = [];
  for await (const batch of snapshots.entries(alice)) entries.push(...batch);
  expect(entries).toHaveLength(WHOLE.files + WHOLE.folders);
  return { rootEtag: (await snapshots.get(alice))?.rootEtag, entries };
}

/** So many new files in one new folder of alice's. */
function grow({ world, server }: SmallWorkspace, files: number): void {
  const editor = editorOf(world);
  for (let n = 0; n < files; n++)
    putFile(editor, 'alice', `/New/a file with a name of some length ${n}.txt`, { size: 1 });
  server.changed();
}
