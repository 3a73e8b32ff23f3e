import type { ResultFinding } from '../../model/result.ts';
import { bySeverity, type Severity } from '../../model/severity.ts';
import type { ExposedItem } from '../figures/exposed-items.ts';
import { figuresOf } from '../figures/figures.ts';
import { groupBy } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import {
  type Action,
  accountActions,
  fullAction,
  MOST_NAMED,
  policyAction,
  unreadAction,
  withRest,
} from './actions-space.ts';
import { checkWords } from './check-words.ts';
import { type PageLocale, severityWord } from './locale.ts';

const MOST_ACTIONS = 5;
/** So that many links of one kind do not push everything else out of the five. */
const MOST_OF_A_KIND = 2;

/** At most five things to do first, by severity, each with its remedy and what it brings. */
export function actionsView(input: ReportInput, locale: PageLocale) {
  const all = [
    ...sharingActions(input, locale),
    ...fullAction(input, locale),
    ...policyAction(input, locale),
    ...unreadAction(input, locale),
    ...accountActions(input, locale),
  ].sort((a, b) => bySeverity(a.severity, b.severity));
  return varied(all)
    .slice(0, MOST_ACTIONS)
    .map((action, at) => ({ ...action, rank: at + 1, word: severityWord(locale, action.severity) }));
}

/** Keeps the order, but lets each kind in only so often before the others had their turn. */
function varied(actions: readonly Action[]): readonly Action[] {
  const counts = new Map<string, number>();
  const first: Action[] = [];
  const later: Action[] = [];
  for (const action of actions) {
    const seen = (counts.get(action.kind) ?? 0) + 1;
    counts.set(action.kind, seen);
    (seen <= MOST_OF_A_KIND ? first : later).push(action);
  }
  return [...first, ...later].slice(0, MOST_ACTIONS).sort((a, b) => bySeverity(a.severity, b.severity));
}

/** Critical and high findings on shares, by check; each share counts for its rarest check, which says most. */
function sharingActions(input: ReportInput, locale: PageLocale): readonly Action[] {
  const urgent = figuresOf(input).exposed.filter(
    ({ severity }) => severity === 'critical' || severity === 'high',
  );
  const often = new Map<string, number>();
  for (const { findings } of urgent)
    for (const { check } of findings) often.set(check, (often.get(check) ?? 0) + 1);
  const groups = groupBy(urgent, ({ findings, severity }) => rarest(findings, severity, often));
  return [...groups].map(([check, items]) => sharingAction(check, items, input, locale));
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

function sharingAction(
  check: string,
  items: readonly ExposedItem[],
  input: ReportInput,
  locale: PageLocale,
): Action {
  const words = checkWords(input, check, locale);
  const named = items.slice(0, MOST_NAMED).map(({ share }) => `${share.path} (${share.owner})`);
  const owners = new Set(items.map(({ share }) => share.owner)).size;
  return {
    severity: items[0]?.severity ?? 'high',
    kind: 'sharing',
    what: locale.say('action.titled', { title: words.title, n: items.length }),
    where: withRest(named, items.length, locale),
    remedy: words.remedy,
    how: locale.say('action.owners', { n: owners }),
    isCommand: false,
    effect: locale.say('action.shares', { n: items.length }),
    effectNote: locale.say('action.toClose'),
    href: `#links?c=${encodeURIComponent(check)}`,
  };
}
