import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';
import type { Policy } from '../../model/policy.ts';
import { hasEnd, isPublicLink, lacksPassword, type Share } from '../../model/share.ts';
import { after, isoDate } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';

/** Links that break the present rule because they are older than it. */
export const linksOlderThanPolicy = defineServerCheck({
  id: 'links-older-than-policy',
  area: 'policy',
  severity: 'info',
  audience: 'admin',
  scope: 'server',
  needs: ['policy', 'shares'],
  readsOfShares: ['password', 'expires'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'Public links that break the rules that the server enforces at present (password, expiry): they are older than the rule. One finding with their number.',
  example: { links: 4 },
  texts: {
    fr: {
      title: 'Liens plus anciens que la règle',
      finding:
        '{links, plural, one {# lien public ne suit} other {# liens publics ne suivent}} pas la règle actuelle, car plus {links, plural, one {ancien} other {anciens}} qu’elle.',
      remedy: 'Demandez aux propriétaires d’ajouter un mot de passe et une date, ou de fermer le lien.',
      why: 'Une règle ne vaut que pour les liens faits après elle.',
    },
    en: {
      title: 'Links older than the rule',
      finding:
        '{links, plural, one {# public link does} other {# public links do}} not follow the present rule, being older than it.',
      remedy: 'Ask the owners to add a password and a date, or to close the link.',
      why: 'A rule holds only for links made after it.',
    },
  },
  unknown: ({ policy }) =>
    policy.linkPasswordEnforced === null && policy.linkExpiryEnforced === null ? policy.unknownBecause : null,
  judge({ policy, shares }, _options, { now, zone }) {
    const links = shares.filter(
      (share) => isPublicLink(share) && breaksRule(share, policy, now, zone),
    ).length;
    return links === 0 ? [] : [{ subject: { kind: 'server', id: 'server', path: null }, actual: { links } }];
  },
});

function breaksRule(link: Share, policy: Policy, now: UtcMs, zone: string): boolean {
  if (policy.linkPasswordEnforced && lacksPassword(link)) return true;
  if (!policy.linkExpiryEnforced || policy.linkExpiryDays === null) return false;
  if (link.expires === null) return !hasEnd(link);
  // The server counts from the day on which the date is set, so any link may reach this far today, however old it is.
  const furthest = after(now, { amount: policy.linkExpiryDays + 1, unit: 'days' }, zone);
  return link.expires > isoDate(furthest, zone);
}
