import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import type { Entry } from '../../model/entry.ts';
import { byNumber } from '../../model/ids.ts';
import { nameOf } from '../../model/path/path.ts';
import { type Bytes, Size } from '../../model/units.ts';

const USUAL_SIZE_MB = 5;
const USUAL_SIZE: Bytes = USUAL_SIZE_MB * 1024 ** 2;

/** Enough to find them; a set may be large. */
const MOST_PATHS = 5;

/** Files that look the same; worded as probable, for contents are never read. */
export const probableDuplicate = defineMemberCheck({
  id: 'probable-duplicate',
  area: 'storage',
  severity: 'low',
  audience: 'member',
  traits: { action: 'compare' },
  scope: 'member',
  needs: ['tree'],
  // Not above the usual: checksums of smaller files are there when `minSize` is lowered again.
  evidenceBounds: ({ minSize }) => ({ checksumsFrom: Math.min(minSize, USUAL_SIZE) }),
  options: z.object({ minSize: Size.prefault(`${USUAL_SIZE_MB} MB`) }),
  optionHelp: { minSize: 'files of at least this size' },
  problem:
    'Files of `minSize` or more among the member’s own that have the same size, and the same name or (where the server has one) the same checksum. One finding per set; its subject is the file with the smallest id.',
  example: { copies: 2, sizeBytes: 94371840, otherPaths: ['/Archives/concert mars.wav'] },
  watch(_evidence, { minSize }) {
    const large: Entry[] = [];
    return {
      see(entry) {
        if (!entry.isFolder && entry.size >= minSize) large.push(entry);
      },
      conclude: () => setsOf(ofOneSize(large)).map(draftOf),
    };
  },
});

/** Most files have a size of their own; they need no second look. */
function ofOneSize(files: readonly Entry[]): readonly Entry[] {
  const counts = new Map<number, number>();
  for (const { size } of files) counts.set(size, (counts.get(size) ?? 0) + 1);
  return files.filter(({ size }) => counts.get(size) !== 1);
}

/** Sets of two or more; a file that is like a member of each of two sets makes them one. */
function setsOf(files: readonly Entry[]): readonly (readonly Entry[])[] {
  const leaders = files.map((_, at) => at);
  const firstWith = new Map<string, number>();
  for (const [at, file] of files.entries()) {
    for (const mark of marksOf(file)) {
      const first = firstWith.get(mark);
      if (first === undefined) firstWith.set(mark, at);
      else leaders[leaderOf(leaders, at)] = leaderOf(leaders, first);
    }
  }
  const sets = new Map<number, Entry[]>();
  for (const [at, file] of files.entries()) {
    const leader = leaderOf(leaders, at);
    const set = sets.get(leader);
    if (set === undefined) sets.set(leader, [file]);
    else set.push(file);
  }
  return [...sets.values()].filter((set) => set.length > 1);
}

/** What two files have in common when they look the same. The server keeps several checksums in one text. */
function marksOf({ size, path, checksum }: Entry): readonly string[] {
  const checksums = checksum?.split(/\s+/).filter((one) => one !== '') ?? [];
  return [`${size}\nname\n${nameOf(path)}`, ...checksums.map((one) => `${size}\nchecksum\n${one}`)];
}

/** Who leads the set of a file; shortens the way there for the next time. */
function leaderOf(leaders: number[], start: number): number {
  let at = start;
  for (let up = leaders[at] ?? at; up !== at; up = leaders[at] ?? at) {
    leaders[at] = leaders[up] ?? up;
    at = up;
  }
  return at;
}

function draftOf(set: readonly Entry[]): Draft {
  const [first, ...others] = [...set].sort((a, b) => byNumber(a.fileId, b.fileId));
  if (first === undefined) throw new TypeError('a set of duplicates is never empty');
  const otherPaths = others.slice(0, MOST_PATHS).map(({ path }) => path);
  return {
    subject: { kind: 'file', id: first.fileId, path: first.path },
    actual: { copies: set.length, sizeBytes: first.size, otherPaths },
    bytes: first.size * others.length,
  };
}
