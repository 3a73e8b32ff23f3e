import { isPublicLink, lacksPassword, RIGHTS, type Rights, rightsOf } from '../../model/share.ts';
import { before } from '../../model/time.ts';
import { readBoth } from '../figures/comparison.ts';
import { madeAt } from '../figures/exposed-items.ts';
import { figuresOf } from '../figures/figures.ts';
import { protectionOf } from '../figures/run-point.ts';
import type { LinkCounts, ReportInput } from '../input.ts';
import { UNKNOWN } from './common/member-row.ts';
import { linkColumns, PROTECTIONS } from './link-columns.ts';
import { count, month, type PageLocale } from './locale.ts';

/** Public links by protection over the runs, and by what may be done with them. */
export function linksView(input: ReportInput, locale: PageLocale) {
  return {
    columns: linkColumns(input, locale),
    matrix: matrixOf(input, locale),
    moves: movesOf(input, locale),
  };
}

function matrixOf(input: ReportInput, locale: PageLocale) {
  const { result } = input;
  const links = result.shares.filter(isPublicLink);
  const cell = (rights: Rights, protection: keyof LinkCounts) => {
    const number = links.filter(
      (link) => rightsOf(link) === rights && protectionOf(link) === protection,
    ).length;
    return {
      number: number === 0 ? '·' : count(locale, number),
      tone: number === 0 ? 'zero' : toneOf(rights, protection),
    };
  };
  const { byProtection, all } = figuresOf(input).links;
  return {
    headers: PROTECTIONS.map((key) => locale.say(`protection.${key}.short`)),
    rows: RIGHTS.map((rights) => ({
      label: locale.say(`rights.${rights}`),
      cells: PROTECTIONS.map((protection) => cell(rights, protection)),
    })),
    totals: PROTECTIONS.map((key) => count(locale, byProtection[key])),
    subtitle: locale.say('links.count', { n: all }),
    mail: mailNote(
      result.shares.filter((share) => share.type === 'mail' && !share.fileRequest && lacksPassword(share))
        .length,
      locale,
    ),
  };
}

function mailNote(number: number, locale: PageLocale): string {
  return number === 0 ? '' : locale.say('links.mail', { n: number });
}

function toneOf(rights: Rights, protection: keyof LinkCounts): string {
  if (protection === 'both') return '';
  if (protection === 'passwordOnly') return rights === 'change' ? 'medium' : 'low';
  if (rights === 'change') return 'critical';
  return protection === 'neither' ? 'high' : 'medium';
}

/** What moved since the run before among those whom both read, and what is more than a year old. */
function movesOf({ result, previous, organisation }: ReportInput, locale: PageLocale) {
  const open = result.shares.filter((share) => isPublicLink(share) && !share.hasPassword);
  const yearAgo = before(
    Date.parse(result.run.startedAt),
    { amount: 1, unit: 'years' },
    organisation.timezone,
  );
  const links = result.shares.filter(isPublicLink);
  const old = {
    number: count(locale, links.filter((link) => (madeAt(link) ?? yearAgo) < yearAgo).length),
    text: locale.say('links.old'),
  };
  const none = (reason: 'first' | 'incomparable') => ({
    number: UNKNOWN,
    text: locale.say('links.noMoves', { reason }),
  });
  if (previous === null) return [none('first'), old];
  const both = readBoth(result, previous);
  if (both.size === 0) return [none('incomparable'), old];
  const was = previous.shares.filter((share) => isPublicLink(share) && !share.hasPassword);
  const openIds = new Set(open.map(({ id }) => id));
  const wasIds = new Set(was.map(({ id }) => id));
  const closed = was.filter(({ id, owner }) => both.has(owner) && !openIds.has(id)).length;
  const fresh = open.filter(({ id, owner }) => both.has(owner) && !wasIds.has(id)).length;
  const since = month(locale, Date.parse(previous.run.startedAt), 'long');
  return [
    {
      number: closed === 0 ? '0' : `\u2212${count(locale, closed)}`,
      text: locale.say('links.closed', { since }),
    },
    { number: fresh === 0 ? '0' : `+${count(locale, fresh)}`, text: locale.say('links.fresh') },
    old,
  ];
}
