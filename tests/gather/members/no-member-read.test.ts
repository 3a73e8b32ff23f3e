import { afterEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../src/demo/nextcloud/http/kinds.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { openStage, type Stage } from '../../helpers/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

/** An audit of two members who cannot be read, with faults beside that. */
async function auditOfTwo(...faults: readonly FaultRule[]) {
  stage = await openStage({ readable: true, files: 400 });
  const two = stage.truth.members.filter(({ status }) => status === 'read').slice(0, 2);
  for (const { id } of two) stage.server.faults.add({ fault: 'reset', member: id });
  for (const rule of faults) stage.server.faults.add(rule);
  const client = await openClient({
    url: stage.server.url,
    concurrency: 4,
    idleTimeoutMs: 5_000,
    retryPauseMs: 1,
  });
  try {
    const { result, problem } = await stage.audit({ client, only: new Set(two.map(({ id }) => id)) });
    return { status: result.run.status, message: problem?.message };
  } finally {
    client.close();
  }
}

describe('a run in which nobody could be read', { timeout: 60_000 }, () => {
  it('is worth nothing where the server went away after the administrator had asked', async () => {
    const { status, message } = await auditOfTwo({ fault: 'reset', kind: 'status', after: 1 });
    expect(status).toBe('failed');
    expect(message).toMatch(
      /Nobody could be read: GET \/status\.php did not reach the server: .* cut the connection/,
    );
  });

  it('is one read in part where the server is well', async () => {
    expect(await auditOfTwo()).toEqual({ status: 'partial', message: undefined });
  });

  it('names every check all the same, each that is on as not run and why', async () => {
    stage = await openStage({ readable: true, files: 400 });
    stage.server.faults.maintenance = true;
    const { result } = await stage.audit();
    expect(result.run.status).toBe('failed');
    expect(result.checks.filter(({ status }) => status === 'not-run').length).toBeGreaterThan(40);
    for (const { status, reason } of result.checks.filter(({ status }) => status !== 'off')) {
      expect(status).toBe('not-run');
      expect(reason).toContain('maintenance');
    }
  });
});
