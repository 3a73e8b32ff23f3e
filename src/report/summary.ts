import { bySeverity } from '../model/severity.ts';
import { findingWords } from './check-texts.ts';
import { formatter } from './format.ts';
import type { ReportInput } from './input.ts';
import { keyFigures, signed } from './key-figures.ts';
import { isStanding, totalsByCheck } from './totals.ts';
import { visibleText } from './visible-text.ts';
import { speaker } from './words.ts';
import { WORDS_EXPORT } from './words-export.ts';

const MOST_EXPOSED = 50;

/** `summary.md`: the run for the wiki, in the organisation's language. Storage findings as numbers only. */
export function summaryMarkdown(input: ReportInput): string {
  const { result, organisation } = input;
  const say = speaker(WORDS_EXPORT, organisation.language);
  const format = formatter(organisation.language, organisation.timezone);
  const day = format.day(Date.parse(result.run.startedAt));
  const blocks = [
    `# ${markdown(say('title', { organisation: organisation.name, day }))}`,
    figureLines(input).join('\n'),
    say('unread'),
    `## ${say('findings')}`,
    checkTable(input),
    notRunList(input),
    exposedTable(input),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function figureLines(input: ReportInput): readonly string[] {
  const { language, timezone } = input.organisation;
  const say = speaker(WORDS_EXPORT, language);
  const format = formatter(language, timezone);
  const figures = keyFigures(input);
  return [
    `- ${say('read', { read: figures.read, members: figures.members })} · Nextcloud ${markdown(input.result.run.server.version ?? '?')}`,
    ...(figures.notGranted > 0 ? [`- ${say('notGranted', { count: figures.notGranted })}`] : []),
    ...(figures.notReadWhole > 0 ? [`- ${say('failed', { count: figures.notReadWhole })}`] : []),
    `- ${format.bytes(figures.usedBytes)} · ${say('nearlyFull', { count: figures.nearlyFull })}`,
    `- ${say('openLinks', { count: figures.openLinks, change: signed(figures.openLinksChange) })}`,
    `- ${say('freeable', { bytes: format.bytes(figures.freeableBytes) })}`,
  ];
}

function checkTable(input: ReportInput): string {
  const { language, timezone } = input.organisation;
  const say = speaker(WORDS_EXPORT, language);
  const format = formatter(language, timezone);
  const totals = totalsByCheck(input.result.findings);
  const rows = [...input.checks]
    .sort((a, b) => bySeverity(a.severity, b.severity))
    .flatMap(({ id, severity, texts }) => {
      const own = totals.get(id);
      if (own === undefined) return [];
      const frees = own.freeable.bytes > 0 ? format.bytes(own.freeable.bytes) : '';
      return [
        `| ${severity} | ${markdown(texts[language].title)} \`${id}\` | ${own.standing} | ${own.fresh} | ${own.fixed} | ${frees} |`,
      ];
    });
  return [
    `| | ${say('check')} | ${say('found')} | ${say('fresh')} | ${say('fixed')} | ${say('frees')} |`,
    '|---|---|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function notRunList({ result, organisation }: ReportInput): string {
  const notRun = result.checks.filter(({ status }) => status === 'not-run');
  if (notRun.length === 0) return '';
  const say = speaker(WORDS_EXPORT, organisation.language);
  return [
    `${say('notRun')} :`,
    '',
    ...notRun.map(({ id, reason }) => `- \`${id}\` : ${markdown(reason ?? '')}`),
  ].join('\n');
}

/** What a link or a share shows anyway, the worst first. */
function exposedTable({ result, checks, organisation }: ReportInput): string {
  const say = speaker(WORDS_EXPORT, organisation.language);
  const format = formatter(organisation.language, organisation.timezone);
  const known = new Map(checks.map((check) => [check.id, check]));
  const rows = result.findings
    .filter((finding) => isStanding(finding) && finding.subject.kind === 'share')
    .sort((a, b) => bySeverity(a.severity, b.severity))
    .slice(0, MOST_EXPOSED)
    .flatMap((finding) => {
      const check = known.get(finding.check);
      if (check === undefined) return [];
      const words = findingWords(check, finding, format);
      return [
        `| ${finding.severity} | ${markdown(finding.subject.path ?? '')} | ${markdown(finding.member ?? '')} | ${markdown(words.title)} |`,
      ];
    });
  if (rows.length === 0) return '';
  const head = [`| | ${say('path')} | ${say('owner')} | ${say('finding')} |`, '|---|---|---|---|'];
  return [`## ${say('exposed')}`, '', ...head, ...rows].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text from outside inside Markdown: no markup, no link, no table cell, no mention. */
export function markdown(text: string): string {
  return visibleText(text)
    .replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one)
    .replace(/[\\`*_{}[\]()#+!|~@:-]/g, (one) => `\\${one}`)
    .replace(/:\/\//g, ':\u200b//');
}
