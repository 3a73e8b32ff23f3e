import type { RegisterEntry } from '../../../model/register/entry.ts';
import { portalPath } from '../../http/reply.ts';
import { ADMIN_PAGES } from '../../pages/named-pages.ts';
import { address, type TeamLocale, type TeamVisit } from '../frame.ts';
import type { RegisterLists } from './lists.ts';

/** What the page of the register may show alone; an entry that no run has looked at yet is not checked. */
const FILTERS = ['all', 'review', 'in-order', 'not-checked', 'proposed', 'absent'] as const;
export type RegisterFilter = (typeof FILTERS)[number];

/** One way to narrow the page down: a link, so that it works without scripts and can be passed on. */
interface Chip {
  readonly href: string;
  readonly text: string;
  readonly number: number;
  readonly current: boolean;
}

export function filterOf({ query }: Pick<TeamVisit, 'query'>): RegisterFilter {
  return FILTERS.find((one) => one === query.get('show')) ?? 'all';
}

export function filterChips(
  lists: RegisterLists,
  current: RegisterFilter,
  visit: TeamVisit,
  { say }: TeamLocale,
): { readonly label: string; readonly items: readonly Chip[] } {
  return {
    label: say('register.show'),
    items: FILTERS.map((filter) => ({
      href: address(
        visit,
        filter === 'all' ? ADMIN_PAGES.register : portalPath`/admin/register?show=${filter}`,
      ),
      text: say(`register.show.${filter}`),
      number: numberOf(filter, lists),
      current: filter === current,
    })),
  };
}

function numberOf(filter: RegisterFilter, lists: RegisterLists): number {
  if (filter === 'proposed') return lists.proposed.length;
  if (filter === 'absent') return lists.absent.length;
  return lists.entries.filter((entry) => isShown(entry, filter)).length;
}

export function isShown({ standing }: RegisterEntry, filter: RegisterFilter): boolean {
  if (filter === 'all') return true;
  const state = standing?.state ?? 'not-checked';
  return filter === 'review' ? state === 'dead' : state === filter;
}
