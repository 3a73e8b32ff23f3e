import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Traffic } from '../../../src/nextcloud/http/exchange.ts';
import { answerError, davErrorOf, drain, failureOf } from '../../../src/nextcloud/http/failure.ts';

function sabre(exception: string, message: string): string {
  return `<?xml version="1.0"?><d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns">
  <s:exception> ${exception}
  </s:exception><s:message> ${message} </s:message></d:error>`;
}

describe('an error document', () => {
  it('gives class and message without the blanks around them', () => {
    expect(davErrorOf(sabre('Sabre\\DAV\\Exception\\NotFound', 'Not &amp; found'))).toEqual({
      exception: 'Sabre\\DAV\\Exception\\NotFound',
      message: 'Not & found',
    });
  });

  it('has an empty message where there is none', () => {
    expect(davErrorOf('<error><exception>X</exception></error>')).toEqual({ exception: 'X', message: '' });
  });

  it.each([
    ['nothing', ''],
    ['a text', 'Service Unavailable'],
    ['a text with a document in it', `Sorry. ${sabre('X', 'y')}`],
    ['a document cut short', sabre('X', 'y').slice(0, -4)],
    ['another document', '<html><body>Bad gateway</body></html>'],
  ])('is none in %s', (_, text) => {
    expect(davErrorOf(text)).toBeNull();
  });
});

describe('a disabled account', () => {
  it.each(['LoginException', 'DisabledUserException'])('is known by the class %s', (name) => {
    const body = sabre('Sabre\\DAV\\Exception\\ServiceUnavailable', `OC\\User\\${name}: Compte désactivé`);
    expect(failureOf(503, body, false)).toBe('disabled-account');
  });
});

describe('a status', () => {
  const disabled = sabre('Sabre\\DAV\\Exception\\ServiceUnavailable', 'OC\\User\\LoginException: gesperrt');
  it.each([
    [300, '', false, 'redirected'],
    [399, '', false, 'redirected'],
    [400, '', false, 'unexpected'],
    [401, '', false, 'unauthorised'],
    [403, '', false, 'forbidden'],
    [404, '', false, 'not-found'],
    [423, '', false, 'locked'],
    [429, '', false, 'rate-limited'],
    [500, ' \n', false, 'too-big'],
    [500, 'Internal error', false, 'unexpected'],
    [501, '', false, 'unsupported'],
    [502, '', true, 'gateway'],
    [504, '<html>', false, 'gateway'],
    [503, '', false, 'unavailable'],
    [503, '', true, 'maintenance'],
    [503, disabled, false, 'disabled-account'],
    [503, disabled, true, 'maintenance'],
  ] as const)('%i with %j, maintenance %s, is %s', (status, body, maintenance, failure) => {
    expect(failureOf(status, body, maintenance)).toBe(failure);
  });
});

describe('the error of an answer', () => {
  it('says what to do where that is known, and nothing more', () => {
    const told = answerError('GET', '/status.php', 429, 'rate-limited', { retryAfterMs: 5_000 });
    expect([told.failure, told.status, told.retryAfterMs]).toEqual(['rate-limited', 429, 5_000]);
    expect(told.message).toBe(
      "GET /status.php answered 429: too many requests or refused logins; allow-list this machine in the server's brute-force settings.",
    );
    expect(answerError('GET', '/status.php', 502, 'unexpected').message).toBe(
      'GET /status.php answered 502.',
    );
  });
});

describe('a body that nobody wants', () => {
  const traffic = (): Traffic => ({ requests: 0, bytesReceived: 0, peakConcurrency: 0 });
  const chunks = (count: number, size: number) =>
    Readable.from(
      (function* () {
        for (let at = 0; at < count; at++) yield Buffer.alloc(size, at === 0 ? 'a' : 'b');
      })(),
    );

  it('is read to its end, and its beginning kept', async () => {
    const counted = traffic();
    const body = chunks(10, 32 * 1024);
    expect(await drain(body, counted)).toBe('a'.repeat(32 * 1024) + 'b'.repeat(32 * 1024));
    expect(counted.bytesReceived).toBe(320 * 1024);
    expect(body.destroyed).toBe(true);
  });

  it('is cut where it never ends', async () => {
    const counted = traffic();
    const body = chunks(1_000, 1024 * 1024);
    await drain(body, counted);
    expect(counted.bytesReceived).toBe(9 * 1024 * 1024);
    expect(body.destroyed).toBe(true);
  });

  it('that breaks gives what came', async () => {
    const body = Readable.from(
      (function* () {
        yield Buffer.from('came');
        throw new Error('reset');
      })(),
    );
    expect(await drain(body, traffic())).toBe('came');
  });
});
