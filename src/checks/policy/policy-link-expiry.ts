import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';

/** Link expiry is not enforced, or is enforced at more than `maxDays` days. */
export const policyLinkExpiry = defineServerCheck({
  id: 'policy-link-expiry',
  area: 'policy',
  severity: 'high',
  audience: 'admin',
  traits: { settings: { expiry: 'always' } },
  scope: 'server',
  needs: ['policy'],
  limits: ({ maxDays }) => ({ linkDays: maxDays }),
  options: z.object({ maxDays: z.number().int().min(1).default(90) }),
  optionHelp: { maxDays: 'the longest life of a link that is fine' },
  problem: 'Link expiry is not enforced, or is enforced at more than `maxDays` days.',
  example: { enforced: true, linkDays: 180 },
  texts: {
    fr: {
      title: 'Date de fin des liens non imposée',
      finding:
        '{enforced, select, true {La date de fin imposée est à {linkDays, plural, one {# jour} other {# jours}}} other {Le serveur n’impose pas de date de fin aux liens publics}}.',
      remedy: 'Administration › Partage › « Imposer la date d’expiration », 30 à 90 jours.',
      why: 'Un lien sans fin survit au projet, à la personne et à la mémoire.',
    },
    en: {
      title: 'Link expiry not enforced',
      finding:
        '{enforced, select, true {The enforced expiry is {linkDays, plural, one {# day} other {# days}}} other {The server does not enforce an expiry date on public links}}.',
      remedy: 'Administration › Sharing › "Enforce expiration date", 30 to 90 days.',
      why: 'A link without end outlives the project, the person and the memory.',
    },
  },
  unknown: ({ policy }) => (policy.linkExpiryEnforced === null ? policy.unknownBecause : null),
  judge({ policy }, { maxDays }) {
    if (policy.linkExpiryEnforced && policy.linkExpiryDays !== null && policy.linkExpiryDays <= maxDays)
      return [];
    return [
      {
        subject: { kind: 'server', id: 'server', path: null },
        actual: { enforced: policy.linkExpiryEnforced, linkDays: policy.linkExpiryDays ?? 0 },
      },
    ];
  },
});
