import { createHash } from 'node:crypto';
import type { CompiledTemplates } from '../../report/templates.ts';
import type { Face, Reply } from '../http/reply.ts';

/** A page as HTML, with the only policy under which it works. */
export interface RenderedPage {
  readonly html: string;
  readonly policy: string;
}

/** Lays out the page of a reply. Styles and script stand in it; the policy allows these two texts and nothing else. */
export function renderPage(
  { face, template, view }: Extract<Reply, { readonly kind: 'page' }>,
  templates: CompiledTemplates,
): RenderedPage {
  const { styles, script, policy } = partsOf(face, templates);
  const html = templates.render(`portal/${template}.html.hbs`, {
    ...view,
    styles: { value: styles },
    script: { value: script },
  });
  return { html, policy };
}

interface Parts {
  readonly styles: string;
  readonly script: string;
  readonly policy: string;
}

const known = new WeakMap<CompiledTemplates, Map<Face, Parts>>();

function partsOf(face: Face, templates: CompiledTemplates): Parts {
  const parts = known.get(templates) ?? new Map<Face, Parts>();
  known.set(templates, parts);
  const found = parts.get(face);
  if (found !== undefined) return found;
  const styles = templates.text(`portal/${face}.css`).trim();
  const script = templates.text('portal/script.js').trim();
  const made = { styles, script, policy: policyOf(styles, script) };
  parts.set(face, made);
  return made;
}

function policyOf(styles: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(styles)}'`,
    `script-src '${hashOf(script)}'`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
