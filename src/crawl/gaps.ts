import { isWithin, type TreePath } from '../model/path.ts';
import type { Gap } from './reading.ts';

/** The gaps that lie in no other one, in order of their paths. */
export function topmost(gaps: ReadonlyMap<TreePath, Gap>): readonly TreePath[] {
  const result: TreePath[] = [];
  // A folder comes before what is in it, though not always right before: "/a b" sorts between "/a" and "/a/c".
  for (const path of [...gaps.keys()].sort()) {
    if (!result.some((folder) => isWithin(path, folder))) result.push(path);
  }
  return result;
}

const CAUSES: Readonly<Record<string, string>> = {
  forbidden: 'the server refused to list',
  unscanned: 'the server has not scanned',
  'no-id': 'the server gave no id for',
  'too-big': 'the server gave an empty answer for',
  'cut-short': 'the answer broke off for',
  'time-out': 'the server gave no answer in time for',
  'time-limit': 'the time for this member was over before',
  moving: 'changes went on in',
  locked: 'the server kept locked',
};

/** One sentence on what is missing, or null when nothing is. */
export function reasonOf(gaps: ReadonlyMap<TreePath, Gap>): string | null {
  const counts = new Map<string, number>();
  for (const path of topmost(gaps)) {
    const cause = CAUSES[gaps.get(path) ?? ''] ?? 'the server could not list';
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  if (counts.size === 0) return null;
  const parts = [...counts].map(
    ([cause, count]) => `${cause} ${count} ${count === 1 ? 'folder' : 'folders'}`,
  );
  const sentence = parts.join(', ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}
