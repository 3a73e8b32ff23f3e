import { createHash } from 'node:crypto';
import type { CompiledTemplates } from './templates.ts';

/** The style of a document that loads nothing and runs no script, and the policy that holds it to that. */
export interface StaticStyle {
  readonly style: string;
  /** A Content-Security-Policy that lets in this style alone. */
  readonly policy: string;
}

/** @param files of the templates, one after the other. */
export function staticStyle(templates: CompiledTemplates, ...files: readonly string[]): StaticStyle {
  const style = files.map((file) => templates.text(file)).join('');
  const hash = createHash('sha256').update(style).digest('base64');
  return {
    style,
    policy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  };
}
