import { describe, expect, it } from 'vitest';
import { FRONTS, proxyRule, READABLE } from '../../../src/credentials/appapi/proxy-rule.ts';
import { UsageError } from '../../../src/model/errors.ts';
import { assertMayLeave } from '../../../src/nextcloud/http/guard.ts';

const SERVER = 'https://cloud.example.org';

describe('the rule by which a front keeps the registration to reading', () => {
  it('lets nothing through that the guard of the client would not let leave', () => {
    for (const { method, path } of READABLE) {
      expect(() => assertMayLeave(method, new URL(path, SERVER), new URL(SERVER))).not.toThrow();
    }
  });

  it.each(FRONTS)('names each path of its table once, for %s', (front) => {
    const rule = proxyRule(front, `${SERVER}/cloud`);
    for (const { path } of READABLE) {
      const pattern = `/cloud${path}`.replaceAll('.', String.raw`\.`);
      expect(rule.split(pattern + (path.endsWith('/') ? '([? ]' : '(')).length, path).toBe(2);
    }
  });

  it.each(FRONTS)('asks %s for no address unless one is named', (front) => {
    expect(proxyRule(front, SERVER)).not.toMatch(/geo|REMOTE_ADDR|remote_ip/);
    const rule = proxyRule(front, SERVER, ['192.0.2.7', '2001:db8::/64']);
    expect(rule).toMatch(/192\.0\.2\.7[\s\S]+2001:db8::\/64/);
  });

  it.each(['', 'cloud', '192.0.2.7/33', '2001:db8::/129', '192.0.2.7/', '192.0.2.7/8/8', "::1'; }"])(
    'takes no address from “%s”',
    (text) => {
      expect(() => proxyRule('nginx', SERVER, [text])).toThrow(UsageError);
    },
  );
});
