import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { oneMonthLater } from '../../src/demo/coop/month-later.ts';
import type { Truth } from '../../src/demo/coop/truth.ts';
import { RunResult } from '../../src/model/result.ts';
import { openStage, type Stage } from '../helpers/stage.ts';

let stage: Stage;
const runs: { readonly result: RunResult; readonly truth: Truth }[] = [];

beforeAll(async () => {
  stage = await openStage();
  runs.push({ result: (await stage.audit()).result, truth: stage.truth });
  const truth = oneMonthLater(stage.world, stage.truth);
  stage.server.changed();
  stage.setNow(truth.times.later);
  runs.push({ result: (await stage.audit()).result, truth });
}, 120_000);

afterAll(() => stage.close());

const byId = <T extends { readonly id: string }>(items: readonly T[]) =>
  [...items].sort((a, b) => (a.id < b.id ? -1 : 1));

describe.each([0, 1])('run %i of the cooperative', (index) => {
  const run = () => {
    const one = runs[index];
    if (one === undefined) throw new Error('the run did not come about');
    return one;
  };

  it('is a valid result', () => {
    expect(RunResult.safeParse(run().result).error?.issues).toBeUndefined();
  });

  it('tells of every member what the cooperative was built from', () => {
    const { result, truth } = run();
    const seen = result.members.map(({ id, usage, coverage, quota, lastLogin }) => ({
      id,
      status: coverage.status,
      bytes: usage.bytes,
      files: usage.files,
      folders: usage.folders,
      trashBytes: usage.trashBytes,
      quotaBytes: quota.bytes,
      unlimited: quota.unlimited,
      lastLogin: lastLogin === null ? null : Date.parse(lastLogin),
      unreadable: [...coverage.unreadable].sort(),
    }));
    const told = truth.members.map(({ mail: _, ...member }) => ({
      ...member,
      unreadable: [...member.unreadable].sort(),
    }));
    // In the second run whoever did not change is read by a proof, not anew.
    const read = (status: string) => (index === 1 && status === 'unchanged' ? 'read' : status);
    expect(byId(seen).map((one) => ({ ...one, status: read(one.status) }))).toEqual(
      byId(told).map((one) => ({ ...one, status: read(one.status) })),
    );
  });

  it('tells of each collective space apart, once, and of no other mount', () => {
    const { result, truth } = run();
    expect(truth.spaces.length).toBeGreaterThan(0);
    const seen = result.spaces.map(({ quota, groups, coverage: _, ...space }) => ({
      ...space,
      groups: groups?.map(({ id }) => id),
      quotaBytes: quota?.bytes,
    }));
    expect(seen).toEqual(truth.spaces);
    for (const { permissions } of result.spaces.flatMap(({ groups }) => groups ?? []))
      expect(permissions).toEqual(['read', 'update', 'create', 'delete', 'share']);
    for (const { coverage } of result.spaces) {
      expect(coverage).toEqual({
        status: 'read',
        reason: null,
        reasons: [],
        strategy: 'infinity',
        requests: 2,
        unreadable: [],
      });
    }
  });

  it('has every share, once', () => {
    const { result, truth } = run();
    expect(byId(result.shares)).toEqual(byId(truth.shares));
  });

  it('finds what is there and nothing else, check by check', () => {
    const { result, truth } = run();
    const seen = result.findings
      .map(({ check, member, subject, state }) => `${check} ${member} ${subject.id} ${state}`)
      .sort();
    const told = truth.findings
      .map((finding) => `${finding.check} ${finding.member} ${finding.subject.id} ${finding.state}`)
      .sort();
    expect(
      seen.filter((one) => !told.includes(one)),
      'found, but not there',
    ).toEqual([]);
    expect(
      told.filter((one) => !seen.includes(one)),
      'there, but not found',
    ).toEqual([]);
  });

  it('leaves the near misses alone', () => {
    const { result, truth } = run();
    expect(truth.nearMisses.length).toBeGreaterThan(30);
    const found = new Set(
      result.findings
        .filter(({ state }) => state !== 'fixed')
        .map(({ check, subject }) => `${check} ${subject.id}`),
    );
    expect(truth.nearMisses.filter(({ check, subject }) => found.has(`${check} ${subject.id}`))).toEqual([]);
  });

  it('has no two findings of one fingerprint, and a row for every check', () => {
    const { result } = run();
    const fingerprints = result.findings.map(({ fingerprint }) => fingerprint);
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
    expect(result.checks.map(({ id }) => id)).toEqual(CHECKS.map(({ id }) => id));
  });

  it('stays within the bounds: four requests in flight, one per member, none that writes', () => {
    const { counters } = stage.server;
    expect(run().result.run.peakConcurrency).toBeLessThanOrEqual(4);
    expect(counters.peakInFlight).toBeLessThanOrEqual(4);
    expect(counters.peakPerMember).toBe(1);
    expect(counters.writes).toBe(0);
    expect(counters.failures).toBe(0);
  });
});
