import { isPublicLink, lacksPassword, RIGHTS, type Rights } from '../../model/share.ts';
import { before } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import { isOfSome, readBoth, type Trend, trendOf } from '../figures/comparison.ts';
import { madeAt, rightsOf } from '../figures/exposed-items.ts';
import { figuresOf } from '../figures/figures.ts';
import { linksWithoutPassword, linkTotal, protectionOf } from '../figures/run-point.ts';
import type { LinkCounts, ReportInput } from '../input.ts';
import { count, month, type PageLocale } from './locale.ts';

/** From the worst, which stands on the base line so that its fall can be read. */
const PROTECTIONS = [
  'neither',
  'expiryOnly',
  'passwordOnly',
  'both',
] as const satisfies readonly (keyof LinkCounts)[];

/** Public links by protection over the runs, and by what may be done with them. */
export function linksView(input: ReportInput, locale: PageLocale) {
  return {
    columns: columnsOf(input, locale),
    matrix: matrixOf(input, locale),
    moves: movesOf(input, locale),
  };
}

const CHART = { width: 440, top: 20, base: 230, slots: 12 };
const LABEL_GAP = 18;

/** The links of one run. */
interface Column {
  readonly at: UtcMs;
  readonly links: LinkCounts;
}

/** The trend; a first run, or one that has none, by itself. */
function runsOf(trend: Trend, { history }: ReportInput): readonly Column[] {
  const last = history.at(-1);
  const own = last === undefined ? [] : [{ run: last, figures: last.figures }];
  const points = trend.points.length < 2 ? own : trend.points;
  return points.flatMap(({ run, figures: { links } }) => (links === null ? [] : [{ at: run.at, links }]));
}

function columnsOf(input: ReportInput, locale: PageLocale) {
  const trend = trendOf(input);
  const runs = runsOf(trend, input);
  const slots = Math.max(4, runs.length);
  const pitch = CHART.width / slots;
  const most = Math.max(1, ...runs.map(({ links }) => linkTotal(links)));
  const scale = (CHART.base - CHART.top) / most;
  const columns = runs.map(({ at, links }, place) => ({
    ...stackOf(links, scale),
    x: round(place * pitch + pitch * 0.08),
    width: round(pitch * 0.84),
    middle: round(place * pitch + pitch / 2),
    month: month(locale, at),
    last: place === runs.length - 1,
    total: linkTotal(links),
  }));
  const [first, last] = [runs[0], runs.at(-1)];
  const labels = last === undefined ? [] : labelsOf(last.links, scale, locale);
  return {
    width: CHART.width,
    height: CHART.base + 24,
    base: CHART.base,
    labelY: CHART.base + 18,
    columns,
    labels,
    legend: [...labels].reverse(),
    subtitle: locale.say('links.runs', { n: runs.length }),
    note:
      first === undefined || last === undefined || runs.length < 2
        ? ''
        : locale.say('links.from', {
            first: linksWithoutPassword(first.links),
            last: linksWithoutPassword(last.links),
            since: month(locale, first.at, 'long'),
          }),
    compared:
      runs.length > 1 && isOfSome(trend)
        ? locale.say('links.compared', { n: trend.members, all: trend.of })
        : '',
    label: locale.say(
      'links.columnsLabel',
      last === undefined
        ? { without: 0, all: 0 }
        : { without: linksWithoutPassword(last.links), all: linkTotal(last.links) },
    ),
    rows: runs.map(({ at, links }) => ({
      month: month(locale, at, 'long'),
      counts: PROTECTIONS.map((key) => links[key]),
      total: linkTotal(links),
    })),
    headers: PROTECTIONS.map((key) => locale.say(`protection.${key}`)),
  };
}

function stackOf(links: LinkCounts, scale: number) {
  let y = CHART.base;
  const parts = PROTECTIONS.map((key) => {
    const height = links[key] * scale;
    y -= height;
    return { key, hatched: key === 'neither', y: round(y), height: round(Math.max(0, height - 1)) };
  }).filter(({ height }) => height > 0);
  return { parts, top: round(y - 6) };
}

/** Names and counts stand beside the last column, pushed apart where they would overlap. */
function labelsOf(links: LinkCounts, scale: number, locale: PageLocale) {
  let base = CHART.base;
  const wanted = PROTECTIONS.map((key) => {
    const height = links[key] * scale;
    const y = base - height / 2;
    base -= height;
    return { key, y, count: count(locale, links[key]), name: locale.say(`protection.${key}`) };
  });
  let lowest = CHART.base + LABEL_GAP / 2;
  return wanted.map((label) => {
    lowest = Math.min(lowest - LABEL_GAP, label.y);
    return {
      ...label,
      hatched: label.key === 'neither',
      y: round(lowest + 4),
      swatchY: round(lowest - 6),
    };
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
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
  if (previous === null) return [old];
  const was = previous.shares.filter((share) => isPublicLink(share) && !share.hasPassword);
  const openIds = new Set(open.map(({ id }) => id));
  const wasIds = new Set(was.map(({ id }) => id));
  const both = readBoth(result, previous);
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
