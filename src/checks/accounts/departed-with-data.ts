import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';

/** People who left, and what they left behind. */
export const departedWithData = defineMemberCheck({
  id: 'departed-with-data',
  area: 'accounts',
  severity: 'high',
  audience: 'admin',
  scope: 'member',
  needs: ['usage', 'history'],
  judges: 'disabled',
  options: z.object({}),
  optionHelp: {},
  problem: 'The account is disabled and still holds bytes, or has shares that are known from earlier runs.',
  example: { usedBytes: 734003200, shares: 3 },
  texts: {
    fr: {
      title: 'Comptes désactivés avec des données',
      finding:
        'Compte désactivé : {usedBytes} et {shares, plural, =0 {aucun partage connu} one {# partage connu} other {# partages connus}}.',
      remedy: 'Transférez ce qui doit rester (occ files:transfer-ownership), puis supprimez le compte.',
      why: 'Les partages d’un compte désactivé restent souvent ouverts, et plus personne n’en répond.',
    },
    en: {
      title: 'Disabled accounts with data',
      finding:
        'Disabled account: {usedBytes} and {shares, plural, =0 {no known share} one {# known share} other {# known shares}}.',
      remedy: 'Transfer what must stay (occ files:transfer-ownership), then delete the account.',
      why: 'The shares of a disabled account often stay open, and nobody answers for them.',
    },
  },
  judge({ usage, history }, _options, { member }) {
    const usedBytes = usage.bytes;
    const shares = history.shares.length;
    if (usedBytes === 0 && shares === 0) return [];
    return [{ subject: { kind: 'member', id: member.id, path: null }, actual: { usedBytes, shares } }];
  },
});
