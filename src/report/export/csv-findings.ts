import type { ResultFinding } from '../../model/result.ts';
import { bySeverity } from '../../model/severity.ts';
import { groupBy } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { checkTitle } from '../text/check-texts.ts';

export interface FindingRow {
  readonly check: string;
  readonly title: string;
  readonly area: string;
  readonly severity: ResultFinding['severity'];
  readonly audience: ResultFinding['audience'];
  readonly member: string | null;
  readonly state: ResultFinding['state'];
  /** The earliest of the findings in the row. */
  readonly since: string;
  readonly count: number;
  readonly bytes: number;
  readonly subject: string;
  /** Null where the row stands for several findings: what they name is private to the member. */
  readonly subjectId: string | null;
  readonly path: string | null;
}

/**
 * The findings as admins may see them: those on a member's own files and folders as one row per check, member,
 * severity and state, the others one by one.
 */
export function findingRows({ result, checks, words, organisation }: ReportInput): readonly FindingRow[] {
  const messages = words(organisation.language);
  const known = new Map(checks.map((check) => [check.id, check]));
  const isPrivate = ({ check, subject }: ResultFinding) =>
    known.get(check)?.area === 'storage' || subject.kind === 'file' || subject.kind === 'folder';
  const keyOf = (one: ResultFinding) =>
    isPrivate(one)
      ? [one.check, one.severity, one.audience, one.member, one.state].join('\n')
      : one.fingerprint;
  return [...groupBy(result.findings, keyOf).values()]
    .flatMap((findings) => {
      const [first] = findings;
      if (first === undefined) return [];
      const info = known.get(first.check);
      const hidden = isPrivate(first);
      return [
        {
          check: first.check,
          title: checkTitle(messages, first.check) ?? first.check,
          area: info?.area ?? '',
          severity: first.severity,
          audience: first.audience,
          member: first.member,
          state: first.state,
          since: findings.map(({ since }) => since).sort()[0] ?? first.since,
          count: findings.length,
          bytes: findings.reduce((sum, { bytes }) => sum + bytes, 0),
          subject: first.subject.kind,
          subjectId: hidden ? null : first.subject.id,
          path: hidden || first.subject.kind !== 'share' ? null : first.subject.path,
        },
      ];
    })
    .sort((a, b) => bySeverity(a.severity, b.severity) || a.check.localeCompare(b.check));
}
