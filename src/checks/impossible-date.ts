import { z } from 'zod';
import type { Entry } from '../model/entry.ts';
import { isoUtc } from '../model/time.ts';
import type { UtcMs } from '../model/units.ts';
import type { Draft } from './check.ts';
import { defineMemberCheck } from './define.ts';

const EARLIEST = Date.UTC(1990, 0, 1);

/** Modified before 1990 or in the future: no judgement of age may rest on it. */
export function isImpossible(entry: Pick<Entry, 'modifiedAt'>, now: UtcMs): boolean {
  return entry.modifiedAt < EARLIEST || entry.modifiedAt > now;
}

/** Files whose date cannot be true. */
export const impossibleDate = defineMemberCheck({
  id: 'impossible-date',
  area: 'storage',
  severity: 'info',
  audience: 'member',
  scope: 'member',
  needs: ['tree'],
  options: z.object({}),
  optionHelp: {},
  texts: {
    fr: {
      title: 'Dates impossibles',
      finding: 'Date impossible : ce fichier n’est pas jugé.',
      remedy: 'Ouvrez-le et enregistrez-le de nouveau pour lui rendre une vraie date.',
      why: 'Une date fausse cache l’âge d’un fichier et trouble la synchronisation.',
    },
    en: {
      title: 'Impossible dates',
      finding: 'Impossible date: this file is not judged.',
      remedy: 'Open it and save it again to give it a true date.',
      why: 'A false date hides the age of a file and disturbs synchronisation.',
    },
  },
  watch(_evidence, _options, { now }) {
    const found: Draft[] = [];
    return {
      see(entry) {
        if (entry.isFolder || !isImpossible(entry, now)) return;
        found.push({
          subject: { kind: 'file', id: entry.fileId, path: entry.path },
          actual: { modifiedAt: isoUtc(entry.modifiedAt) },
        });
      },
      conclude: () => found,
    };
  },
});
