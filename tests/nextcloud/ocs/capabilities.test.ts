import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { linksOlderThanPolicy } from '../../../src/checks/policy/links-older-than-policy.ts';
import { policyLinkExpiry } from '../../../src/checks/policy/policy-link-expiry.ts';
import { policyLinkPassword } from '../../../src/checks/policy/policy-link-password.ts';
import { policyPublicUpload } from '../../../src/checks/policy/policy-public-upload.ts';
import { policyResharing } from '../../../src/checks/policy/policy-resharing.ts';
import { openRunner, type ServerGathered } from '../../../src/judge/runner.ts';
import { readCapabilities } from '../../../src/nextcloud/ocs/capabilities.ts';
import { SETTING } from '../../checks/helpers.ts';
import { inWords } from '../../helpers/in-words.ts';
import { meet, partAll } from '../../helpers/met.ts';

afterEach(partAll);

const CHECKS = [policyLinkPassword, policyLinkExpiry, policyPublicUpload, linksOlderThanPolicy];

/** What a server with these capabilities is told, and what the checks on its policy conclude. */
async function judgedFrom(body: string) {
  const answer = meet(
    (session) => readCapabilities(session),
    (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(body),
  );
  const { policy } = (await answer()) as Awaited<ReturnType<typeof readCapabilities>>;
  const whole = (value: unknown) => ({ known: 'whole', value });
  const gathered = { policy: whole(policy), members: whole([]), accounts: whole([]), shares: whole([]) };
  const runner = openRunner([...CHECKS, policyResharing], {}, SETTING);
  // Every key of ServerEvidence stands in it.
  const verdicts = runner.server(gathered as unknown as ServerGathered);
  return { policy, verdictOf: (id: string) => verdicts.find(({ check }) => check.id === id) };
}

describe('a policy', () => {
  it('of a server whose links are switched off is not known, and not "not enforced"', async () => {
    const fixture = new URL('../../fixtures/cases/links-switched-off/capabilities.json', import.meta.url);
    const { policy, verdictOf } = await judgedFrom(readFileSync(fixture, 'utf8'));
    expect(policy).toMatchObject({
      linkPasswordEnforced: null,
      linkExpiryEnforced: null,
      publicUpload: null,
      resharing: true,
      federation: true,
    });
    for (const { id } of CHECKS) {
      expect(verdictOf(id)).toMatchObject({
        extent: 'none',
        reasons: inWords('switched off'),
      });
    }
    expect(verdictOf('policy-resharing')).toMatchObject({ extent: 'whole', drafts: [{}] });
  });

  it.each([
    ['all of it', '[]'],
    ['its capabilities', '{"capabilities":[]}'],
    ['its rules of sharing', '{"capabilities":{"files_sharing":[],"bruteforce":[]}}'],
    ['its rules of links', '{"capabilities":{"files_sharing":{"public":[]}}}'],
    [
      'single rules',
      '{"capabilities":{"files_sharing":{"public":{"enabled":"1","password":[],"expire_date":{"enabled":"x"},"upload":2},"resharing":[],"federation":[]}}}',
    ],
  ])('whose answer is empty or odd in %s costs no more than that', async (_, data) => {
    const { policy, verdictOf } = await judgedFrom(`{"ocs":{"data":${data}}}`);
    expect(policy).toMatchObject({
      linkPasswordEnforced: null,
      linkExpiryEnforced: null,
      publicUpload: null,
      resharing: null,
      federation: null,
    });
    for (const { id } of [...CHECKS, policyResharing]) expect(verdictOf(id)?.extent).toBe('none');
  });

  it('that the server does not tell is not known, in any part', async () => {
    const { policy, verdictOf } = await judgedFrom('{"ocs":{"data":{"capabilities":{}}}}');
    expect(policy).toMatchObject({ linkPasswordEnforced: null, resharing: null, federation: null });
    for (const { id } of [...CHECKS, policyResharing]) {
      expect(verdictOf(id)).toMatchObject({
        extent: 'none',
        reasons: inWords('does not tell'),
      });
    }
  });
});
