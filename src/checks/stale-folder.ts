import { z } from 'zod';
import { isWithin, parentOf, selfAndAncestors, type TreePath } from '../model/path.ts';
import { before, isoDate } from '../model/time.ts';
import { DurationText, Size } from '../model/units.ts';
import type { Draft } from './check.ts';
import { defineMemberCheck } from './define.ts';

/** Whole folders in which nothing has moved for years. */
export const staleFolder = defineMemberCheck({
  id: 'stale-folder',
  area: 'storage',
  severity: 'low',
  audience: 'member',
  scope: 'member',
  needs: ['tree'],
  options: z.object({ olderThan: DurationText.prefault('24 months'), minSize: Size.prefault('200 MB') }),
  optionHelp: { olderThan: 'age of the newest file below', minSize: 'folders of at least this size' },
  problem:
    'The newest file of a folder is more than `olderThan` old and the folder holds `minSize` or more; only the topmost such folder is reported. Files with an impossible date make no folder newer, and a folder that could not be read whole is not judged.',
  example: { totalBytes: 251658240, files: 41, newestOn: '2022-10-03' },
  texts: {
    fr: {
      title: 'Dossiers oubliés',
      finding: 'Rien n’a bougé ici depuis le {newestOn} : {totalBytes} à archiver.',
      remedy: 'Archivez le dossier ailleurs, ou supprimez-le s’il ne sert plus.',
      why: 'Un vieux dossier se range d’un seul geste.',
    },
    en: {
      title: 'Forgotten folders',
      finding: 'Nothing has moved here since {newestOn}: {totalBytes} to archive.',
      remedy: 'Archive the folder elsewhere, or delete it if it is no longer needed.',
      why: 'An old folder is tidied in one go.',
    },
  },
  judge({ tree }, { olderThan, minSize }, { now, zone }) {
    const limit = before(now, olderThan, zone);
    const isStale = (path: TreePath): boolean => {
      const totals = tree.folders.get(path);
      if (totals === undefined || totals.fileId === null || totals.newestAt === null) return false;
      return (
        totals.newestAt < limit &&
        totals.bytes >= minSize &&
        !tree.unreadable.some((lost) => isWithin(lost, path))
      );
    };
    return [...tree.folders].flatMap(([path, { fileId, bytes, files, newestAt }]): Draft[] => {
      if (fileId === null || newestAt === null || !isStale(path)) return [];
      if (selfAndAncestors(parentOf(path)).some(isStale)) return [];
      const actual = { totalBytes: bytes, files, newestOn: isoDate(newestAt, zone) };
      return [{ subject: { kind: 'folder', id: fileId, path }, actual, bytes }];
    });
  },
});
