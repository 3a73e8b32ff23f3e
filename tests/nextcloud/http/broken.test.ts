import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../src/model/errors.ts';
import { understood } from '../../../src/nextcloud/http/broken.ts';

describe('what broke under way', () => {
  const ask = (error: unknown, timedOut = false, divisible = false) =>
    understood(error, {
      ...{ method: 'GET', path: '/x', server: new URL('https://cloud.example.org') },
      ...{ timedOut, answered: true, divisible },
    });

  it('stays what it is when it is ours, or none of the network', () => {
    const ours = new RequestError('locked', 'Locked.', 423);
    expect(ask(ours, true)).toBe(ours);
    for (const other of [new TypeError('a fault of ours'), 'text', null, { code: 7 }, { code: 'no code' }])
      expect(ask(other)).toBe(other);
  });

  it('is a cut document where less may be asked for in one answer, but not one that is late', () => {
    const cause = { code: 'ERR_STREAM_PREMATURE_CLOSE' };
    expect(ask(cause, false, true)).toMatchObject({ failure: 'cut-short', cause });
    expect(ask(cause, true, true)).toMatchObject({ failure: 'time-out', cause });
  });

  it.each([
    [{ code: 'ECONNRESET' }, false, 'connection', 'GET /x broke off: the connection was cut.'],
    [{ code: 'Z_DATA_ERROR' }, false, 'connection', 'GET /x broke off (Z_DATA_ERROR).'],
    [{ type: 'system' }, false, 'connection', 'GET /x broke off (system).'],
    [new Error('aborted'), true, 'time-out', 'GET /x gave no answer in time.'],
  ] as const)('is a failure of the request: %j', (cause, timedOut, failure, message) => {
    expect(ask(cause, timedOut)).toMatchObject({ failure, message, status: null, cause });
  });
});
