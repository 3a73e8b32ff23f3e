import { LOCALES } from '../../model/member.ts';
import type { RunResult } from '../../model/result.ts';
import { mayBeUsed } from '../../model/run.ts';
import { SEVERITIES, type Severity } from '../../model/severity.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import { serverName } from '../../model/text/server-name.ts';
import { shownShellWord } from '../../model/text/shell-word.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { comparisonOf, isOfSome } from '../figures/comparison.ts';
import { figuresOf } from '../figures/figures.ts';
import { knowsMembers, shownStatus, unreadCounts } from '../figures/run-kind.ts';
import { linksWithoutPassword } from '../figures/run-point.ts';
import { groupBy, isStanding } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { checkTitle } from '../text/check-texts.ts';
import { formatter, wholePercent } from '../text/format.ts';
import { plainReason } from '../text/reasons.ts';
import { runLimitTexts } from '../text/run-limits.ts';
import { shownName } from '../text/shown-name.ts';

export interface TerminalOptions {
  /** Colours only underline what marks and words say already. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

type Paint = (text: string) => string;
type Colour = 'red' | 'yellow' | 'green' | 'dim' | 'bold';
const CODES: Readonly<Record<Colour, number>> = { red: 31, yellow: 33, green: 32, dim: 2, bold: 1 };
const TONES: Readonly<Record<Severity, Colour | null>> = {
  critical: 'red',
  high: 'yellow',
  medium: null,
  low: null,
  info: 'dim',
};
const MOST_UNREAD = 5;

/** What the summary tells from; of `history` only the run before counts. */
type SummaryInput = Pick<ReportInput, 'result' | 'history' | 'organisation' | 'checks' | 'words'>;

/** What a person takes in within ten seconds after a run: coverage, four figures, findings, what to do next. */
export function terminalSummary(input: SummaryInput, { color, width }: TerminalOptions): string {
  const paint =
    (colour: Colour): Paint =>
    (text) =>
      color ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
  const lines = [
    heading(input),
    ...runLimitTexts(input.result, input.words, 'en').map(
      ({ label, note }) => `${paint('yellow')(label)}: ${note}`,
    ),
    coverageLine(input, paint),
    ...figureLines(input),
    '',
    ...findingLines(input, width, paint),
    ...unreadLines(input, width, paint),
    paint('dim')(nextStep(input.result)),
  ];
  return `${lines.join('\n')}\n`;
}

function nextStep({ run }: RunResult): string {
  if (mayBeUsed(run, 'latest')) return 'Next: menage report · menage send --dry-run';
  if (run.status === 'interrupted') return 'Next: start the same command again';
  return `Next: menage report --run ${run.id} · menage audit`;
}

function heading({ result }: SummaryInput): string {
  const server = serverName(result.run.server.version);
  const { members, disabled } = result.coverage;
  const all = knowsMembers(result) ? plural(members - disabled, 'member', 'members') : '– members';
  return `${server} · ${all} · run ${result.run.id}`;
}

function coverageLine({ result }: SummaryInput, paint: (colour: Colour) => Paint): string {
  const { read, unchanged, partial, notGranted, disabled } = result.coverage;
  const { failed, notReached } = unreadCounts(result);
  const seconds = (Date.parse(result.run.finishedAt) - Date.parse(result.run.startedAt)) / 1000;
  const took = seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
  const parts = [
    paint('green')(`✔ read ${read + unchanged}`) + (unchanged > 0 ? `  (${unchanged} unchanged)` : ''),
    partial > 0 ? paint('yellow')(`◐ in part ${partial}`) : '',
    notGranted > 0 ? `◦ not granted ${notGranted}` : '',
    disabled > 0 ? paint('dim')(`– disabled ${disabled}`) : '',
    notReached > 0 ? paint('yellow')(`◌ not reached ${notReached}`) : '',
    failed > 0 ? paint('red')(`✖ failed ${failed}`) : '',
    `in ${took}, ${plural(result.run.requests, 'request', 'requests')}`,
  ];
  return parts.filter((part) => part !== '').join('   ');
}

function figureLines(input: SummaryInput): readonly string[] {
  const format = formatter('en', input.organisation.timezone);
  const { usedBytes, nearlyFullCount, bounds, links, freeable, nothingIsKnown } = figuresOf(input);
  const open = links.withoutPassword;
  const members = nearlyFullCount === null ? '– members' : plural(nearlyFullCount, 'member', 'members');
  const space = `  ${usedBytes === null ? '–' : format.bytes(usedBytes)} used · ${members} at ${wholePercent(bounds.nearly)} % or more`;
  if (nothingIsKnown) {
    return [space, '  links, and what could be freed: unknown, for nobody was read', ...spacesLine(input)];
  }
  const change = linksChange(input);
  return [
    `${space} · ${plural(open, 'link', 'links')} without a password${change.words}`,
    `  ${format.bytes(freeable.bytes)} could be freed in ${plural(freeable.items, 'place', 'places')}`,
    ...change.over,
    ...spacesLine(input),
  ];
}

/** The step since the run before, over those whom both read: where some are left out, a line says so. */
function linksChange(input: SummaryInput): { readonly words: string; readonly over: readonly string[] } {
  const comparison = comparisonOf(input);
  const [now, before] = [comparison?.now.links, comparison?.before.links];
  const step = now == null || before == null ? 0 : linksWithoutPassword(now) - linksWithoutPassword(before);
  if (comparison === null || step === 0) return { words: '', over: [] };
  const { members, of } = comparison;
  return {
    words: ` (${Math.abs(step)} ${step > 0 ? 'more' : 'fewer'})`,
    over: isOfSome(comparison) ? [`  compared over the ${members} of ${of} members read both times`] : [],
  };
}

/** Group folders fill the same disk, and nobody's quota. */
function spacesLine(input: SummaryInput): readonly string[] {
  const { spaces } = figuresOf(input);
  if (spaces === null) return [];
  const format = formatter('en', input.organisation.timezone);
  const size = spaces.bytes === null ? '–' : format.bytes(spaces.bytes);
  const unread = spaces.unread === 0 ? '' : ` (${spaces.unread} not read whole)`;
  return [
    `  ${plural(spaces.number, 'collective space', 'collective spaces')}: ${size} beside that${unread}`,
  ];
}

/** One line per severity: how many, in which checks, and what the most frequent one says. */
function findingLines(
  input: SummaryInput,
  width: number,
  paint: (colour: Colour) => Paint,
): readonly string[] {
  const { result, words } = input;
  const standing = result.findings.filter(isStanding);
  if (standing.length === 0)
    return figuresOf(input).nothingIsKnown ? [] : [paint('green')('  nothing found'), ''];
  const lines = SEVERITIES.flatMap((severity) => {
    const own = standing.filter((finding) => finding.severity === severity);
    if (own.length === 0) return [];
    const ids = [...groupBy(own, ({ check }) => check)]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([id]) => id);
    const title = checkTitle(words('en'), ids[0] ?? '') ?? '';
    const named = `${ids.slice(0, 2).join(', ')}${ids.length > 2 ? ', …' : ''}`;
    const head = `  ${severity.padEnd(8)} ${String(own.length).padStart(4)}  `;
    const rest = cut(`${named.padEnd(44)}  ${title}`.trimEnd(), width - head.length);
    const tone = TONES[severity];
    return [`${tone === null ? head : paint(tone)(head)}${rest}`];
  });
  return [...lines, ''];
}

function unreadLines(
  { result }: SummaryInput,
  width: number,
  paint: (colour: Colour) => Paint,
): readonly string[] {
  const unread = result.members.filter(
    (member) => shownStatus(member) === 'failed' || member.coverage.status === 'partial',
  );
  const lines = unread.slice(0, MOST_UNREAD).flatMap(({ id, coverage }) => {
    const name = shownName(id, 40);
    const reason = outsideText(plainReason(coverage).replace(/\.$/, ''));
    const acceptance = result.accepted.find(({ member }) => member === id);
    const until = acceptance?.until ? ` until ${acceptance.until}` : '';
    const accepted = acceptance === undefined ? '' : `, accepted${until}`;
    const head = `  ${coverage.status === 'failed' ? 'not read' : 'read in part'}${accepted}: `;
    if (acceptance !== undefined) {
      const why = outsideText(acceptance.reason.replace(/\.$/, ''));
      return [`${paint('dim')(head)}${cut(`${name} (${why})`, width - head.length)}`];
    }
    const todo = `→ menage doctor --member ${shownShellWord(visibleText(id))}`;
    const line = `${name} (${reason})`;
    const fits = [...head, ...line, ...todo].length + 1 <= width;
    if (fits) return [`${paint('yellow')(head)}${line} ${todo}`];
    return [`${paint('yellow')(head)}${cut(line, width - head.length)}`, `    ${todo}`];
  });
  const more = unread.length - MOST_UNREAD;
  if (more > 0) lines.push(`  … and ${more} more`);
  return lines;
}

function plural(number: number, one: string, other: string): string {
  return `${new Intl.NumberFormat(LOCALES.en).format(number)} ${number === 1 ? one : other}`;
}

function cut(text: string, width: number): string {
  const letters = [...text];
  return letters.length <= width ? text : `${letters.slice(0, Math.max(1, width - 1)).join('')}…`;
}
