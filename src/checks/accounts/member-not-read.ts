import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { reasonFields } from '../../model/reasons/sentence.ts';

/** Members about whom nothing may be concluded. */
export const memberNotRead = defineMemberCheck({
  id: 'member-not-read',
  area: 'accounts',
  severity: 'high',
  audience: 'admin',
  traits: { reportsCoverage: true },
  scope: 'member',
  needs: ['account'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'An enabled member with access could not be read, wholly or in part. A member who has granted no access yet is no failure: the coverage says so.',
  example: { status: 'partial', reason: 'One folder could not be read.', unreadable: 1 },
  judge(_evidence, _options, { member, coverage }) {
    const { status, reasons, unreadable } = coverage;
    if (status !== 'failed' && status !== 'partial') return [];
    return [
      {
        subject: { kind: 'member', id: member.id, path: null },
        actual: { status, reason: reasonFields(reasons).reason, unreadable: unreadable.length },
      },
    ];
  },
});
