import type { Language } from '../../model/member.ts';
import { columnsOf, padded } from '../text/lines.ts';
import { spaced } from '../text/words.ts';
import type { Sheet, SheetSection, SheetStep } from './sheet.ts';

/** The sheet for a terminal, or as a plain text. */
export function sheetText(sheet: Sheet): string {
  const { language, title, subtitle, intro, facts, sections, steps } = sheet;
  const width = Math.max(...facts.map(({ label }) => columnsOf(label)));
  const parts = [
    [title, subtitle].join('\n'),
    intro,
    facts.map(({ label, value }) => `${padded(label, width)}  ${value}`).join('\n'),
    ...sections.map((section) => sectionText(section, language)),
    [heading(steps.title), ...(steps.note === '' ? [] : [steps.note])].join('\n'),
    ...steps.rows.map(stepText),
  ];
  return `${parts.join('\n\n')}\n`;
}

function heading(title: string): string {
  return `${title}\n${'-'.repeat(columnsOf(title))}`;
}

function sectionText({ title, note, columns, rows, more }: SheetSection, language: Language): string {
  const colon = spaced(language, language === 'fr' ? ' : ' : ': ');
  const labels = columns.slice(1);
  const lines = rows.flatMap(([first = '', ...rest]) => [
    `- ${first}`,
    ...rest.map((cell, at) => `    ${labels[at] ?? ''}${colon}${cell}`),
  ]);
  return [heading(title), note, ...lines, more].filter((line) => line !== '').join('\n');
}

function stepText({ title, text, address, commands }: SheetStep, at: number): string {
  const more = address === '' ? '' : ` ${address}`;
  return [`${at + 1}. ${title}. ${text}${more}`, ...commands.map((command) => `     ${command}`)].join('\n');
}
