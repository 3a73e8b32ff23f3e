import { inline } from '@css-inline/css-inline';
import type { AdminMail } from './mail-admin.ts';
import type { MemberMail } from './mail-view.ts';
import type { CompiledTemplates } from './templates.ts';

/** Both parts of a mail, made from one view model. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const WIDTH = 78;

/**
 * Lays a mail out as text and html.
 * @throws {UsageError} naming file and line, when a template uses a name that the view has not.
 */
export function renderMail(
  { kind, view }: MemberMail | AdminMail,
  templates: CompiledTemplates,
): RenderedMail {
  const html = inline(templates.render(`mail/${kind}.html.hbs`, view), {
    extraCss: templates.text('mail/styles.css'),
    keepAtRules: true,
    loadRemoteStylesheets: false,
    minifyCss: true,
  });
  return { subject: view.subject, text: tidied(templates.render(`mail/${kind}.text.hbs`, view)), html };
}

/** At most one empty line in a row but before a section, no blanks at line ends, lines of at most 78 columns. */
function tidied(text: string): string {
  const lines = text.replaceAll(/[ \t]+\n/g, '\n').replaceAll(/\n{4,}/g, '\n\n\n');
  return `${lines.trim().split('\n').flatMap(wrapped).join('\n')}\n`;
}

/** Breaks at plain spaces only; what follows hangs below the first word. A longer address stays whole. */
function wrapped(line: string): readonly string[] {
  if (line.length <= WIDTH) return [line];
  const indent = ' '.repeat(/^ *(?:- |\d+\. )?/.exec(line)?.[0].length ?? 0);
  const [first = '', ...words] = line.trimStart().split(/ +/);
  const lines = [`${/^ */.exec(line)?.[0] ?? ''}${first}`];
  for (const word of words) {
    const last = lines.at(-1) ?? '';
    if (last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}
