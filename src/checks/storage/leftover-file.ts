import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { nameOf } from '../../model/path/path.ts';
import { Size } from '../../model/units.ts';

const LEFTOVER =
  /^~\$|\.(?:tmp|part|crdownload)$|^(?:\.DS_Store|Thumbs\.db|desktop\.ini)$|conflicted copy|copie en conflit/i;

/** What crashes and conflicts leave behind. */
export const leftoverFile = defineMemberCheck({
  id: 'leftover-file',
  area: 'storage',
  severity: 'low',
  audience: 'member',
  traits: { action: 'tidy', place: 'leftovers' },
  scope: 'member',
  needs: ['tree'],
  options: z.object({ minTotal: Size.prefault('1 MB') }),
  optionHelp: { minTotal: 'what they take together, at least' },
  problem:
    'Temporary files of `minTotal` or more in all: `~$*`, `*.tmp`, `*.part`, `*.crdownload`, `.DS_Store`, `Thumbs.db`, `desktop.ini`, "conflicted copy", "copie en conflit".',
  example: { files: 12, totalBytes: 2097152 },
  watch(_evidence, { minTotal }, { member }) {
    let files = 0;
    let totalBytes = 0;
    return {
      see(entry) {
        if (entry.isFolder || !LEFTOVER.test(nameOf(entry.path))) return;
        files++;
        totalBytes += entry.size;
      },
      conclude() {
        if (files === 0 || totalBytes < minTotal) return [];
        return [
          {
            subject: { kind: 'member', id: member.id, path: null },
            actual: { files, totalBytes },
            bytes: totalBytes,
          },
        ];
      },
    };
  },
});
