import { z } from 'zod';
import type { Entry } from '../model/entry.ts';
import { nameOf } from '../model/path.ts';
import { Size } from '../model/units.ts';
import type { Draft } from './check.ts';
import { defineMemberCheck } from './define.ts';

/** Enough to find them; a set may be large. */
const MOST_PATHS = 5;

/** Files that look the same; worded as probable, for contents are never read. */
export const probableDuplicate = defineMemberCheck({
  id: 'probable-duplicate',
  area: 'storage',
  severity: 'low',
  audience: 'member',
  scope: 'member',
  needs: ['tree'],
  options: z.object({ minSize: Size.prefault('5 MB') }),
  optionHelp: { minSize: 'files of at least this size' },
  problem:
    'Files of `minSize` or more among the member’s own that have the same size, and the same name or (where the server has one) the same checksum. One finding per set; its subject is the file with the smallest id.',
  example: { copies: 2, sizeBytes: 94371840, otherPaths: ['/Archives/concert mars.wav'] },
  texts: {
    fr: {
      title: 'Fichiers en double',
      finding:
        '{copies, plural, one {# fichier semblable} other {# fichiers semblables}} : comparez avant de supprimer.',
      remedy: 'Comparez-les, puis gardez-en un seul.',
      why: 'Des doubles prennent de la place et l’on ne sait plus lequel est à jour.',
    },
    en: {
      title: 'Duplicates',
      finding: '{copies, plural, one {# similar file} other {# similar files}}: compare before you delete.',
      remedy: 'Compare them, then keep one.',
      why: 'Duplicates take room, and nobody knows which one is current.',
    },
  },
  watch(_evidence, { minSize }) {
    const large: Entry[] = [];
    return {
      see(entry) {
        if (!entry.isFolder && entry.size >= minSize) large.push(entry);
      },
      conclude: () => setsOf(large).map(draftOf),
    };
  },
});

/** Sets of two or more; two marks in common with the same file put all three into one set. */
function setsOf(files: readonly Entry[]): readonly (readonly Entry[])[] {
  const setOf = new Map<string, Entry[]>();
  for (const file of files) {
    const marks = [`${file.size}\nname\n${nameOf(file.path)}`];
    if (file.checksum !== null) marks.push(`${file.size}\nchecksum\n${file.checksum}`);
    const known = [...new Set(marks.flatMap((mark) => setOf.get(mark) ?? []))];
    const merged = [...known, file];
    for (const member of known) for (const mark of marksIn(setOf, member)) setOf.set(mark, merged);
    for (const mark of marks) setOf.set(mark, merged);
  }
  return [...new Set(setOf.values())].filter((set) => set.length > 1);
}

function marksIn(setOf: ReadonlyMap<string, readonly Entry[]>, file: Entry): readonly string[] {
  const marks = [`${file.size}\nname\n${nameOf(file.path)}`, `${file.size}\nchecksum\n${file.checksum}`];
  return marks.filter((mark) => setOf.has(mark));
}

function draftOf(set: readonly Entry[]): Draft {
  const [first, ...others] = [...set].sort((a, b) => (BigInt(a.fileId) < BigInt(b.fileId) ? -1 : 1));
  if (first === undefined) throw new TypeError('a set of duplicates is never empty');
  const otherPaths = others.slice(0, MOST_PATHS).map(({ path }) => path);
  return {
    subject: { kind: 'file', id: first.fileId, path: first.path },
    actual: { copies: set.length, sizeBytes: first.size, otherPaths },
    bytes: first.size * others.length,
  };
}
