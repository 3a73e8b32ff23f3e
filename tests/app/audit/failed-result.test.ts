import { describe, expect, it } from 'vitest';
import { brokenResult } from '../../../src/app/audit/failed-result.ts';
import { CHECKS } from '../../../src/checks/index.ts';
import { UsageError } from '../../../src/model/errors.ts';
import { RunResult } from '../../../src/model/result.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';

const TIMES = { startedAt: 0, finishedAt: 1000 };

describe('the document of an audit that broke off', () => {
  const URL = 'http://127.0.0.1:9';
  async function broken(error: unknown) {
    const client = await openClient({ url: URL, insecure: false, concurrency: 1, idleTimeoutMs: 1000 });
    const setting = {
      url: URL,
      client,
      checks: CHECKS,
      checkSettings: { 'link-old': 'off' },
      only: null,
    } as const;
    try {
      return brokenResult(error, setting, TIMES);
    } finally {
      client.close();
    }
  }

  it('concludes nothing: every check that is on did not run, for what broke it off', async () => {
    const result = await broken(new Error('disk full'));
    expect(RunResult.parse(result)).toEqual(result);
    expect(result?.run.status).toBe('failed');
    const states = new Map(result?.checks.map(({ id, status, reason }) => [id, [status, reason]]));
    expect(states.get('link-old')).toEqual(['off', null]);
    expect(states.get('link-wide')).toEqual(['not-run', expect.stringContaining('disk full')]);
  });

  it('is none where nothing was done', async () => {
    expect(await broken(new UsageError('no Nextcloud'))).toBeNull();
  });
});
