import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { Size } from '../../model/units.ts';

const ENDING = /[^/]\.(?:zip|7z|rar|tar|tar\.gz|tgz|iso|dmg|exe|msi)$/i;

/** Files whose content exists elsewhere, unpacked or to be downloaded. */
export const archiveOrInstaller = defineMemberCheck({
  id: 'archive-or-installer',
  area: 'storage',
  severity: 'low',
  audience: 'member',
  traits: { action: 'tidy' },
  scope: 'member',
  needs: ['tree'],
  options: z.object({ minSize: Size.prefault('50 MB') }),
  optionHelp: { minSize: 'files of at least this size' },
  problem:
    'A file of `minSize` or more that is an archive, an installer or a disk image by its name: `.zip .7z .rar .tar .tar.gz .tgz .iso .dmg .exe .msi`.',
  example: { sizeBytes: 157286400 },
  watch(_evidence, { minSize }) {
    const found: Draft[] = [];
    return {
      see(entry) {
        if (entry.isFolder || entry.size < minSize || !ENDING.test(entry.path)) return;
        found.push({
          subject: { kind: 'file', id: entry.fileId, path: entry.path },
          actual: { sizeBytes: entry.size },
          bytes: entry.size,
        });
      },
      conclude: () => found,
    };
  },
});
