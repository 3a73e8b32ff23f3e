import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { Size } from '../../model/units.ts';

/** Trash bins that hold much. */
export const trashHeavy = defineMemberCheck({
  id: 'trash-heavy',
  area: 'storage',
  severity: 'info',
  audience: 'member',
  traits: { action: 'trash', place: 'trash' },
  scope: 'member',
  needs: ['trash'],
  options: z.object({ maxSize: Size.prefault('200 MB') }),
  optionHelp: { maxSize: 'what a trash bin may hold' },
  problem:
    'The member’s own part of the trash bin (`trashBytes`) is more than `maxSize`. It does not count in the quota. What was deleted in group folders stands in the same bin (`holdsShared`): to empty it would erase that for everybody, so nobody is advised to.',
  example: { trashBytes: 314572800, holdsShared: false },
  settled: ({ trash }, { maxSize }) => trash.bytes <= maxSize,
  judge({ trash: { bytes, ownBytes } }, { maxSize }, { member }) {
    if (ownBytes === null || ownBytes <= maxSize) return [];
    const actual = { trashBytes: ownBytes, holdsShared: bytes > ownBytes };
    return [{ subject: { kind: 'member', id: member.id, path: null }, actual }];
  },
});
