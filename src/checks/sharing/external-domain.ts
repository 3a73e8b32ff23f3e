import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { because } from '../../model/reasons/reason.ts';
import { domainOf } from '../../model/text/domain.ts';
import { ofShare } from './links.ts';

const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^@/:\s]+$/, 'write a domain alone, as in "coop.example"');

/** Mail and federated shares to domains that the cooperative does not know. */
export const externalDomain = defineMemberCheck({
  id: 'external-domain',
  area: 'sharing',
  severity: 'low',
  audience: 'member',
  traits: { action: 'stop' },
  scope: 'member',
  needs: ['shares'],
  options: z.object({ domains: z.array(Domain).default([]) }),
  optionHelp: { domains: 'domains that are fine, with all below them' },
  problem:
    'The recipient of a mail share (low) or of a federated share (medium), or one to whom a file request was sent (low), is outside the `domains`. Without a list of domains the check is not run.',
  example: { recipient: 'client@exemple.example', domain: 'exemple.example' },
  blocked: ({ domains }) => (domains.length === 0 ? because('check.no-domains') : null),
  judge({ shares }, { domains }) {
    return shares.flatMap((share): Draft[] => {
      if (share.type !== 'mail' && share.type !== 'federated') return [];
      const addressed = share.fileRequest ? share.recipients : [share.recipient ?? ''];
      const outside = addressed.filter((recipient) => !isFine(domainOf(recipient), domains));
      if (outside.length === 0) return [];
      const severity = share.type === 'mail' ? 'low' : 'medium';
      const domain = [...new Set(outside.map(domainOf))].join(', ');
      const actual = { recipient: outside.join(', '), domain };
      return [{ subject: ofShare(share), actual, severity, shareType: share.type }];
    });
  },
});

function isFine(domain: string, domains: readonly string[]): boolean {
  return domains.some((fine) => domain === fine || domain.endsWith(`.${fine}`));
}
