import type { ResultFinding, ResultShare } from '../../model/result.ts';
import { bySeverity, type Severity } from '../../model/severity.ts';
import { isWayOut, type ShareKind } from '../../model/share.ts';
import type { UtcMs } from '../../model/units.ts';
import type { ReportInput } from '../input.ts';
import { groupBy, isStanding } from './totals.ts';

/** One share that leaves the organisation or about which there is something to say: the row of the page's table. */
export interface ExposedItem {
  readonly share: ResultShare;
  /** Standing findings on it, the worst first. */
  readonly findings: readonly ResultFinding[];
  /** The worst of them; null where there is none. */
  readonly severity: Severity | null;
  /** Whether an exception covers all there is to say. */
  readonly excepted: boolean;
}

/** Whether a share leads outside, or may do so, or has a sharing finding. */
export function isExposed({ share, findings, excepted }: ExposedItem): boolean {
  return isWayOut(share) || findings.length > 0 || excepted;
}

/** Every share that was seen with what is to be said about it; the worst and oldest first. */
export function itemsOf({ result, checks }: Pick<ReportInput, 'result' | 'checks'>): readonly ExposedItem[] {
  const sharing = new Set(checks.filter(({ area }) => area === 'sharing').map(({ id }) => id));
  const onShares = result.findings.filter(
    ({ check, subject, state }) => sharing.has(check) && subject.kind === 'share' && state !== 'fixed',
  );
  const perShare = groupBy(onShares, ({ subject }) => subject.id);
  return result.shares
    .map((share) => ({ item: itemOf(share, perShare.get(share.id) ?? []), madeAt: madeAt(share) ?? 0 }))
    .sort((a, b) => byUrgency(a.item, b.item) || a.madeAt - b.madeAt)
    .map(({ item }) => item);
}

function itemOf(share: ResultShare, all: readonly ResultFinding[]): ExposedItem {
  const findings = all.filter(isStanding).sort((a, b) => bySeverity(a.severity, b.severity));
  return {
    share,
    findings,
    severity: findings[0]?.severity ?? null,
    excepted: findings.length === 0 && all.length > 0,
  };
}

function byUrgency(a: ExposedItem, b: ExposedItem): number {
  if (a.severity === b.severity) return 0;
  if (a.severity === null) return 1;
  if (b.severity === null) return -1;
  return bySeverity(a.severity, b.severity);
}

/** When a share was made; null where that cannot be read. */
export function madeAt({ createdAt }: Pick<ResultShare, 'createdAt'>): UtcMs | null {
  return createdAt === null ? null : Date.parse(createdAt);
}

/** How the views call its kind: a file request is a mail share to the server, and no mail to a person. */
export function kindOf({ type, fileRequest }: ResultShare): ShareKind {
  return fileRequest ? 'fileRequest' : type;
}

/** Whom a share was sent to, as one text; empty where nobody is named. */
export function recipientText({ recipient, recipients }: ResultShare): string {
  return recipient ?? recipients.join(', ');
}
