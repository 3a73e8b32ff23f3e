import { inline } from '@css-inline/css-inline';
import type { CompiledTemplates } from '../templates.ts';
import type { NoticeMail } from './notice/view.ts';
import type { AdminMail } from './team/admin.ts';
import type { ReferentMail } from './team/referent.ts';
import type { MemberMail } from './view.ts';

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
  { kind, view }: MemberMail | ReferentMail | AdminMail | NoticeMail,
  templates: CompiledTemplates,
): RenderedMail {
  const html = inlined(templates.render(`mail/${kind}.html.hbs`, view), templates.text('mail/styles.css'));
  return {
    subject: view.subject,
    text: tidied(templates.render(`mail/${kind}.text.hbs`, view)),
    html,
  };
}

function inlined(html: string, css: string): string {
  return attributesEscaped(
    inline(html, { extraCss: css, keepAtRules: true, loadRemoteStylesheets: false, minifyCss: true }),
  );
}

/**
 * The inliner writes `<` and `>` of attribute values as they are, which HTML allows but careless readers of mail
 * take for tags. In its output every other `<` begins a tag, for those of texts are escaped.
 */
function attributesEscaped(html: string): string {
  return html.replaceAll(/<[a-z][^>"]*(?:"[^"]*"[^>"]*)*>/gi, (tag) =>
    tag.replaceAll(/"[^"]*"/g, (value) => value.replaceAll('<', '&lt;').replaceAll('>', '&gt;')),
  );
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
