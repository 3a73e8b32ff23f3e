import type { Language } from '../../model/member.ts';
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
import { type Format, formatter, wholePercent } from '../text/format.ts';
import { columnsOf, cut, lineSpeaker, padded, type SayLine } from '../text/lines.ts';
import { plainReason, reasonSpeaker } from '../text/reasons.ts';
import { runLimitTexts } from '../text/run-limits.ts';
import { shownName } from '../text/shown-name.ts';
import { speaker } from '../text/words.ts';

export interface TerminalOptions {
  /** Colours only underline what marks and words say already. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** English unless given. */
  readonly language?: Language;
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

/** The same with what speaks of it. */
interface Speaking extends SummaryInput {
  readonly language: Language;
  readonly say: SayLine;
  readonly format: Format;
  readonly width: number;
  paint(colour: Colour): Paint;
}

/** What a person takes in within ten seconds after a run: coverage, four figures, findings, what to do next. */
export function terminalSummary(
  summary: SummaryInput,
  { color, width, language = 'en' }: TerminalOptions,
): string {
  const paint =
    (colour: Colour): Paint =>
    (text) =>
      color ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
  const say = lineSpeaker(summary.words, language);
  const format = formatter(language, summary.organisation.timezone);
  const input: Speaking = { ...summary, language, say, format, width, paint };
  const lines = [
    heading(input),
    ...runLimitTexts(input.result, input.words, language).map(
      ({ label, note }) => `${paint('yellow')(label)}: ${note}`,
    ),
    coverageLine(input),
    ...figureLines(input),
    '',
    ...findingLines(input),
    ...unreadLines(input),
    paint('dim')(nextStep(input)),
  ];
  return `${lines.join('\n')}\n`;
}

function nextStep({ result: { run }, say }: Speaking): string {
  if (mayBeUsed(run, 'latest')) return say('next.step', { step: 'menage report · menage send --dry-run' });
  if (run.status === 'interrupted') return say('next.step', { step: say('next.again') });
  return say('next.step', { step: `menage report --run ${run.id} · menage audit` });
}

function heading({ result, say }: Speaking): string {
  const n = result.coverage.members - result.coverage.disabled;
  const members = say('summary.members', { known: String(knowsMembers(result)), n });
  const server = serverName(result.run.server.version);
  return say('summary.heading', { server, members, run: result.run.id });
}

function coverageLine({ result, say, paint }: Speaking): string {
  const { read, unchanged, partial, notGranted, disabled } = result.coverage;
  const { failed, notReached } = unreadCounts(result);
  const seconds = (Date.parse(result.run.finishedAt) - Date.parse(result.run.startedAt)) / 1000;
  const time = seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
  const same = unchanged > 0 ? `  ${say('summary.unchanged', { n: unchanged })}` : '';
  const parts = [
    paint('green')(say('summary.read', { n: read + unchanged })) + same,
    partial > 0 ? paint('yellow')(say('summary.partial', { n: partial })) : '',
    notGranted > 0 ? say('summary.notGranted', { n: notGranted }) : '',
    disabled > 0 ? paint('dim')(say('summary.disabled', { n: disabled })) : '',
    notReached > 0 ? paint('yellow')(say('summary.notReached', { n: notReached })) : '',
    failed > 0 ? paint('red')(say('summary.failed', { n: failed })) : '',
    say('summary.took', { time, n: result.run.requests }),
  ];
  return parts.filter((part) => part !== '').join('   ');
}

function figureLines(input: Speaking): readonly string[] {
  const { say, format } = input;
  const { usedBytes, nearlyFullCount, bounds, links, freeable, nothingIsKnown } = figuresOf(input);
  const n = nearlyFullCount ?? 0;
  const members = say('summary.members', { known: String(nearlyFullCount !== null), n });
  const used = usedBytes === null ? '–' : format.bytes(usedBytes);
  const space = say('summary.space', { used, members, limit: wholePercent(bounds.nearly) });
  if (nothingIsKnown) return [`  ${space}`, `  ${say('summary.unknown')}`, ...spacesLine(input)];
  const change = linksChange(input);
  return [
    `  ${space} · ${say('summary.open', { n: links.withoutPassword })}${change.words}`,
    `  ${say('summary.free', { bytes: format.bytes(freeable.bytes), n: freeable.items })}`,
    ...change.over,
    ...spacesLine(input),
  ];
}

/** The step since the run before, over those whom both read: where some are left out, a line says so. */
function linksChange(input: Speaking): { readonly words: string; readonly over: readonly string[] } {
  const comparison = comparisonOf(input);
  const [now, before] = [comparison?.now.links, comparison?.before.links];
  const step = now == null || before == null ? 0 : linksWithoutPassword(now) - linksWithoutPassword(before);
  if (comparison === null || step === 0) return { words: '', over: [] };
  const { members, of: all } = comparison;
  return {
    words: ` ${input.say('summary.change', { n: Math.abs(step), way: step > 0 ? 'more' : 'fewer' })}`,
    over: isOfSome(comparison) ? [`  ${input.say('summary.compared', { members, all })}`] : [],
  };
}

/** Group folders fill the same disk, and nobody's quota. */
function spacesLine(input: Speaking): readonly string[] {
  const { spaces } = figuresOf(input);
  if (spaces === null) return [];
  const { say, format } = input;
  const size = spaces.bytes === null ? '–' : format.bytes(spaces.bytes);
  const unread = spaces.unread === 0 ? '' : ` ${say('summary.spacesUnread', { n: spaces.unread })}`;
  return [`  ${say('summary.spaces', { n: spaces.number, size })}${unread}`];
}

/** One line per severity: how many, in which checks, and what the most frequent one says. */
function findingLines(input: Speaking): readonly string[] {
  const { result, words, language, say, paint, width } = input;
  const standing = result.findings.filter(isStanding);
  if (standing.length === 0)
    return figuresOf(input).nothingIsKnown ? [] : [paint('green')(`  ${say('summary.nothing')}`), ''];
  const saySeverity = speaker(words, 'export', language);
  const lines = SEVERITIES.flatMap((severity) => {
    const own = standing.filter((finding) => finding.severity === severity);
    if (own.length === 0) return [];
    const ids = [...groupBy(own, ({ check }) => check)]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([id]) => id);
    const title = checkTitle(words(language), ids[0] ?? '') ?? '';
    const named = `${ids.slice(0, 2).join(', ')}${ids.length > 2 ? ', …' : ''}`;
    const head = `  ${padded(saySeverity(`severity.${severity}`), 8)} ${String(own.length).padStart(4)}  `;
    const rest = cut(`${named.padEnd(44)}  ${title}`.trimEnd(), width - columnsOf(head));
    const tone = TONES[severity];
    return [`${tone === null ? head : paint(tone)(head)}${rest}`];
  });
  return [...lines, ''];
}

function unreadLines({ result, words, language, say, paint, width }: Speaking): readonly string[] {
  const unread = result.members.filter(
    (member) => shownStatus(member) === 'failed' || member.coverage.status === 'partial',
  );
  const because = language === 'en' ? plainReason : reasonSpeaker(words, language);
  const lines = unread.slice(0, MOST_UNREAD).flatMap(({ id, coverage }) => {
    const name = shownName(id, 40);
    const reason = outsideText(because(coverage).replace(/\.$/, ''));
    const acceptance = result.accepted.find(({ member }) => member === id);
    const day = acceptance?.until ?? '';
    const accepted = acceptance === undefined ? 'no' : day === '' ? 'yes' : 'until';
    const head = `  ${say('summary.unread', { status: coverage.status, accepted, day })}`;
    const room = width - columnsOf(head);
    if (acceptance !== undefined) {
      const why = outsideText(acceptance.reason.replace(/\.$/, ''));
      return [`${paint('dim')(head)}${cut(`${name} (${why})`, room)}`];
    }
    const todo = `→ menage doctor --member ${shownShellWord(visibleText(id))}`;
    const line = `${name} (${reason})`;
    if (columnsOf(`${line} ${todo}`) <= room) return [`${paint('yellow')(head)}${line} ${todo}`];
    return [`${paint('yellow')(head)}${cut(line, room)}`, `    ${todo}`];
  });
  const n = unread.length - MOST_UNREAD;
  return n > 0 ? [...lines, `  ${say('summary.more', { n })}`] : lines;
}
