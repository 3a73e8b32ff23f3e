import type { TreePath } from '../../model/path.ts';
import { outermost } from '../../model/path-index.ts';
import type { Gap } from './reading.ts';

/** The gaps that lie in no other one, in order of their paths. */
export function topmost(gaps: ReadonlyMap<TreePath, Gap>): readonly TreePath[] {
  return outermost([...gaps.keys()].sort());
}

const CAUSES: ReadonlyMap<string, string> = new Map([
  ['forbidden', 'the server refused to list'],
  ['unscanned', 'the server has not scanned'],
  ['unscanned-file', 'the server has not scanned'],
  ['no-id', 'the server gave no id for'],
  ['file-without-id', 'the server gave no id for'],
  ['gateway', 'the server did not answer its proxy in time for'],
  ['too-big', 'the server gave an empty answer for'],
  ['cut-short', 'the answer broke off for'],
  ['time-out', 'the server gave no answer in time for'],
  ['time-limit', 'the time for this member was over before'],
  ['moving', 'changes went on in'],
  ['bound', 'the bounds of the config (server.limits) were passed by'],
  ['too-deep', 'deeper than server.limits.depth lies'],
  ['locked', 'the server kept locked'],
]);

/** One sentence on what is missing, or null when nothing is. */
export function reasonOf(gaps: ReadonlyMap<TreePath, Gap>): string | null {
  const counts = { folder: new Map<string, number>(), file: new Map<string, number>() };
  for (const path of topmost(gaps)) {
    const gap = gaps.get(path) ?? '';
    const cause = CAUSES.get(gap) ?? 'the server could not list';
    const of = gap === 'unscanned-file' || gap === 'file-without-id' ? counts.file : counts.folder;
    of.set(cause, (of.get(cause) ?? 0) + 1);
  }
  const sentence = [...partsOf(counts.folder, 'folder'), ...partsOf(counts.file, 'file')].join(', ');
  if (sentence === '') return null;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function partsOf(counts: ReadonlyMap<string, number>, what: string): readonly string[] {
  return [...counts].map(([cause, count]) => `${cause} ${count} ${what}${count === 1 ? '' : 's'}`);
}
