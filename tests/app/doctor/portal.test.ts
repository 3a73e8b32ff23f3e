import { expect, it } from 'vitest';
import { examinePortal } from '../../../src/app/doctor/portal.ts';
import { doctorWords } from '../../../src/app/doctor/words.ts';
import { checkOptions } from '../../../src/app/open.ts';
import { parseConfig } from '../../../src/config/load.ts';
import type { AccountRecord } from '../../../src/nextcloud/ocs/accounts.ts';

/** The rows of the doctor for a section `portal:`, in English. */
function rows(portal: string, uids: readonly string[] | null = ['odalie']) {
  const text = `server: { url: https://cloud.example.org, admin: { user: a } }\n${portal}`;
  const parsed = parseConfig(text, checkOptions());
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  // Only the ids of the accounts are looked at.
  const accounts = uids?.map((id) => ({ id }) as AccountRecord) ?? null;
  const config = { ...parsed.config, file: '/menage.yaml' };
  return examinePortal(config, accounts, doctorWords('en')).map(({ state, detail }) => `${state}: ${detail}`);
}

it.each([
  ['no portal', '', []],
  [
    'a host of its own',
    'portal: { url: https://menage.example.org, admins: [odalie] }',
    ['ok: https://menage.example.org'],
  ],
  [
    'a folder of Nextcloud',
    'portal: { url: https://cloud.example.org/menage }',
    [expect.stringMatching(/^warning: cloud\.example\.org is also the host of Nextcloud/)],
  ],
  [
    'an address that others reach',
    'portal: { url: https://menage.example.org, listen: "0.0.0.0:8090" }',
    [expect.stringMatching(/^warning: listens at 0\.0\.0\.0:8090/)],
  ],
  [
    'the loopback of IPv6',
    'portal: { url: https://menage.example.org, listen: "[::1]:8090" }',
    ['ok: https://menage.example.org'],
  ],
  [
    'an admin whom the server does not have',
    'portal: { url: https://menage.example.org, admins: [odalie, odile] }',
    [expect.stringMatching(/^warning: portal\.admins names accounts that the server does not have: odile$/)],
  ],
])('%s', (_, portal, expected) => {
  expect(rows(portal)).toEqual(expected);
});

it('says nothing of accounts that could not be listed', () => {
  expect(rows('portal: { url: https://menage.example.org, admins: [odile] }', null)).toEqual([
    'ok: https://menage.example.org',
  ]);
});
