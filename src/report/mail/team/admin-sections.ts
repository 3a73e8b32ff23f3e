import type { ResultMember } from '../../../model/result.ts';
import { bySeverity } from '../../../model/severity.ts';
import { changesOf } from '../../figures/comparison.ts';
import { isRead } from '../../figures/coverage-marks.ts';
import { type FirstAction, firstActions } from '../../figures/first-actions.ts';
import { countedMembers } from '../../figures/population.ts';
import { groupBy } from '../../figures/totals.ts';
import type { ReportInput } from '../../input.ts';
import { type ActionLocale, actionWords } from '../../text/action-words.ts';
import { checkWords } from '../../text/check-words.ts';
import { formatter } from '../../text/format.ts';
import { reasonSpeaker } from '../../text/reasons.ts';
import { shownName } from '../../text/shown-name.ts';
import { type Part, partsSpeaker, type Say, type SayParts, speaker } from '../../text/words.ts';
import { type Line, line } from '../view.ts';
import { plainPart, type SectionView, writeTo } from './section.ts';

const MOST_ACTIONS = 3;
const MOST_ROWS = 3;
const MOST_CHANGES = 3;
const MOST_REASONS = 8;
const MOST_NAMED = 10;

/** What an admin's mail is made with. */
export interface Admin {
  readonly input: ReportInput;
  readonly say: Say<'admin'>;
  readonly parts: SayParts<'admin'>;
  readonly locale: ActionLocale;
}

export function adminIn(input: ReportInput): Admin {
  const { words } = input;
  const { language, timezone } = input.organisation;
  return {
    input,
    say: speaker(words, 'admin', language),
    parts: partsSpeaker(words, 'admin', language),
    locale: {
      language,
      messages: words(language),
      say: speaker(words, 'page', language),
      sayReason: reasonSpeaker(words, language),
      format: formatter(language, timezone),
    },
  };
}

/** One thing to do first. */
export interface FirstView {
  readonly rank: number;
  readonly title: string;
  /** What it is about, each with the person to write to. */
  readonly rows: readonly Line[];
  readonly more: string | null;
  readonly remedy: string;
  /** Where to do it: a place in Nextcloud, or a command; null where the rows say it. */
  readonly how: Line | null;
}

/** The first three things that the page names, in its words; null where nothing is urgent. */
export function firstView(
  admin: Admin,
): { readonly heading: string; readonly items: readonly FirstView[] } | null {
  const items = firstActions(admin.input)
    .slice(0, MOST_ACTIONS)
    .map((action, at) => oneFirst(action, at + 1, admin));
  return items.length === 0 ? null : { heading: admin.say('first.heading'), items };
}

function oneFirst(action: FirstAction, rank: number, admin: Admin): FirstView {
  const { what, about, remedy, how, isCommand } = actionWords(action, admin.input, admin.locale);
  const all = rowsOf(action, admin);
  const rest = all.length - MOST_ROWS;
  const place = placeOf(action, admin);
  return {
    rank,
    title: what,
    rows: [
      ...all.slice(0, MOST_ROWS).map((parts) => line(parts)),
      ...(about === '' ? [] : [line([plainPart(about)])]),
    ],
    more: rest > 0 ? admin.say('first.more', { n: rest }) : null,
    remedy,
    how: isCommand ? line([{ ...plainPart(how), strong: true }]) : place === null ? null : line([place]),
  };
}

/** The things by name, each with whom to write to about it. */
function rowsOf(action: FirstAction, admin: Admin): readonly (readonly Part[])[] {
  switch (action.kind) {
    case 'sharing':
      return action.items.map(({ share }) => [
        plainPart(`${shownName(share.path)} (`),
        personPart(share.owner, admin),
        plainPart(')'),
      ]);
    case 'full':
      return action.members.map(({ id, usage }) => [
        personPart(id, admin),
        plainPart(usage.percent === null ? '' : ` (${admin.locale.format.percent(usage.percent)})`),
      ]);
    case 'accounts':
      return action.findings.map(({ member }) => [personPart(member ?? '', admin)]);
    case 'unread':
      return action.members.map(({ id }) => [personPart(id, admin)]);
    case 'policy':
      return [];
  }
}

function personPart(member: string, { input }: Admin): Part {
  return { text: shownName(member), strong: false, href: writeTo(input, member) };
}

/** The page of Nextcloud's administration where it is done; null where none is. */
function placeOf({ kind }: FirstAction, { input, say, locale }: Admin): Part | null {
  const { url } = input.result.run.server;
  switch (kind) {
    case 'policy':
      return { text: locale.say('settings.where'), strong: false, href: `${url}/settings/admin/sharing` };
    case 'full':
    case 'accounts':
      return { text: say('first.accounts'), strong: false, href: `${url}/settings/users` };
    case 'sharing':
    case 'unread':
      return null;
  }
}

/**
 * What is new and what was settled, by check, the worst first.
 * @param inAll how many in all, the first of its lines.
 */
export function changesView(admin: Admin, inAll: Line): SectionView {
  const { input, say } = admin;
  const isFirstRun = input.previous === null;
  const lines = isFirstRun ? [] : [...changedChecks('fresh', admin), ...changedChecks('fixed', admin)];
  return { heading: say('changes.heading'), intro: null, lines: [inAll, ...lines], more: null };
}

function changedChecks(pick: 'fresh' | 'fixed', { input, parts, locale }: Admin): readonly Line[] {
  const severities = new Map(input.checks.map(({ id, severity }) => [id, severity]));
  const severityOf = (check: string) => severities.get(check) ?? 'info';
  return [...changesOf(input).byCheck]
    .map(([check, counts]) => ({ check, n: counts[pick] }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => bySeverity(severityOf(a.check), severityOf(b.check)) || b.n - a.n)
    .slice(0, MOST_CHANGES)
    .map(({ check, n }) =>
      line(parts(`changes.${pick}`, { title: checkWords(input, check, locale).title, n })),
    );
}

/** Who was not read whole, together where the reason is the same; null where everybody was. */
export function unreadView(admin: Admin): SectionView | null {
  const unread = countedMembers(admin.input.result).filter(({ coverage }) => !isRead(coverage.status));
  if (unread.length === 0) return null;
  const groups = [...groupBy(unread.toSorted(byUrgency), ({ coverage }) => admin.locale.sayReason(coverage))];
  const rest = groups.slice(MOST_REASONS).reduce((sum, [, members]) => sum + members.length, 0);
  return {
    heading: admin.say('unread.heading'),
    intro: null,
    lines: groups.slice(0, MOST_REASONS).map(([why, members]) => unreadLine(why, members, admin)),
    more: rest > 0 ? admin.say('first.more', { n: rest }) : null,
  };
}

/** Failures before what was read in part, and these before those who gave no access. */
function byUrgency(a: ResultMember, b: ResultMember): number {
  const ranks = { failed: 0, partial: 1 };
  const rank = ({ coverage: { status } }: ResultMember) =>
    status === 'failed' || status === 'partial' ? ranks[status] : 2;
  return rank(a) - rank(b);
}

function unreadLine(why: string, members: readonly ResultMember[], { parts, locale }: Admin): Line {
  const names = members.slice(0, MOST_NAMED).map(({ id }) => shownName(id));
  const rest = members.length - names.length;
  const who =
    rest > 0 ? locale.say('action.andMore', { named: names.join(', '), n: rest }) : locale.format.list(names);
  return line(parts('unread.line', { who, why }));
}
