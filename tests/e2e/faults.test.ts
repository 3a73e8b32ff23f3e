import { afterEach, describe, expect, it } from 'vitest';
import type { AuditOutcome } from '../../src/audit/audit-members.ts';
import { exitCodeOf } from '../../src/cli/audit.ts';
import { contextOf } from '../../src/cli/context.ts';
import type { FaultRule } from '../../src/demo/kinds.ts';
import { openStage, type Stage } from '../helpers/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

/** A member who can be read whole, and whose tree fits one page. */
function victimOf({ truth, world }: Stage): string {
  const readable = truth.members.find(
    ({ id, status }) =>
      status === 'read' && world.users.some((user) => user.id === id && user.mounts.length === 0),
  );
  if (readable === undefined) throw new Error('nobody can be read');
  return readable.id;
}

function exitCode(outcome: AuditOutcome) {
  return exitCodeOf(outcome, undefined, contextOf({ quiet: true }, new AbortController().signal));
}

const memberOf = (outcome: AuditOutcome, id: string) =>
  outcome.result.members.find((member) => member.id === id);

interface Case {
  readonly what: string;
  readonly rules: readonly FaultRule[];
  /** For the member; null = any. */
  readonly status: 'read' | 'partial' | 'failed';
  readonly code: 0 | 3;
  readonly reason?: RegExp;
}

const CASES: readonly Case[] = [
  {
    what: 'a foreign root',
    rules: [{ fault: 'foreign-root', kind: 'propfind' }],
    status: 'failed',
    code: 3,
    reason: /another person/,
  },
  {
    what: 'a token without access to files',
    rules: [{ fault: 'no-filesystem', kind: 'propfind' }],
    status: 'failed',
    code: 3,
  },
  { what: 'one refused login', rules: [{ fault: 'unauthorised' }], status: 'failed', code: 3, reason: /401/ },
  {
    what: 'a SEARCH that is answered with nothing',
    rules: [{ fault: 'empty-207', kind: 'search' }],
    status: 'read',
    code: 0,
  },
  {
    what: 'a SEARCH that is cut short',
    rules: [{ fault: 'cut-207', kind: 'search' }],
    status: 'read',
    code: 0,
  },
  {
    what: 'a SEARCH that ends the server',
    rules: [{ fault: 'empty-500', kind: 'search' }],
    status: 'read',
    code: 0,
  },
  {
    what: 'a server without SEARCH',
    rules: [{ fault: 'not-implemented', kind: 'search' }],
    status: 'read',
    code: 0,
  },
  {
    what: 'neither SEARCH nor infinity',
    rules: [
      { fault: 'not-implemented', kind: 'search' },
      { fault: 'depth-1', kind: 'propfind' },
    ],
    status: 'read',
    code: 0,
  },
  {
    what: 'a locked folder, once',
    rules: [{ fault: 'locked', kind: 'search', times: 1 }],
    status: 'read',
    code: 0,
  },
  { what: 'an unavailable moment', rules: [{ fault: 'unavailable', times: 1 }], status: 'read', code: 0 },
  {
    what: '429 with Retry-After, once',
    rules: [{ fault: 'rate-limited', times: 1, retryAfter: 1 }],
    status: 'read',
    code: 0,
  },
  { what: 'a reset, once', rules: [{ fault: 'reset', times: 1 }], status: 'read', code: 0 },
  {
    what: 'a reset in mid-body, once',
    rules: [{ fault: 'reset-mid-body', kind: 'search', times: 1 }],
    status: 'read',
    code: 0,
  },
  {
    what: 'shares that cannot be listed',
    rules: [{ fault: 'empty-500', kind: 'shares' }],
    status: 'partial',
    code: 3,
    reason: /shares could not be read/,
  },
  {
    what: 'a trash bin that cannot be listed',
    rules: [{ fault: 'forbidden', kind: 'trash' }],
    status: 'partial',
    code: 3,
    reason: /trash bin could not be read/,
  },
];

describe('the fault table', { timeout: 60_000 }, () => {
  it.each(CASES)(
    '$what: $status, exit $code; everybody else is whole',
    async ({ rules, status, code, reason }) => {
      stage = await openStage({ readable: true });
      const victim = victimOf(stage);
      for (const rule of rules) stage.server.faults.add({ ...rule, member: victim });
      const outcome = await stage.audit();
      expect(memberOf(outcome, victim)?.coverage.status).toBe(status);
      expect(exitCode(outcome)).toBe(code);
      if (reason !== undefined) expect(memberOf(outcome, victim)?.coverage.reason).toMatch(reason);
      const told = stage.truth.members.find(({ id }) => id === victim);
      if (status !== 'failed')
        expect(memberOf(outcome, victim)?.usage).toMatchObject({
          bytes: told?.bytes,
          files: told?.files,
          source: 'crawl',
        });
      else expect(memberOf(outcome, victim)?.usage.source).toBe('server');
      const others = outcome.result.members.filter(
        ({ id, coverage }) => id !== victim && ['failed', 'partial'].includes(coverage.status),
      );
      expect(others).toEqual([]);
      expect(stage.server.counters.peakInFlight).toBeLessThanOrEqual(4);
      expect(stage.server.counters.peakPerMember).toBe(1);
    },
  );

  it('three refused logins: the run stops sending, says why, and concludes nothing about the others', async () => {
    stage = await openStage({ readable: true });
    const victims = stage.truth.members.filter(({ status }) => status === 'read').slice(5, 8);
    for (const { id } of victims) stage.server.faults.add({ fault: 'unauthorised', member: id });
    const outcome = await stage.audit();
    expect(exitCode(outcome)).toBe(3);
    const failed = outcome.result.members.filter(({ coverage }) => coverage.status === 'failed');
    expect(failed.length).toBeGreaterThan(3);
    expect(failed.at(-1)?.coverage.reason).toMatch(/3 logins were refused/);
    expect(stage.server.counters.failures).toBeLessThanOrEqual(3 + 4);
  });

  it('everybody refused: exit 4', async () => {
    stage = await openStage({ readable: true });
    for (const { id } of stage.truth.members) stage.server.faults.add({ fault: 'unauthorised', member: id });
    const outcome = await stage.audit();
    expect(exitCode(outcome)).toBe(4);
    expect(outcome.result.run.status).toBe('failed');
  });

  it('maintenance from the start and under way: exit 4, nothing fixed, the store as before', async () => {
    stage = await openStage({ readable: true });
    const before = await stage.audit();
    stage.server.faults.add({ fault: 'maintenance', kind: 'propfind', after: 9 });
    const under = await stage.audit();
    expect(exitCode(under)).toBe(4);
    expect(under.result.findings).toEqual([]);
    stage.server.faults.clear();
    const after = await stage.audit();
    expect(exitCode(after)).toBe(0);
    expect(after.result.findings.some(({ state }) => state === 'fixed')).toBe(false);
    expect(after.result.findings.length).toBe(before.result.findings.length);
  });

  it('a member who fails once: what was found is neither listed nor fixed, and open again afterwards', async () => {
    stage = await openStage({ readable: true });
    const first = await stage.audit();
    const owner = first.result.findings.find(({ check }) => check === 'large-stale-file')?.member ?? '';
    stage.server.faults.add({ fault: 'unauthorised', member: owner });
    const second = await stage.audit();
    const own = (outcome: AuditOutcome) =>
      outcome.result.findings.filter(({ check, member }) => check === 'large-stale-file' && member === owner);
    expect(own(second)).toEqual([]);
    stage.server.faults.clear();
    stage.server.forgive();
    const third = await stage.audit();
    expect(own(third).map(({ state, since }) => [state, since])).toEqual(
      own(first).map(({ since }) => ['open', since]),
    );
  });
});
