import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { reasonSentence } from '../../../src/model/reasons/sentence.ts';
import { closedBecause, readStatus } from '../../../src/nextcloud/ocs/status.ts';
import { meet, partAll } from '../../helpers/met.ts';

afterAll(partAll);

const well = {
  installed: true,
  maintenance: false,
  needsDbUpgrade: false,
  version: '31.0.6.2',
  versionstring: '31.0.6',
  productname: 'Nextcloud',
};
const said = (text: string, status = 200, type = 'application/json') =>
  meet(readStatus, (to) => to.writeHead(status, { 'Content-Type': type }).end(text));
const saying = (change: object) => said(JSON.stringify({ ...well, ...change }));

const pointing = (Location: string) => meet(readStatus, (to) => to.writeHead(302, { Location }).end());
const StrangerAnswer = z.object({
  stranger: z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
});

describe('what answers is plainly something else', () => {
  it.each([
    ['a page', said('<h1>It works</h1>', 200, 'text/html'), 'a page ("It works")'],
    ['a text', said('It works', 200, 'text/plain'), 'the text "It works"'],
    ['no such page', said('', 404), 'no /status.php (404)'],
    ['a method that is not allowed', said('', 405), 'no /status.php (405)'],
    [
      'a way elsewhere',
      pointing('https://sso.example.org/login?session=1'),
      'it points to https://sso.example.org/login. ',
    ],
    [
      'a way to a Nextcloud',
      pointing('https://x.example/cloud/status.php'),
      'it points to https://x.example/cloud. ',
    ],
    ['a way within', pointing('/login'), /it points to http:\/\/127\.0\.0\.1:\d+\/login\. /],
    ['a way to nowhere', pointing('mailto:anna'), 'no /status.php (302)'],
  ])('%s', async (_, read, told) => {
    const answer = StrangerAnswer.parse(await read());
    expect(reasonSentence([answer.stranger])).toMatch(told);
  });
});

describe('an odd answer says nothing of what the server is', () => {
  it.each([
    ['no version', saying({ versionstring: null }), 'versionstring'],
    ['maintenance as a text', saying({ maintenance: 'false' }), 'maintenance'],
    ['another document', said('{"error":"database is locked"}'), 'is server.url the address of a Nextcloud'],
    ['nothing', said(''), 'broken JSON'],
    ['half of it', said(JSON.stringify(well).slice(0, 40)), 'broken JSON'],
    [
      'a warning',
      said(`<b>Warning</b>: ini ${JSON.stringify(well)}`),
      'text before its JSON: "Warning : ini',
    ],
    ['not installed', saying({ installed: false }), 'not installed, as when its config.php cannot be read'],
    [
      'an address that it does not trust',
      said('{"error":"Trusted domain error.","code":15}', 400),
      'trusted_domains',
    ],
    ['refused', said('Forbidden', 403), 'answered 403'],
    ['a proxy alone', said('Bad gateway', 502), 'answered 502'],
  ])('%s', async (_, read, told) => {
    await expect(read()).rejects.toThrow(told);
  });
});

describe('a status that is read', () => {
  it.each([
    ['with a mark of its encoding', said(`\uFEFF${JSON.stringify(well)}`)],
    ['after blank lines', said(`\n\n${JSON.stringify(well)}`)],
    ['as another type', said(JSON.stringify(well), 200, 'text/html')],
  ])('%s', async (_, read) => {
    expect(await read()).toMatchObject({ version: '31.0.6', maintenance: false, needsUpgrade: false });
  });

  it('after it broke off once', async () => {
    const read = meet(readStatus, (to, _, nth) =>
      to.end(JSON.stringify(well).slice(0, nth === 0 ? 50 : 500)),
    );
    expect(await read()).toMatchObject({ major: 31 });
  });

  it('says whether anybody is served', async () => {
    const status = await meet(readStatus, (to) =>
      to.end(JSON.stringify({ ...well, needsDbUpgrade: true })),
    )();
    expect(status).toMatchObject({ needsUpgrade: true });
    const product = 'nextcloud';
    const open = {
      maintenance: false,
      needsUpgrade: false,
      version: '',
      major: 31,
      clock: null,
      product,
    } as const;
    expect(closedBecause(open)).toBeNull();
    expect(closedBecause({ ...open, needsUpgrade: true })).toBe('upgrade');
    expect(closedBecause({ ...open, needsUpgrade: true, maintenance: true })).toBe('maintenance');
  });
});
