import { performance } from 'node:perf_hooks';
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import type { AuditEnd, AuditOutcome } from '../../../src/app/audit/audit-members.ts';
import type { AuditSetting } from '../../../src/app/audit/setting.ts';
import type { BeginOptions, StagedRun } from '../../../src/app/audit/stages/begin.ts';
import { KEPT_SHAPE } from '../../../src/app/audit/stages/kept.ts';
import { beginAudit, concludeAudit, readBatch, type StageState } from '../../../src/app/audit/stages.ts';
import { type MemberId, memberId, type RunId } from '../../../src/model/ids.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import type { RunResult } from '../../../src/model/result.ts';
import { secret } from '../../../src/model/secret.ts';
import { NOW, openStage, type Stage } from '../../helpers/stage.ts';

const A_MONTH = 30 * 86_400_000;
const FOR_EVER = { until: Number.POSITIVE_INFINITY };

describe('an audit in stages', () => {
  it('comes to the same result as one in one process, first and a month later, however often it is stopped', async () => {
    await withStages(2, async (whole, staged) => {
      for (const now of [NOW, NOW + A_MONTH]) {
        for (const stage of [whole, staged]) stage.setNow(now);
        const expected = await whole.audit();
        const outcome = await inStages(staged);
        expect(comparable(outcome.result, staged)).toEqual(comparable(expected.result, whole));
        expect({ ...outcome, result: null }).toEqual({ ...expected, result: null });
      }
    });
  }, 60_000);

  it('gives the run that a call began, and the outcome of one that has ended', async () => {
    await withStages(1, async (stage) => {
      const first = await begin(stage, { key: 'one' });
      expect(await begin(stage, { key: 'one' })).toEqual(first);
      const second = await begin(stage, { key: 'two' });
      expect(second.run).not.toBe(first.run);
      expect(await read(stage, first.run, 0)).toBe('gone');
      expect(await stage.open((setting) => concludeAudit(setting, first.run))).toBe('gone');
      // Whoever is not read yet, it reads.
      const outcome = await conclude(stage, second.run);
      expect(outcome.result.coverage.read).toBeGreaterThan(5);
      const before = stage.server.counters.requests;
      expect(await conclude(stage, second.run)).toEqual(outcome);
      expect(stage.server.counters.requests).toBe(before);
      expect(await read(stage, second.run, 0)).toBe('gone');
      expect(await begin(stage, { key: 'two' })).toEqual(second);
    });
  });

  it('fails with the server, and changes no state', async () => {
    await withStages(1, async (stage) => {
      const { run, batches } = await begin(stage);
      expect(batches).toBeGreaterThan(3);
      expect(await read(stage, run, 0)).toBe('done');
      stage.server.faults.maintenance = true;
      const failed = await read(stage, run, 1);
      if (typeof failed === 'string') throw new Error(failed);
      expect(failed.problem?.message).toContain('maintenance');
      expect(failed.result.run).toMatchObject({ id: run, status: 'failed' });
      stage.server.faults.clear();
      expect(await read(stage, run, 2)).toBe('gone');
      expect(await conclude(stage, run)).toMatchObject({ problem: { message: failed.problem?.message } });
      expect((await stage.store.runs.list()).map(({ status }) => status)).toEqual(['failed']);
    });
  });

  it('counts refused logins over all stages', async () => {
    await withStages(1, async (stage) => {
      const { run, batches } = await begin(stage);
      const wrong = { login: 'x', password: secret('wrong') };
      const one = async (setting: AuditSetting, batch: number, refused: number) => {
        let left = refused;
        const credentialOf = (member: MemberId) => (left-- > 0 ? wrong : setting.access.credentialOf(member));
        const access = { ...setting.access, credentialOf };
        return readBatch({ ...setting, access, membersAtOnce: 1 }, run, batch, FOR_EVER);
      };
      await stage.open((setting) => one(setting, 0, 2));
      await stage.open((setting) => one(setting, 1, 1));
      const before = stage.server.counters.requests;
      for (let batch = 2; batch < batches; batch++) await read(stage, run, batch);
      expect(stage.server.counters.requests).toBe(before);
      const { result } = await conclude(stage, run);
      const reasons = result.members.map(({ coverage }) => coverage.reason ?? '');
      expect(reasons.filter((reason) => reason.includes('3 logins were refused')).length).toBeGreaterThan(5);
    });
  });

  it('reads nobody against their will, and forgets with the person what a run under way knows of them', async () => {
    await withStages(1, async (stage) => {
      const { run } = await begin(stage);
      await read(stage, run, 0);
      const { work, portal } = stage.store;
      const [leaver, gone] = [...(await work.readMembers(run, 0))];
      if (leaver === undefined || gone === undefined) throw new Error('two were to be read');
      const entry = { at: NOW, member: leaver, event: 'withdrawn', params: {}, actor: null } as const;
      await portal.withdrawals.withdraw({ member: leaver, at: NOW, sealedKey: null, entry });
      expect(await work.readMembers(run, 0)).not.toContain(leaver);
      const { result } = await conclude(stage, run);
      expect(result.members.find(({ id }) => id === leaver)?.coverage.status).toBe('not-granted');
      const next = await begin(stage);
      await portal.withdrawals.erase({ member: gone, at: NOW, sealedKey: null, until: null });
      expect(await read(stage, next.run, 0)).toBe('gone');
      expect(await work.latest()).toBeNull();
      const other = await begin(stage);
      await work.keep(other.run, new Map([['head', serialize([KEPT_SHAPE + 1, {}])]]));
      expect(await read(stage, other.run, 0), 'kept by another version').toBe('gone');
    });
  });

  it('stands beside a run of one member', async () => {
    await withStages(1, async (stage) => {
      const { run } = await begin(stage);
      await read(stage, run, 0);
      const [member] = [...(await stage.store.work.readMembers(run, 0))];
      const few = await stage.audit({ only: new Set([memberId(member ?? '')]) });
      expect(few.result.run.scope).toBe('members');
      expect((await conclude(stage, run)).result.run).toMatchObject({ id: run, scope: 'all' });
    });
  });
});

async function withStages(count: number, work: (...stages: [Stage, Stage]) => Promise<void>): Promise<void> {
  const stages = await Promise.all(Array.from({ length: count }, () => openStage({ files: 150 })));
  const [first, second = first] = stages;
  if (first === undefined || second === undefined) throw new Error('no stage');
  try {
    await work(first, second);
  } finally {
    for (const stage of stages) await stage.close();
  }
}

/** Its batches side by side, each call with a client of its own; most are stopped soon after they began. */
async function inStages(stage: Stage): Promise<AuditOutcome> {
  const { run, batches } = await begin(stage);
  await Promise.all(
    Array.from({ length: batches }, async (_, batch) => {
      for (let patience = 100; ; patience *= 2) {
        const state = await stage.open((setting) => {
          // One member at a time: the server counts the requests in flight of all clients.
          const alone = { ...setting, membersAtOnce: 1 };
          setTimeout(() => setting.client.stop(because('stop.asked')), patience);
          return readBatch(alone, run, batch, { until: performance.now() + 10 * patience });
        });
        if (state === 'done') return;
        expect(state).toBe('more');
      }
    }),
  );
  return conclude(stage, run);
}

async function begin(stage: Stage, how: BeginOptions = {}): Promise<StagedRun> {
  const begun = await stage.open((setting) => beginAudit(setting, { batchSize: 12, ...how }));
  if (begun === 'more' || 'result' in begun) throw new Error(JSON.stringify(begun));
  return begun;
}

async function read(stage: Stage, run: RunId, batch: number): Promise<StageState | AuditEnd> {
  return stage.open((setting) => readBatch(setting, run, batch, FOR_EVER));
}

/** With the result as it is stored. */
async function conclude(stage: Stage, run: RunId): Promise<AuditOutcome> {
  const outcome = await stage.open((setting) => concludeAudit(setting, run));
  if (typeof outcome === 'string') throw new Error(outcome);
  const result = await stage.store.runs.result(run);
  if (result === null) throw new Error('no result');
  expect(result.run).toEqual(outcome.result.run);
  return { ...outcome, result };
}

/**
 * Without what no two runs share: how upload times are asked for depends on how long answers take, and who was read again
 * after a stop had not changed.
 */
function comparable(result: RunResult, { server }: Stage): unknown {
  const { requests: _, bytesReceived: __, peakConcurrency: ___, finishedAt: ____, ...run } = result.run;
  const members = result.members.map(({ coverage, ...member }) => ({
    ...member,
    coverage: coverage.status === 'unchanged' ? { ...coverage, status: 'read' } : coverage,
  }));
  const text = JSON.stringify({ ...result, run, members, coverage: null });
  return JSON.parse(
    text
      .replaceAll(new URL(server.url).host, 'HOST')
      .replaceAll(/"requests":\d+/g, '"requests":0')
      .replaceAll(/"strategy":"[a-z]+"/g, '"strategy":""'),
  );
}
