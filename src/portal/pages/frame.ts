import type { Language } from '../../model/member.ts';
import { formatter } from '../../report/text/format.ts';
import { firstSound } from '../../report/text/shown-name.ts';
import { type Say, speaker } from '../../report/text/words.ts';
import type { Roles } from '../access/roles.ts';
import { antennaId } from '../access/team-ids.ts';
import type { Person, Visit } from '../access/visit.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import type { Portal } from '../portal.ts';
import { ADMIN_PAGES } from './named-pages.ts';

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
  /** Which of the person's pages this is; left out where it is none of them. */
  readonly tab?: Tab;
}

/** The pages of a person that lead to each other. */
const TABS = { report: '', mails: '/mails', data: '/data' } as const;
type Tab = keyof typeof TABS;

/** The folder of `portal.url`, without a slash at its end: every address of a page begins with it. */
export function rootOf({ settings }: Pick<Portal, 'settings'>): string {
  return new URL(settings.url).pathname.replace(/\/$/, '');
}

/** A page in the look of the mails. `person` is there where somebody's own page is shown. */
export function memberPage(
  visit: Visit & { readonly person?: Person },
  { status = 200, template, title, view, tab }: PageContent,
): Reply {
  const { portal, language, person } = visit;
  const root = rootOf(portal);
  const frame = {
    ...bareFrame({ language, title, root, site: portal.config.organisation.name }),
    base: person === undefined ? null : `${root}${person.base}`,
    form: person?.formToken ?? null,
    person: person === undefined ? null : personView(visit, person),
    tabs: person === undefined || tab === undefined ? null : tabsView(visit, person, tab),
  };
  return { kind: 'page', status, face: 'member', template, title, view: { ...frame, ...view } };
}

/** What every page of a member has in its frame, here of nobody. */
export function bareFrame(page: {
  readonly language: Language;
  readonly title: string;
  readonly root: string;
  /** Whose portal it is. */
  readonly site: string;
}) {
  return { ...page, base: null, form: null, person: null, tabs: null, isWide: false };
}

/** Whose page it is, and by which way they came: who is signed in can sign out, a link from a mail has nothing to end. */
function personView(visit: Visit, { name, way }: Person) {
  const say = sayIn(visit);
  if (way.by === 'session') return { name, note: null, signOut: say('frame.sign-out'), signIn: null };
  const { config } = visit.portal;
  switch (way.kind) {
    case 'invitation':
      return { name: say('frame.invitation', { name }), note: null, signOut: null, signIn: null };
    case 'report': {
      const month = formatter(visit.language, config.organisation.timezone).monthName(way.madeAt);
      const note = say('frame.by-mail', { month, sound: firstSound(month) });
      return { name, note, signOut: null, signIn: say('frame.sign-in') };
    }
    case 'sign-in':
    case 'unsubscribe':
      return { name, note: null, signOut: null, signIn: null };
  }
}

/** By a link from a mail there is no page of what is kept: it needs a sign-in. */
function tabsView(visit: Visit, { base, way }: Person, current: Tab) {
  const say = sayIn(visit);
  const root = rootOf(visit.portal);
  const shown: readonly Tab[] = way.by === 'session' ? ['report', 'mails', 'data'] : ['report', 'mails'];
  const own = shown.map((tab) => ({
    href: `${root}${base}${TABS[tab]}`,
    text: say(`frame.tab.${tab}`),
    current: tab === current,
  }));
  return way.by === 'session' ? [...own, ...teamTabs(visit, way.roles)] : own;
}

/** The pages that a person of the team has beside the own ones. */
function teamTabs(visit: Visit, { isAdmin, isAuditor, antennas }: Roles) {
  const say = sayIn(visit);
  const root = rootOf(visit.portal);
  const team = isAdmin ? [ADMIN_PAGES.overview] : isAuditor ? [ADMIN_PAGES.reports] : [];
  return [
    ...team.map((path) => ({ href: root + path, text: say('frame.tab.team'), current: false })),
    ...antennas.map((antenna) => ({
      href: root + portalPath`/antennas/${antennaId(visit.portal, antenna)}`,
      text: say('frame.tab.antenna', { name: antenna }),
      current: false,
    })),
  ];
}
