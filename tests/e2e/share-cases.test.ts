import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { externalDomain } from '../../src/checks/sharing/external-domain.ts';
import { linkDropOpen } from '../../src/checks/sharing/link-drop-open.ts';
import { linkOpenForever } from '../../src/checks/sharing/link-open-forever.ts';
import { mailShareWithoutPassword } from '../../src/checks/sharing/mail-share-without-password.ts';
import { listShares } from '../../src/nextcloud/ocs/share-list.ts';
import { draftsOf } from '../checks/helpers.ts';
import { meet, partAll } from '../helpers/met.ts';

afterEach(partAll);

/** The shares of a case from the field (`tests/fixtures/cases`), as a server answers them. */
async function sharesOf(name: string) {
  const body = readFileSync(new URL(`../fixtures/cases/${name}/shares-anna.json`, import.meta.url));
  const answer = meet(
    (session) => listShares(session),
    (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(body),
  );
  const { shares } = (await answer()) as Awaited<ReturnType<typeof listShares>>;
  return shares;
}

describe('"Request files": 1 without recipient, 2 with one outside, 3 the same as a plain link', () => {
  it('is judged as a drop, not as a mail to somebody', async () => {
    const shares = await sharesOf('file-request');
    const found = (check: typeof linkDropOpen) =>
      draftsOf(check, { evidence: { shares } }).map(({ subject }) => subject.id);
    expect(found(linkDropOpen)).toEqual(['1', '2', '3']);
    expect(found(linkOpenForever)).toEqual(['1', '2', '3']);
    expect(found(mailShareWithoutPassword)).toEqual([]);
  });

  it('names the outside recipient, and no domain where there is none', async () => {
    const shares = await sharesOf('file-request');
    const drafts = draftsOf(externalDomain, { evidence: { shares }, options: { domains: ['example.org'] } });
    expect(drafts).toMatchObject([
      { subject: { id: '2' }, actual: { recipient: 'a@ailleurs.example', domain: 'ailleurs.example' } },
    ]);
  });
});
