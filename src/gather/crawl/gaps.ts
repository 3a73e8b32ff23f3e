import { groupedBy } from '../../model/lists/grouped.ts';
import type { TreePath } from '../../model/path/path.ts';
import { outermost } from '../../model/path/path-index.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { Gap } from './reading.ts';

/** The gaps that lie in no other one, in order of their paths. */
export function topmost(gaps: ReadonlyMap<TreePath, Gap>): readonly TreePath[] {
  return outermost([...gaps.keys()].sort());
}

const GAP_KEYS = [
  'forbidden',
  'unscanned',
  'unscanned-file',
  'no-id',
  'file-without-id',
  'gateway',
  'too-big',
  'cut-short',
  'time-out',
  'time-limit',
  'moving',
  'bound',
  'too-deep',
  'locked',
] as const;
const OF_FILES: readonly Gap[] = ['unscanned-file', 'file-without-id'];

/** What was not read, by its cause: folders first. Null where nothing is missing. */
export function gapsReason(gaps: ReadonlyMap<TreePath, Gap>): Reason | null {
  const missing = topmost(gaps).map((path) => gaps.get(path) ?? 'unexpected');
  const files = missing.filter((gap) => OF_FILES.includes(gap));
  const folders = missing.filter((gap) => !OF_FILES.includes(gap));
  const reasons = [...countsOf(folders), ...countsOf(files)];
  return reasons.length === 0 ? null : because('tree.gaps', { gaps: reasons });
}

function countsOf(gaps: readonly Gap[]): readonly Reason[] {
  const byCause = groupedBy(gaps, (gap) => GAP_KEYS.find((key) => key === gap) ?? 'unlisted');
  return [...byCause].map(([cause, all]) => because(`gap.${cause}`, { n: all.length }));
}
