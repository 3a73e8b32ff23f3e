import { escaped, section, table } from '../text/markdown.ts';
import type { Sheet, SheetSection, SheetStep } from './sheet.ts';

/** The sheet for a wiki, to be ticked off step by step. */
export function sheetMarkdown({ title, subtitle, intro, facts, sections, steps }: Sheet): string {
  const parts = [
    `# ${escaped(title)}`,
    escaped(subtitle),
    escaped(intro),
    facts.map(({ label, value }) => `- **${escaped(label)}** ${escaped(value)}`).join('\n'),
    ...sections.map(sectionText),
    section(escaped(steps.title), [escaped(steps.note), ...steps.rows.map(stepText)].join('\n\n').trim()),
  ];
  return `${parts.join('\n\n')}\n`;
}

function sectionText({ title, note, columns, rows, more }: SheetSection): string {
  const cells = rows.map((row) => row.map(escaped));
  const body =
    columns.length === 0
      ? cells.map(([line = '']) => `- ${line}`).join('\n')
      : table(columns.map(escaped), cells, columns.length);
  return section(
    escaped(title),
    [escaped(note), body, escaped(more)].filter((part) => part !== '').join('\n\n'),
  );
}

function stepText({ title, text, address, commands }: SheetStep): string {
  const lines = commands.length === 0 ? [] : ['', '  ```sh', ...commands.map((one) => `  ${one}`), '  ```'];
  return [
    `- [ ] **${escaped(title)}.** ${escaped(text)}${address === '' ? '' : ` <${address}>`}`,
    ...lines,
  ].join('\n');
}
