import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { Size } from '../../model/units.ts';

/** Trash bins that hold much. */
export const trashHeavy = defineMemberCheck({
  id: 'trash-heavy',
  area: 'storage',
  severity: 'info',
  audience: 'member',
  traits: { place: 'trash' },
  scope: 'member',
  needs: ['trash'],
  options: z.object({ maxSize: Size.prefault('200 MB') }),
  optionHelp: { maxSize: 'what a trash bin may hold' },
  problem:
    'The member’s own part of the trash bin (`trashBytes`) is more than `maxSize`. It does not count in the quota. What was deleted in group folders stands in the same bin (`holdsShared`): to empty it would erase that for everybody, so nobody is advised to.',
  example: { trashBytes: 314572800, holdsShared: false },
  texts: {
    fr: {
      title: 'Corbeilles lourdes',
      finding: 'La corbeille garde {trashBytes} de vos fichiers ; elle ne compte pas dans votre quota.',
      remedy:
        '{holdsShared, select, true {Supprimez-y vos propres fichiers un à un. Ne supprimez pas le reste : ce sont aussi les fichiers de vos collègues, venus de dossiers communs.} other {Videz-la si vous n’avez rien à y reprendre ; sinon, elle se vide seule.}}',
      why: 'Elle occupe le serveur, et le serveur la vide quand la place manque.',
    },
    en: {
      title: 'Heavy trash bins',
      finding: 'The trash bin keeps {trashBytes} of your files; it does not count in your quota.',
      remedy:
        '{holdsShared, select, true {Remove your own files from it one by one. Leave the rest: those files, from common folders, are your colleagues’ too.} other {Empty it if there is nothing in it to take back; otherwise it empties itself.}}',
      why: 'It takes room on the server, which empties it when room is short.',
    },
  },
  settled: ({ trash }, { maxSize }) => trash.bytes <= maxSize,
  judge({ trash: { bytes, ownBytes } }, { maxSize }, { member }) {
    if (ownBytes === null || ownBytes <= maxSize) return [];
    const actual = { trashBytes: ownBytes, holdsShared: bytes > ownBytes };
    return [{ subject: { kind: 'member', id: member.id, path: null }, actual }];
  },
});
