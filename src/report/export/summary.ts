import type { RunResult } from '../../model/result.ts';
import { serverName } from '../../model/text/server-name.ts';
import { changesOf, comparisonOf, isOfSome } from '../figures/comparison.ts';
import { figuresOf } from '../figures/figures.ts';
import { knowsMembers, unreadCounts } from '../figures/run-kind.ts';
import { keyFigures, linksWithoutPassword, linkTotal, readCount } from '../figures/run-point.ts';
import type { SpaceTotals } from '../figures/spaces.ts';
import type { KeyFigures, ReportInput, RunPoint } from '../input.ts';
import { checkTitle } from '../text/check-texts.ts';
import { deliveryView } from '../text/delivery.ts';
import { type Format, formatter } from '../text/format.ts';
import { section, table, text } from '../text/markdown.ts';
import { reasonSpeaker, type SayReason } from '../text/reasons.ts';
import { runLimitTexts } from '../text/run-limits.ts';
import { type Say, speaker } from '../text/words.ts';

const MOST_ITEMS = 20;

type FigureKey = `summary.${'used' | 'full' | 'links' | 'open' | 'freeable'}`;

interface Wording {
  readonly say: Say<'export'>;
  readonly sayReason: SayReason;
  readonly format: Format;
}

/** `summary.md`: the audit for a wiki, in the organisation's language. */
export function summaryMarkdown(input: ReportInput): string {
  const { language, timezone } = input.organisation;
  const wording = {
    say: speaker(input.words, 'export', language),
    sayReason: reasonSpeaker(input.words, language),
    format: formatter(language, timezone),
  };
  const sections = [
    head(input, wording),
    figures(input, wording),
    checks(input, wording),
    exposed(input, wording),
    notRun(input, wording),
    unread(input, wording),
    undelivered(input),
    `*${wording.say('summary.privacy')}*`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function head({ result, organisation, words }: ReportInput, { say, format }: Wording): string {
  const { run } = result;
  const { members, read, unchanged, disabled, ...others } = { ...result.coverage, ...unreadCounts(result) };
  const limits = runLimitTexts(result, words, organisation.language);
  const counts = { ...others, disabled, read: read + unchanged, all: members - disabled };
  return [
    `# ${say('summary.title', { name: text(organisation.name), day: format.day(Date.parse(run.startedAt)) })}`,
    ...limits.map(({ label, note }) => `**${text(label)}** – ${note}`),
    say('summary.server', { server: text(serverName(run.server.version ?? '?')), run: run.id }),
    ...(knowsMembers(result) ? [say('summary.trust', counts)] : []),
  ].join('\n\n');
}

interface FigureRow {
  readonly key: FigureKey;
  readonly of: (figures: KeyFigures) => number | null;
  readonly shown: (value: number) => string;
}

function figures(input: ReportInput, { say, format }: Wording): string {
  const { spaces, bounds } = figuresOf(input);
  const [before, last] = [input.history.at(-2), input.history.at(-1)];
  const [now, comparison] = [keyFigures(input.result), comparisonOf(input)];
  const rows: readonly FigureRow[] = [
    { key: 'summary.used', of: ({ usedBytes }) => usedBytes, shown: format.bytes },
    { key: 'summary.full', of: ({ nearlyFull }) => nearlyFull, shown: format.count },
    { key: 'summary.links', of: ({ links }) => links && linkTotal(links), shown: format.count },
    { key: 'summary.open', of: ({ links }) => links && linksWithoutPassword(links), shown: format.count },
    { key: 'summary.freeable', of: ({ freeableBytes }) => freeableBytes, shown: format.bytes },
  ];
  const cells = rows.map(({ key, of, shown }) => [
    say(key, { limit: format.percent(bounds.nearly) }),
    shownOrDash(of(now), shown),
    shownOrDash(before === undefined ? null : of(before.figures), shown),
    comparison === null ? '–' : stepOf(of(comparison.before), of(comparison.now), shown),
  ]);
  const header = (['figure', 'now', 'before', 'change'] as const).map((key) => say(`summary.${key}`));
  const body = [
    table(header, [[say('summary.read'), readOf(last), readOf(before), '–'], ...cells], 1),
    comparison !== null && isOfSome(comparison)
      ? say('summary.compared', { n: comparison.members, all: comparison.of })
      : '',
    spacesLine(spaces, say, format),
  ];
  return section(say('summary.figures'), body.filter((part) => part !== '').join('\n\n'));
}

function shownOrDash(value: number | null, shown: FigureRow['shown']): string {
  return value === null ? '–' : shown(value);
}

/** A step with its sign. */
function stepOf(before: number | null, now: number | null, shown: FigureRow['shown']): string {
  if (before === null || now === null) return '–';
  const step = now - before;
  if (step === 0) return '=';
  return `${step > 0 ? '+' : '\u2212'}${shown(Math.abs(step))}`;
}

function readOf(run: RunPoint | undefined): string {
  return run === undefined || run.members.size === 0 ? '–' : `${readCount(run)}/${run.members.size}`;
}

function spacesLine(spaces: SpaceTotals | null, say: Say<'export'>, format: Format): string {
  if (spaces === null) return '';
  const { number, bytes, unread } = spaces;
  return say('summary.spaces', { n: number, size: shownOrDash(bytes, format.bytes), unread });
}

function checks(input: ReportInput, { say, format }: Wording): string {
  const messages = input.words(input.organisation.language);
  const { byCheck } = figuresOf(input);
  const { byCheck: changes } = changesOf(input);
  const rows = input.checks.flatMap(({ id, severity }) => {
    const own = byCheck.get(id);
    if (own === undefined) return [];
    const { standing, freeable } = own;
    const { fresh, fixed } = changes.get(id) ?? { fresh: 0, fixed: 0 };
    const changed = [fresh, fixed].map((value) => (input.previous === null ? '–' : format.count(value)));
    return [
      [
        `${text(checkTitle(messages, id) ?? id)} \`${id}\``,
        say(`severity.${severity}`),
        format.count(standing),
        ...changed,
        freeable.bytes === 0 ? '–' : format.bytes(freeable.bytes),
      ],
    ];
  });
  if (rows.length === 0) return '';
  const header = (['check', 'severity', 'found', 'fresh', 'fixed', 'bytes'] as const).map((key) =>
    say(`summary.${key}`),
  );
  return section(say('summary.checks'), table(header, rows, 2));
}

function exposed(input: ReportInput, { say }: Wording): string {
  const messages = input.words(input.organisation.language);
  const items = figuresOf(input)
    .exposed.filter(({ severity }) => severity !== null)
    .slice(0, MOST_ITEMS);
  if (items.length === 0) return '';
  const rows = items.map(({ share, severity, findings }) => [
    severity === null ? '' : say(`severity.${severity}`),
    text(share.path),
    text(share.owner),
    text(checkTitle(messages, findings[0]?.check ?? '') ?? ''),
  ]);
  const header = (['severity', 'path', 'owner', 'finding'] as const).map((key) => say(`summary.${key}`));
  return section(say('summary.exposed', { n: items.length }), table(header, rows, 4));
}

function notRun({ result, words, organisation }: ReportInput, { say, sayReason }: Wording): string {
  const messages = words(organisation.language);
  const missed = result.checks.filter(({ status }) => status === 'not-run');
  const lines = missed.map((check) => {
    const what = `${text(checkTitle(messages, check.id) ?? check.id)} \`${check.id}\``;
    return `- ${say('summary.because', { what, why: text(sayReason(check)) })}`;
  });
  return lines.length === 0 ? '' : section(say('summary.notRun'), lines.join('\n'));
}

function unread({ result }: ReportInput, wording: Wording): string {
  const { say, sayReason } = wording;
  const unread = (['failed', 'partial'] as const).flatMap((status) =>
    result.members.filter(({ coverage }) => coverage.status === status),
  );
  const lines = unread.map(({ id, coverage }) => {
    const accepted = result.accepted.find(({ member }) => member === id);
    const note = accepted === undefined ? '' : ` ${acceptedWords(accepted, wording)}`;
    return `- ${say('summary.because', { what: text(id), why: text(sayReason(coverage)) })}${note}`;
  });
  return lines.length === 0 ? '' : section(say('summary.unread'), lines.join('\n'));
}

function acceptedWords(
  { reason, until }: RunResult['accepted'][number],
  { say, format }: Pick<Wording, 'say' | 'format'>,
): string {
  if (until === null) return say('summary.accepted', { reason: text(reason) });
  return say('summary.acceptedUntil', { reason: text(reason), day: format.date(until, 'shortDay') });
}

function undelivered(input: ReportInput): string {
  const { held, undelivered: mails } = deliveryView(input, input.organisation.language);
  const list = (lines: readonly string[]) => lines.map((line) => `- ${text(line)}`).join('\n');
  return [
    held === null ? '' : section(held.heading, list(held.reasons)),
    mails === null ? '' : section(mails.heading, list(mails.rows.map(({ line }) => line))),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
