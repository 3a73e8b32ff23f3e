import { createHash } from 'node:crypto';
import { languagesOf } from '../../model/member.ts';
import { visibleDocument } from '../../model/text/visible-text.ts';
import type { ReportInput } from '../input.ts';
import type { CompiledTemplates } from '../templates.ts';
import { embedded, pageData } from './data.ts';
import { pageView } from './view.ts';

/**
 * The admin page: one HTML file that opens from disk and loads nothing. Its policy allows its own style and script,
 * by their hashes, and nothing else. It is in the organisation's language and in English; the long tables and drawings stand once.
 */
export function renderPage(input: ReportInput, templates: CompiledTemplates): string {
  const { language } = input.organisation;
  const style = templates.text('page/page.css');
  const script = templates.text('page/script.js');
  const others = languagesOf(language).filter((one) => one !== language);
  const html = templates.render('page/html.hbs', {
    page: pageView(input, language),
    others: others.map((one) => pageView(input, one, false)),
    style,
    script,
    data: embedded(pageData(input)),
    policy: pagePolicy(templates),
  });
  return visibleDocument(html);
}

/** The only policy under which the page works: its own style and script, by their hashes. */
export function pagePolicy(templates: CompiledTemplates): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(templates.text('page/page.css'))}'`,
    `script-src '${hashOf(templates.text('page/script.js'))}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
