import { type TeamFacts, teamFacts } from '../../app/portal/team/facts.ts';
import type { Language } from '../../model/member.ts';
import { type Format, formatter } from '../../report/text/format.ts';
import { shownName } from '../../report/text/shown-name.ts';
import { type Say, speaker } from '../../report/text/words.ts';
import type { Roles } from '../access/roles.ts';
import type { VisitOf } from '../access/visit.ts';
import { type PortalPath, portalPath, type Reply } from '../http/reply.ts';
import { rootOf } from '../pages/frame.ts';
import { ADMIN_PAGES } from '../pages/named-pages.ts';
import type { Portal } from '../portal.ts';

export type TeamVisit = VisitOf & { readonly roles: Roles };

/** How a team's page speaks: the organisation's French, else English. */
export interface TeamLocale {
  readonly language: Language;
  readonly say: Say<'team'>;
  readonly format: Format;
  /** « 23 nov., 6 h 12 »: day and time in the organisation's zone. */
  readonly moment: (at: number) => string;
}

export function teamLocale({ config, words }: Pick<Portal, 'config' | 'words'>): TeamLocale {
  const { language: own, timezone } = config.organisation;
  const language = own === 'fr' ? 'fr' : 'en';
  const time = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    ...{ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
    timeZone: timezone,
  });
  return {
    language,
    say: speaker(words, 'team', language),
    format: formatter(language, timezone),
    // Intl writes 10:30; French has « 10 h 30 ».
    moment: (at) => (language === 'fr' ? time.format(at).replace(':', ' h ') : time.format(at)),
  };
}

export type AdminTab = keyof typeof ADMIN_PAGES;
const AUDITOR_TABS: readonly AdminTab[] = ['reports', 'register'];
const OWN_TABS = {
  report: portalPath`/me`,
  mails: portalPath`/me/mails`,
  data: portalPath`/me/data`,
} as const;

/** Numbers in the tabs; a tab that is left out has none. */
export type TabNumbers = Partial<Record<AdminTab, number>>;

export interface TeamContent {
  readonly status?: number;
  /** Below `templates/portal/`, without its extension. */
  readonly template: string;
  /** Of the window and the page. */
  readonly title: string;
  /** What was done by the form before, or why it was not; in the window's title too. */
  readonly notice?: { readonly text: string; readonly isProblem: boolean } | null;
  readonly view: object;
}

/** A page of the admins and auditors. */
export function adminPage(
  visit: TeamVisit,
  current: AdminTab,
  numbers: TabNumbers,
  content: TeamContent,
): Reply {
  const { say } = teamLocale(visit.portal);
  const shown = visit.roles.isAdmin
    ? // The keys of the table are its type's keys.
      (Object.keys(ADMIN_PAGES) as readonly AdminTab[])
    : AUDITOR_TABS;
  const tabs = shown.map((tab) => ({
    href: address(visit, ADMIN_PAGES[tab]),
    text: say(`tab.${tab}`),
    number: numberText(tab, numbers[tab] ?? 0, say),
    current: tab === current,
  }));
  return framed(visit, visit.roles.isAdmin ? 'admin' : 'auditor', tabs, content);
}

/** A referent's page; an admin who looks at it finds the way back to the admins' pages. */
export function antennaPage(visit: TeamVisit, antenna: string, own: PortalPath, content: TeamContent): Reply {
  const { say } = teamLocale(visit.portal);
  const tab = (href: PortalPath, text: string, current = false) => ({
    ...{ href: address(visit, href), text, current },
    number: '',
  });
  const tabs = [
    ...(visit.roles.isAdmin ? [tab(ADMIN_PAGES.overview, say('tab.overview'))] : []),
    tab(own, say('antenna.title', { name: shownName(antenna) }), true),
    tab(OWN_TABS.report, say('tab.own.report')),
    tab(OWN_TABS.mails, say('tab.own.mails')),
    tab(OWN_TABS.data, say('tab.own.data')),
  ];
  return framed(visit, visit.roles.antennas.includes(antenna) ? 'referent' : 'admin', tabs, content);
}

function framed(
  { portal, person }: TeamVisit,
  role: 'admin' | 'auditor' | 'referent',
  tabs: readonly object[],
  { status = 200, template, title, notice = null, view }: TeamContent,
): Reply {
  const { language, say } = teamLocale(portal);
  const root = rootOf(portal);
  const { config } = portal;
  const frame = {
    ...{ language, root, tabs, notice, heading: title },
    title: `${notice === null ? title : `${notice.text} – ${title}`} – ${config.organisation.name}`,
    over: `${config.organisation.name} · ${new URL(portal.settings.url).host}`,
    who: say(`who.${role}`, { name: shownName(person.name) }),
    form: person.formToken,
    signOut: say('signOut'),
    skip: say('skip'),
    tabsLabel: say('tabs'),
  };
  return { kind: 'page', status, face: 'team', template, title: frame.title, view: { ...frame, ...view } };
}

/** An address of the portal as a page writes it. */
export function address({ portal }: Pick<TeamVisit, 'portal'>, path: PortalPath): string {
  return `${rootOf(portal)}${path}`;
}

function numberText(tab: AdminTab, n: number, say: Say<'team'>): string {
  if (n === 0) return '';
  return tab === 'mails' ? say('tab.held', { n }) : String(n);
}

/** The numbers of the tabs, for admins; auditors have none. */
export async function numbersFor({ portal, roles, now }: TeamVisit): Promise<TabNumbers> {
  if (!roles.isAdmin) return {};
  return tabNumbers(await teamFacts(portal.store, portal.config, portal.vault, now));
}

/** The same, where the facts are at hand. */
export function tabNumbers({ people, held, answers, register }: TeamFacts): TabNumbers {
  return {
    people: people.length,
    mails: held.length,
    answers: answers.length,
    register: register.accepted,
  };
}
