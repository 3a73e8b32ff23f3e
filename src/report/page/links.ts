import { isPublicLink, lacksPassword, RIGHTS, type Rights } from '../../model/share.ts';
import { before } from '../../model/time.ts';
import { madeAt, rightsOf } from '../figures/exposed-items.ts';
import { figuresOf } from '../figures/figures.ts';
import { linksWithoutPassword, linkTotal, protectionOf } from '../figures/totals.ts';
import type { LinkCounts, ReportInput, RunPoint } from '../input.ts';
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
    columns: columnsOf(input.history, locale),
    matrix: matrixOf(input, locale),
    moves: movesOf(input, locale),
  };
}

const CHART = { width: 440, top: 20, base: 230, slots: 12 };
const LABEL_GAP = 18;

function columnsOf(history: readonly RunPoint[], locale: PageLocale) {
  const slots = Math.max(4, history.length);
  const pitch = CHART.width / slots;
  const most = Math.max(1, ...history.map(({ links }) => linkTotal(links)));
  const scale = (CHART.base - CHART.top) / most;
  const columns = history.map((point, at) => ({
    ...stackOf(point, scale),
    x: round(at * pitch + pitch * 0.08),
    width: round(pitch * 0.84),
    middle: round(at * pitch + pitch / 2),
    month: `${month(locale, point.at)}${point.status === 'partial' ? '*' : ''}`,
    partial: point.status === 'partial',
    last: at === history.length - 1,
    total: linkTotal(point.links),
  }));
  const last = history.at(-1);
  const labels = last === undefined ? [] : labelsOf(last, scale, locale);
  const first = history[0];
  return {
    width: CHART.width,
    height: CHART.base + 24,
    base: CHART.base,
    labelY: CHART.base + 18,
    columns,
    labels,
    legend: [...labels].reverse(),
    subtitle: locale.say('links.runs', { n: history.length }),
    note:
      first === undefined || last === undefined || history.length < 2
        ? ''
        : locale.say('links.from', {
            first: linksWithoutPassword(first.links),
            last: linksWithoutPassword(last.links),
            since: month(locale, first.at, 'long'),
          }),
    star: history.some(({ status }) => status === 'partial') ? locale.say('links.star') : '',
    label: locale.say(
      'links.columnsLabel',
      last === undefined
        ? { without: 0, all: 0 }
        : { without: linksWithoutPassword(last.links), all: linkTotal(last.links) },
    ),
    rows: history.map((point) => ({
      month: month(locale, point.at, 'long'),
      counts: PROTECTIONS.map((key) => point.links[key]),
      total: linkTotal(point.links),
    })),
    headers: PROTECTIONS.map((key) => locale.say(`protection.${key}`)),
  };
}

function stackOf({ links }: RunPoint, scale: number) {
  let y = CHART.base;
  const parts = PROTECTIONS.map((key) => {
    const height = links[key] * scale;
    y -= height;
    return { key, hatched: key === 'neither', y: round(y), height: round(Math.max(0, height - 1)) };
  }).filter(({ height }) => height > 0);
  return { parts, top: round(y - 6) };
}

/** Names and counts stand beside the last column, pushed apart where they would overlap. */
function labelsOf({ links }: RunPoint, scale: number, locale: PageLocale) {
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

/** What moved since the run before, and what is more than a year old. */
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
  const read = new Set(
    result.members
      .filter(({ coverage }) => coverage.status === 'read' || coverage.status === 'unchanged')
      .map(({ id }) => id),
  );
  const closed = was.filter(({ id, owner }) => read.has(owner) && !openIds.has(id)).length;
  const fresh = open.filter(({ id }) => !wasIds.has(id)).length;
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
