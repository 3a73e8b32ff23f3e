import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { isImpossible } from '../../model/entry.ts';
import type { Actual } from '../../model/finding.ts';
import { isoUtc } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';

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
  problem:
    'A file whose date of modification is before 1990 or in the future (more than an hour after the run began: people save files meanwhile, and clocks differ), or that the server sent in no readable form (`modifiedAt` null, `sent` “?”). `sent` is the day as the server sent it, by its own calendar.',
  example: { modifiedAt: '1970-01-01T00:00:00.000Z', sent: '1970-01-01' },
  watch(_evidence, _options, { now }) {
    const found: Draft[] = [];
    return {
      see(entry) {
        if (entry.isFolder || !isImpossible(entry, now)) return;
        found.push({
          subject: { kind: 'file', id: entry.fileId, path: entry.path },
          actual: factsOf(entry.modifiedAt),
        });
      },
      conclude: () => found,
    };
  },
});

/** The day is told as text: calendars of display programs count otherwise before 1582. */
function factsOf(modifiedAt: UtcMs | null): Actual {
  if (modifiedAt === null) return { modifiedAt: null, sent: '?' };
  const moment = isoUtc(modifiedAt);
  return { modifiedAt: moment, sent: moment.slice(0, moment.indexOf('T')) };
}
