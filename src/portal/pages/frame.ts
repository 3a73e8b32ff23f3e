import { type Say, speaker } from '../../report/text/words.ts';
import type { Person, Visit } from '../access/visit.ts';
import type { Reply } from '../http/reply.ts';
import type { Portal } from '../portal.ts';

/** Speaks the words of the portal in the language of whoever looks. */
export function sayIn({ portal, language }: Visit): Say<'portal'> {
  return speaker(portal.words, 'portal', language);
}

/** What a page brings along; its frame (head, name, sign out, styles) is the same for all. */
export interface PageContent {
  readonly status?: number;
  /** Below `templates/portal/`, without its extension. */
  readonly template: string;
  /** Of the window; a result comes first in it. */
  readonly title: string;
  readonly view: object;
}

/** The folder of `portal.url`, without a slash at its end: every address of a page begins with it. */
export function rootOf({ settings }: Pick<Portal, 'settings'>): string {
  return new URL(settings.url).pathname.replace(/\/$/, '');
}

/** A page in the look of the mails. `person` is there where somebody's own page is shown. */
export function memberPage(
  visit: Visit & { readonly person?: Person },
  { status = 200, template, title, view }: PageContent,
): Reply {
  const { portal, language, person } = visit;
  const root = rootOf(portal);
  const frame = {
    ...{ language, title, root },
    site: portal.config.organisation.name,
    base: person === undefined ? null : `${root}${person.base}`,
    form: person?.formToken ?? null,
    person: null,
    tabs: null,
    isWide: false,
  };
  return { kind: 'page', status, face: 'member', template, title, view: { ...frame, ...view } };
}
