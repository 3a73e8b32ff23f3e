import type { ResultMember } from '../../model/result.ts';
import { bySeverity, type Severity } from '../../model/severity.ts';
import { shownShellWord } from '../../model/text/shell-word.ts';
import { figuresOf } from '../figures/figures.ts';
import { countedMembers } from '../figures/population.ts';
import { groupBy, isStanding } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { checkWords, findingSentence } from './check-words.ts';
import { listed, type PageLocale, percent, size } from './locale.ts';

export const MOST_NAMED = 3;

export interface Action {
  readonly severity: Severity;
  readonly kind: 'sharing' | 'full' | 'policy' | 'accounts' | 'unread';
  readonly what: string;
  readonly where: string;
  readonly remedy: string;
  readonly how: string;
  readonly isCommand: boolean;
  readonly effect: string;
  readonly effectNote: string;
  readonly href: string;
}

/** Names, and how many more there are. */
export function withRest(named: readonly string[], all: number, locale: PageLocale): string {
  const rest = all - named.length;
  return rest > 0
    ? locale.say('action.andMore', { named: named.join(', '), n: rest })
    : listed(locale, named);
}

export function fullAction(input: ReportInput, locale: PageLocale): readonly Action[] {
  const { nearlyFull: nearly, full, nearlyFullFreeable, bounds } = figuresOf(input);
  if (nearly.length === 0) return [];
  const { bytes, items } = nearlyFullFreeable;
  return [
    {
      severity: full > 0 ? 'critical' : 'high',
      kind: 'full',
      what: locale.say(full > 0 ? 'action.full' : 'action.nearlyFull', {
        full,
        nearly: nearly.length - full,
        limit: percent(locale, bounds.nearly),
      }),
      where: withRest(
        nearly.slice(0, MOST_NAMED).map(({ id }) => id),
        nearly.length,
        locale,
      ),
      remedy: locale.say('action.fullRemedy', { n: items }),
      how: locale.say('action.fullHow'),
      isCommand: false,
      effect: bytes > 0 ? size(locale, bytes) : locale.say('action.spaces', { n: nearly.length }),
      effectNote: locale.say(bytes > 0 ? 'action.fullEffect' : 'action.fullStuck'),
      href: '#occupation',
    },
  ];
}

export function policyAction(input: ReportInput, locale: PageLocale): readonly Action[] {
  const policy = new Set(input.checks.filter(({ area }) => area === 'policy').map(({ id }) => id));
  const standing = input.result.findings.filter(
    (finding) =>
      policy.has(finding.check) &&
      finding.subject.kind === 'server' &&
      isStanding(finding) &&
      bySeverity(finding.severity, 'high') <= 0,
  );
  const worst = standing.sort((a, b) => bySeverity(a.severity, b.severity))[0];
  if (worst === undefined) return [];
  const known = new Map(input.checks.map((check) => [check.id, check]));
  const sentences = standing.flatMap((finding) => {
    const check = known.get(finding.check);
    return check === undefined ? [] : [findingSentence(check, finding, locale)];
  });
  return [
    {
      severity: worst.severity,
      kind: 'policy',
      what: locale.say('action.policy', { n: standing.length }),
      where: sentences.join(' '),
      remedy: locale.say('action.policyRemedy'),
      how: locale.say('settings.where'),
      isCommand: false,
      effect: locale.say('action.links', { n: figuresOf(input).links.withoutPassword }),
      effectNote: locale.say('action.policyEffect'),
      href: '#settings',
    },
  ];
}

export function accountActions(input: ReportInput, locale: PageLocale): readonly Action[] {
  // What was not read has an action of its own.
  const accounts = new Set(
    input.checks
      .filter(({ area, traits }) => area === 'accounts' && !traits.reportsCoverage)
      .map(({ id }) => id),
  );
  const urgent = input.result.findings.filter(
    (one) => accounts.has(one.check) && isStanding(one) && bySeverity(one.severity, 'high') <= 0,
  );
  return [...groupBy(urgent, ({ check }) => check)].map(([check, findings]) => ({
    severity: findings[0]?.severity ?? 'high',
    kind: 'accounts',
    what: locale.say('action.titled', { title: checkWords(input, check, locale).title, n: findings.length }),
    where: withRest(
      findings.slice(0, MOST_NAMED).map(({ member }) => member ?? ''),
      findings.length,
      locale,
    ),
    remedy: checkWords(input, check, locale).remedy,
    how: '',
    isCommand: false,
    effect: locale.say('action.accounts', { n: findings.length }),
    effectNote: locale.say('action.toSettle'),
    href: '#accounts',
  }));
}

export function unreadAction(input: ReportInput, locale: PageLocale): readonly Action[] {
  const unread = countedMembers(input.result).filter(
    ({ coverage }) => coverage.status === 'failed' || coverage.status === 'partial',
  );
  const first = unread.find(({ coverage }) => coverage.status === 'failed') ?? unread[0];
  if (first === undefined) return [];
  return [
    {
      severity: 'high',
      kind: 'unread',
      what: locale.say('action.unread', { n: unread.length }),
      where: unreadWords(first, unread, locale),
      remedy: locale.say('action.unreadRemedy'),
      how: `menage doctor --member ${shownShellWord(first.id)}`,
      isCommand: true,
      effect: locale.say('action.spaces', { n: unread.length }),
      effectNote: locale.say('action.unreadEffect'),
      href: '#trust',
    },
  ];
}

function unreadWords(
  { coverage }: ResultMember,
  unread: readonly ResultMember[],
  locale: PageLocale,
): string {
  const named = withRest(
    unread.slice(0, MOST_NAMED).map(({ id }) => id),
    unread.length,
    locale,
  );
  const reason = coverage.reason === null ? '' : ` ${locale.sayReason(coverage)}`;
  return `${named}.${reason}`;
}
