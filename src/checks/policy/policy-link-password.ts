import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';

/** The server does not enforce passwords on links. */
export const policyLinkPassword = defineServerCheck({
  id: 'policy-link-password',
  area: 'policy',
  severity: 'high',
  audience: 'admin',
  traits: { settings: { password: 'always' } },
  scope: 'server',
  needs: ['policy'],
  options: z.object({}),
  optionHelp: {},
  problem: 'The server does not enforce passwords on links.',
  example: { enforced: false },
  texts: {
    fr: {
      title: 'Mot de passe des liens non imposé',
      finding: 'Le serveur n’impose pas de mot de passe aux liens publics.',
      remedy: 'Administration › Partage › « Imposer la protection par mot de passe ».',
      why: 'Sans cette règle, chaque lien oublié ouvre un dossier à qui trouve l’adresse.',
    },
    en: {
      title: 'Link passwords not enforced',
      finding: 'The server does not enforce passwords on public links.',
      remedy: 'Administration › Sharing › "Enforce password protection".',
      why: 'Without this rule each forgotten link opens a folder to whoever finds the address.',
    },
  },
  unknown: ({ policy }) => (policy.linkPasswordEnforced === null ? policy.unknownBecause : null),
  judge({ policy }, _options) {
    if (policy.linkPasswordEnforced) return [];
    return [{ subject: { kind: 'server', id: 'server', path: null }, actual: { enforced: false } }];
  },
});
