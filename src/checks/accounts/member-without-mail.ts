import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';

/** People that no mail can reach. */
export const memberWithoutMail = defineMemberCheck({
  id: 'member-without-mail',
  area: 'accounts',
  severity: 'low',
  audience: 'admin',
  scope: 'member',
  needs: [],
  options: z.object({}),
  optionHelp: {},
  problem: 'The account has no mail address, on the server or in the directory.',
  example: {},
  texts: {
    fr: {
      title: 'Comptes sans adresse',
      finding: 'Aucune adresse mail : personne ne peut écrire à cette personne.',
      remedy: 'Ajoutez l’adresse dans Nextcloud (Comptes) ou dans l’annuaire.',
      why: 'Sans adresse, ni rapport ni avis de partage n’arrive.',
    },
    en: {
      title: 'Accounts without an address',
      finding: 'No mail address: nobody can write to this person.',
      remedy: 'Add the address in Nextcloud (Accounts) or in the directory.',
      why: 'Without an address neither a report nor a share notice arrives.',
    },
  },
  judge(_evidence, _options, { member }) {
    return member.mail === null
      ? [{ subject: { kind: 'member', id: member.id, path: null }, actual: {} }]
      : [];
  },
});
