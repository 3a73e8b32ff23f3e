import { z } from 'zod';
import { Size } from '../model/units.ts';
import { defineMemberCheck } from './define.ts';

/** Trash bins that hold much. */
export const trashHeavy = defineMemberCheck({
  id: 'trash-heavy',
  area: 'storage',
  severity: 'info',
  audience: 'member',
  scope: 'member',
  needs: ['trashBytes'],
  options: z.object({ maxSize: Size.prefault('200 MB') }),
  optionHelp: { maxSize: 'what a trash bin may hold' },
  problem: 'The trash bin holds more than `maxSize`. It does not count in the quota.',
  example: { trashBytes: 314572800 },
  texts: {
    fr: {
      title: 'Corbeilles lourdes',
      finding: 'La corbeille garde {trashBytes} ; elle ne compte pas dans votre quota.',
      remedy: 'Videz-la si vous n’avez rien à y reprendre ; sinon, elle se vide seule.',
      why: 'Elle occupe le serveur, et le serveur la vide quand la place manque.',
    },
    en: {
      title: 'Heavy trash bins',
      finding: 'The trash bin keeps {trashBytes}; it does not count in your quota.',
      remedy: 'Empty it if there is nothing in it to take back; otherwise it empties itself.',
      why: 'It takes room on the server, which empties it when room is short.',
    },
  },
  judge({ trashBytes }, { maxSize }, { member }) {
    return trashBytes > maxSize
      ? [{ subject: { kind: 'member', id: member.id, path: null }, actual: { trashBytes } }]
      : [];
  },
});
