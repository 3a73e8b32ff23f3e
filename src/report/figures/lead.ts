import type { CheckTraits } from '../../model/check-info.ts';
import type { ResultFinding } from '../../model/result.ts';
import { bySeverity } from '../../model/severity.ts';

/** What is known of checks where findings on one thing are put in order. */
export interface CheckOrder {
  /** Of a check that the list does not know, none. */
  traits(finding: Pick<ResultFinding, 'check'>): CheckTraits;
  /** Where the check stands in the list: the earlier, the sharper. */
  rank(id: string): number;
}

/** The finding that says most comes first. */
export function bySharpness(a: ResultFinding, b: ResultFinding, { rank, traits }: CheckOrder): number {
  const sharpness = (finding: ResultFinding) => (traits(finding).confidential ? -1 : rank(finding.check));
  return bySeverity(a.severity, b.severity) || sharpness(a) - sharpness(b) || b.bytes - a.bytes;
}

/** A share is described by what others can do with it: of a drop, in which nobody reads, by that and not by its age. */
export function leadOf(
  sharpest: ResultFinding,
  rest: readonly ResultFinding[],
  { traits }: CheckOrder,
): ResultFinding {
  const access = rest.find(
    (finding) => traits(finding).describesAccess && finding.subject.id === sharpest.subject.id,
  );
  return access ?? sharpest;
}
