import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';

/** Any one of: resharing is allowed, the default permissions are 31 (all), outgoing federation is on. */
export const policyResharing = defineServerCheck({
  id: 'policy-resharing',
  area: 'policy',
  severity: 'low',
  audience: 'admin',
  traits: { settings: { resharing: 'resharing', federation: 'federation' } },
  scope: 'server',
  needs: ['policy'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'Any one of: resharing is allowed, the default permissions are 31 (all), outgoing federation is on.',
  example: { resharing: true, defaultPermissions: 31, federation: true },
  texts: {
    fr: {
      title: 'Partage très ouvert',
      finding:
        'Repartage {resharing, select, true {permis} other {non permis}}, droits par défaut {defaultPermissions, select, 31 {complets} other {réduits}}, fédération {federation, select, true {permise} other {non permise}}.',
      remedy: 'Administration › Partage : repartage, droits par défaut et fédération.',
      why: 'Chaque repartage éloigne un dossier de la personne qui en répond.',
    },
    en: {
      title: 'Sharing wide open',
      finding:
        'Resharing {resharing, select, true {allowed} other {not allowed}}, default rights {defaultPermissions, select, 31 {full} other {reduced}}, federation {federation, select, true {allowed} other {not allowed}}.',
      remedy: 'Administration › Sharing: resharing, default rights and federation.',
      why: 'Each re-share takes a folder further from the person who answers for it.',
    },
  },
  unknown: ({ policy }) =>
    policy.resharing === null && policy.federation === null ? policy.unknownBecause : null,
  judge({ policy }, _options) {
    if (!policy.resharing && policy.defaultPermissions !== 31 && !policy.federation) return [];
    return [
      {
        subject: { kind: 'server', id: 'server', path: null },
        actual: {
          resharing: policy.resharing,
          defaultPermissions: policy.defaultPermissions,
          federation: policy.federation,
        },
      },
    ];
  },
});
