import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';

/** The quota that the server sets against the cooperative’s rule. */
export const quotaNotTheRule = defineMemberCheck({
  id: 'quota-not-the-rule',
  area: 'storage',
  severity: 'low',
  audience: 'admin',
  scope: 'member',
  needs: ['quota'],
  options: z.object({}),
  optionHelp: {},
  problem: "The server's quota differs from the cooperative's rule (`members.quota`), or there is none.",
  example: { unlimited: false, quotaBytes: 5368709120, ruleBytes: 2147483648 },
  texts: {
    fr: {
      title: 'Quotas différents de la règle',
      finding:
        'Quota différent de la règle : {unlimited, select, true {aucun} other {{quotaBytes}}}, au lieu de {ruleBytes}.',
      remedy: 'Corrigez le quota dans Nextcloud (Comptes), ou la règle dans la configuration.',
      why: 'La règle vaut pour tout le monde ; une exception se décide et s’écrit.',
    },
    en: {
      title: 'Quotas unlike the rule',
      finding:
        'Quota unlike the rule: {unlimited, select, true {none} other {{quotaBytes}}}, instead of {ruleBytes}.',
      remedy: 'Correct the quota in Nextcloud (Accounts), or the rule in the config.',
      why: 'The rule holds for everybody; an exception is decided and written down.',
    },
  },
  judge({ quota }, _options, { member, quotaRule }) {
    const { bytes, unlimited, source } = quota;
    if (source === 'server' && bytes === quotaRule) return [];
    const actual = { unlimited, quotaBytes: bytes, ruleBytes: quotaRule };
    return [{ subject: { kind: 'member', id: member.id, path: null }, actual }];
  },
});
