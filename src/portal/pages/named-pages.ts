import type { Visit } from '../access/visit.ts';
import { type PortalPath, portalPath } from '../http/reply.ts';

/** The pages of the admins; auditors see some of them. */
export const ADMIN_PAGES = {
  overview: portalPath`/admin`,
  reports: portalPath`/admin/reports`,
  people: portalPath`/admin/people`,
  mails: portalPath`/admin/mails`,
  answers: portalPath`/admin/answers`,
  register: portalPath`/admin/register`,
  settings: portalPath`/admin/settings`,
  journal: portalPath`/admin/journal`,
} as const satisfies Readonly<Record<string, PortalPath>>;

/** Pages that a sign-in may lead to, by the name that stands in its address: no address comes from outside. */
const PAGES = {
  report: portalPath`/me`,
  mails: portalPath`/me/mails`,
  data: portalPath`/me/data`,
  erase: portalPath`/me/erase`,
  welcome: portalPath`/me/welcome`,
  admin: ADMIN_PAGES.overview,
  people: ADMIN_PAGES.people,
  reports: ADMIN_PAGES.reports,
  held: ADMIN_PAGES.mails,
  answers: ADMIN_PAGES.answers,
  register: ADMIN_PAGES.register,
  settings: ADMIN_PAGES.settings,
  journal: ADMIN_PAGES.journal,
} as const satisfies Readonly<Record<string, PortalPath>>;
export type PageName = keyof typeof PAGES | 'antenna';

/** The name of a page as it came from outside; null where there is none such. */
export function pageName(text: string | null): PageName | null {
  if (text === 'antenna') return text;
  return names().find((name) => name === text) ?? null;
}

/** Where a page of this name is; the antenna's page is the one that `antenna` is the path of. */
export function pathOfPage(name: PageName | null, antenna: PortalPath | null): PortalPath {
  if (name === 'antenna') return antenna ?? PAGES.report;
  return PAGES[name ?? 'report'];
}

/** The name of the page that was asked for; of one below a named page, the name of that. */
export function pageNameOf({ path }: Pick<Visit, 'path'>): PageName | null {
  if (path.startsWith('/antennas/')) return 'antenna';
  const below = names().filter((name) => path === PAGES[name] || path.startsWith(`${PAGES[name]}/`));
  return below.toSorted((one, other) => PAGES[other].length - PAGES[one].length)[0] ?? null;
}

function names() {
  // The keys of the table are its type's keys.
  return Object.keys(PAGES) as readonly (keyof typeof PAGES)[];
}
