import type { ResultFinding, ResultMember } from '../../model/result.ts';
import { bySeverity, type Severity } from '../../model/severity.ts';
import type { ReportInput } from '../input.ts';
import type { ExposedItem } from './exposed-items.ts';
import { figuresOf } from './figures.ts';
import { countedMembers } from './population.ts';
import { groupBy, isStanding } from './totals.ts';

/** The most that a view names. */
const MOST_ACTIONS = 5;
/** So that many links of one kind do not push everything else out of the five. */
const MOST_OF_A_KIND = 2;

/** One thing that admins do first, and what it is about; each list holds one or more. */
export type FirstAction = { readonly severity: Severity } & (
  | { readonly kind: 'sharing'; readonly check: string; readonly items: readonly ExposedItem[] }
  | { readonly kind: 'full'; readonly members: readonly ResultMember[] }
  | { readonly kind: 'policy'; readonly findings: readonly ResultFinding[] }
  | { readonly kind: 'accounts'; readonly check: string; readonly findings: readonly ResultFinding[] }
  /** Those about whom least is known come first. */
  | { readonly kind: 'unread'; readonly members: readonly ResultMember[] }
);

/** At most five things that admins do first, by severity. */
export function firstActions(input: ReportInput): readonly FirstAction[] {
  const all: readonly FirstAction[] = [
    ...sharingActions(input),
    ...fullAction(input),
    ...policyAction(input),
    ...unreadAction(input),
    ...accountActions(input),
  ];
  return varied(all.toSorted(bySeverityOf));
}

/** Keeps the order, but lets each kind in only so often before the others had their turn. */
function varied(actions: readonly FirstAction[]): readonly FirstAction[] {
  const counts = new Map<string, number>();
  const first: FirstAction[] = [];
  const later: FirstAction[] = [];
  for (const action of actions) {
    const seen = (counts.get(action.kind) ?? 0) + 1;
    counts.set(action.kind, seen);
    (seen <= MOST_OF_A_KIND ? first : later).push(action);
  }
  return [...first, ...later].slice(0, MOST_ACTIONS).sort(bySeverityOf);
}

function bySeverityOf(a: FirstAction, b: FirstAction): number {
  return bySeverity(a.severity, b.severity);
}

/** Critical and high findings on shares, by check; each share counts for its rarest check, which says most. */
function sharingActions(input: ReportInput): readonly FirstAction[] {
  const urgent = figuresOf(input).exposed.filter(
    ({ severity }) => severity === 'critical' || severity === 'high',
  );
  const often = new Map<string, number>();
  for (const { findings } of urgent)
    for (const { check } of findings) often.set(check, (often.get(check) ?? 0) + 1);
  const groups = groupBy(urgent, ({ findings, severity }) => rarest(findings, severity, often));
  return [...groups].map(([check, items]) => ({
    ...{ kind: 'sharing', severity: items[0]?.severity ?? 'high' },
    ...{ check, items },
  }));
}

function rarest(
  findings: readonly ResultFinding[],
  severity: Severity | null,
  often: ReadonlyMap<string, number>,
): string {
  const worst = findings.filter((finding) => finding.severity === severity);
  const sorted = worst.sort((a, b) => (often.get(a.check) ?? 0) - (often.get(b.check) ?? 0));
  return sorted[0]?.check ?? '';
}

function fullAction(input: ReportInput): readonly FirstAction[] {
  const { nearlyFull: members, full } = figuresOf(input);
  return members.length === 0 ? [] : [{ kind: 'full', severity: full > 0 ? 'critical' : 'high', members }];
}

function policyAction({ checks, result }: ReportInput): readonly FirstAction[] {
  const policy = new Set(checks.filter(({ area }) => area === 'policy').map(({ id }) => id));
  const findings = result.findings.filter(
    (finding) => policy.has(finding.check) && finding.subject.kind === 'server' && isUrgent(finding),
  );
  const worst = findings.toSorted((a, b) => bySeverity(a.severity, b.severity))[0];
  return worst === undefined ? [] : [{ kind: 'policy', severity: worst.severity, findings }];
}

function accountActions({ checks, result }: ReportInput): readonly FirstAction[] {
  // What was not read has an action of its own.
  const accounts = new Set(
    checks.filter(({ area, traits }) => area === 'accounts' && !traits.reportsCoverage).map(({ id }) => id),
  );
  const urgent = result.findings.filter((finding) => accounts.has(finding.check) && isUrgent(finding));
  return [...groupBy(urgent, ({ check }) => check)].map(([check, findings]) => ({
    ...{ kind: 'accounts', severity: findings[0]?.severity ?? 'high' },
    ...{ check, findings },
  }));
}

function isUrgent(finding: ResultFinding): boolean {
  return isStanding(finding) && bySeverity(finding.severity, 'high') <= 0;
}

function unreadAction({ result }: ReportInput): readonly FirstAction[] {
  const unread = countedMembers(result).filter(
    ({ coverage }) => coverage.status === 'failed' || coverage.status === 'partial',
  );
  const rank = ({ coverage }: ResultMember) => (coverage.status === 'failed' ? 0 : 1);
  const members = unread.toSorted((a, b) => rank(a) - rank(b));
  return members.length === 0 ? [] : [{ kind: 'unread', severity: 'high', members }];
}
