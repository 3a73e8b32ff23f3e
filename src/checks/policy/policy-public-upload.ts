import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';

/** Public upload is allowed. */
export const policyPublicUpload = defineServerCheck({
  id: 'policy-public-upload',
  area: 'policy',
  severity: 'medium',
  audience: 'admin',
  traits: { settings: { upload: 'always' } },
  scope: 'server',
  needs: ['policy'],
  options: z.object({}),
  optionHelp: {},
  problem: 'Public upload is allowed.',
  example: { allowed: true },
  texts: {
    fr: {
      title: 'Dépôt public permis',
      finding: 'Le serveur permet le dépôt de fichiers par lien public.',
      remedy:
        'Administration › Partage › « Autoriser les téléversements publics » : décochez si personne ne s’en sert.',
      why: 'Des personnes inconnues peuvent alors remplir l’espace d’un membre.',
    },
    en: {
      title: 'Public upload allowed',
      finding: 'The server allows files to be put through public links.',
      remedy: 'Administration › Sharing › "Allow public uploads": untick it if nobody needs it.',
      why: 'Unknown people can then fill a member’s space.',
    },
  },
  unknown: ({ policy }) => (policy.publicUpload === null ? policy.unknownBecause : null),
  judge({ policy }, _options) {
    if (!policy.publicUpload) return [];
    return [{ subject: { kind: 'server', id: 'server', path: null }, actual: { allowed: true } }];
  },
});
