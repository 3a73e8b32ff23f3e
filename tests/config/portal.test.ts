import { expect, it } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import { rangeOf, trustedRanges } from '../../src/config/portal.ts';

const SERVER = 'server: { url: https://cloud.example.org, admin: { user: a } }\n';

function problems(portal: string): readonly string[] {
  const parsed = parseConfig(`${SERVER}portal: ${portal}`, {});
  return 'problems' in parsed ? parsed.problems.map(({ key, message }) => `${key}: ${message}`) : [];
}

it('completes the section by its defaults', () => {
  const parsed = parseConfig(`${SERVER}portal: { url: "https://menage.example.org/" }`, {});
  expect('config' in parsed && parsed.config.portal).toEqual({
    url: 'https://menage.example.org',
    listen: '127.0.0.1:8090',
    admins: [],
    trustedProxies: [],
    reportLinks: { amount: 45, unit: 'days' },
    session: { amount: 60, unit: 'minutes' },
    reminders: 2,
  });
});

it.each([
  ['{ url: menage.example.org }', /^portal\.url: is no web address/],
  ['{ url: "http://menage.example.org" }', /^portal\.url: http:\/\/ shows reports/],
  ['{ url: "https://a:b@menage.example.org" }', /^portal\.url: must hold no user/],
  ['{ url: "https://menage.example.org/?a=b" }', /^portal\.url: must hold no "\?"/],
  ['{ url: "https://menage.example.org/#a" }', /^portal\.url: must hold no "\?" and no "#"/],
  ['{ url: "https://m.example.org", listen: "8090" }', /^portal\.listen: is no "address:port"/],
  ['{ url: "https://m.example.org", listen: "127.0.0.1:99999" }', /^portal\.listen: /],
  [
    '{ url: "https://m.example.org", trustedProxies: ["10.0.0.1"] }',
    /^portal\.trustedProxies\.0: is no range/,
  ],
  [
    '{ url: "https://m.example.org", trustedProxies: ["0.0.0.0/0"] }',
    /^portal\.trustedProxies\.0: is no range/,
  ],
  ['{ url: "https://m.example.org", trustedProxies: ["::/0"] }', /^portal\.trustedProxies\.0: is no range/],
  [
    '{ url: "https://m.example.org", reportLinks: 6 days }',
    /^portal\.reportLinks: is no duration from 7 to 90 days/,
  ],
  [
    '{ url: "https://m.example.org", session: 9 hours }',
    /^portal\.session: is no duration from 10 minutes to 8 hours/,
  ],
  ['{ url: "https://m.example.org", reminders: 3 }', /^portal\.reminders: /],
  ['{ url: "https://m.example.org", colour: red }', /^portal\.colour: /],
])('refuses %s', (portal, expected) => {
  const found = problems(portal);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(expected);
});

it('takes http for this machine alone', () => {
  expect(problems('{ url: "http://127.0.0.1:8090/menage" }')).toEqual([]);
});

it('knows which addresses are of a trusted proxy', () => {
  const ranges = trustedRanges(['10.0.0.0/8', 'fd00::/8']);
  expect([ranges.check('10.1.2.3'), ranges.check('11.1.2.3'), ranges.check('fd12::1', 'ipv6')]).toEqual([
    true,
    false,
    true,
  ]);
  expect(rangeOf('10.0.0.0/33')).toBeNull();
});
