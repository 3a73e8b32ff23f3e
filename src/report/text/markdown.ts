import { shownName } from './shown-name.ts';

const LONGEST_NAME = 200;

/** A section under a heading. */
export function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

/** A table; columns from `numbers` on are numbers and stand to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: number,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, at) => (at >= numbers ? '---:' : '---'));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

/** A name as text: no HTML, no markup, no table cell of its own, no link that a wiki would make of it. */
export function text(name: string): string {
  return escaped(shownName(name, LONGEST_NAME));
}

/** A text that is harmless but for Markdown: the same letters, none of them markup. */
export function escaped(words: string): string {
  return words
    .replaceAll(/[&<>"'@]/g, entity)
    .replaceAll(/:(?=\/\/)|(?<=\bwww)\./gi, entity)
    .replaceAll(/[\\`*_[\]{}|~]/g, (sign) => `\\${sign}`)
    .replace(/^[#+-]/, (sign) => `\\${sign}`);
}

function entity(sign: string): string {
  return `&#${sign.charCodeAt(0)};`;
}
