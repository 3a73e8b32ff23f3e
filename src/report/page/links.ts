import { isPublicLink } from '../../model/share.ts';
import { before } from '../../model/time.ts';
import { madeAt, RIGHTS, type Rights, rightsOf } from '../figures/exposed-items.ts';
import { linkCounts, linksOpen, linksWithoutPassword, protectionOf } from '../figures/totals.ts';
import type { LinkCounts, ReportInput, RunPoint } from '../input.ts';
import { count, month, type Tongue } from './locale.ts';

/** From the worst, which stands on the base line so that its fall can be read. */
const PROTECTIONS = [
  'neither',
  'expiryOnly',
  'passwordOnly',
  'both',
] as const satisfies readonly (keyof LinkCounts)[];

/** Public links by protection over the runs, and by what may be done with them. */
export function linksView(input: ReportInput, tongue: Tongue) {
  return {
    columns: columnsOf(input.history, tongue),
    matrix: matrixOf(input, tongue),
    moves: movesOf(input, tongue),
  };
}

const CHART = { width: 440, top: 20, base: 230, slots: 12 };
const LABEL_GAP = 18;

function columnsOf(history: readonly RunPoint[], tongue: Tongue) {
  const slots = Math.max(4, history.length);
  const pitch = CHART.width / slots;
  const most = Math.max(1, ...history.map(({ links }) => linksOpen(links)));
  const scale = (CHART.base - CHART.top) / most;
  const columns = history.map((point, at) => ({
    ...stackOf(point, scale),
    x: round(at * pitch + pitch * 0.08),
    width: round(pitch * 0.84),
    middle: round(at * pitch + pitch / 2),
    month: `${month(tongue, point.at)}${point.status === 'partial' ? '*' : ''}`,
    partial: point.status === 'partial',
    last: at === history.length - 1,
    total: linksOpen(point.links),
  }));
  const last = history.at(-1);
  const labels = last === undefined ? [] : labelsOf(last, scale, tongue);
  const first = history[0];
  return {
    width: CHART.width,
    height: CHART.base + 24,
    base: CHART.base,
    labelY: CHART.base + 18,
    columns,
    labels,
    legend: [...labels].reverse(),
    subtitle: tongue.say('links.runs', { n: history.length }),
    note:
      first === undefined || last === undefined || history.length < 2
        ? ''
        : tongue.say('links.from', {
            first: linksWithoutPassword(first.links),
            last: linksWithoutPassword(last.links),
            since: month(tongue, first.at, 'long'),
          }),
    star: history.some(({ status }) => status === 'partial') ? tongue.say('links.star') : '',
    label: tongue.say(
      'links.columnsLabel',
      last === undefined
        ? { without: 0, all: 0 }
        : { without: linksWithoutPassword(last.links), all: linksOpen(last.links) },
    ),
    rows: history.map((point) => ({
      month: month(tongue, point.at, 'long'),
      counts: PROTECTIONS.map((key) => point.links[key]),
      total: linksOpen(point.links),
    })),
    headers: PROTECTIONS.map((key) => tongue.say(`protection.${key}`)),
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
function labelsOf({ links }: RunPoint, scale: number, tongue: Tongue) {
  let base = CHART.base;
  const wanted = PROTECTIONS.map((key) => {
    const height = links[key] * scale;
    const y = base - height / 2;
    base -= height;
    return { key, y, count: count(tongue, links[key]), name: tongue.say(`protection.${key}`) };
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

function matrixOf({ result }: ReportInput, tongue: Tongue) {
  const links = result.shares.filter(isPublicLink);
  const cell = (rights: Rights, protection: keyof LinkCounts) => {
    const number = links.filter(
      (link) => rightsOf(link) === rights && protectionOf(link) === protection,
    ).length;
    return {
      number: number === 0 ? '·' : count(tongue, number),
      tone: number === 0 ? 'zero' : toneOf(rights, protection),
    };
  };
  const totals = linkCounts(result.shares);
  return {
    headers: PROTECTIONS.map((key) => tongue.say(`protection.${key}.short`)),
    rows: RIGHTS.map((rights) => ({
      label: tongue.say(`rights.${rights}`),
      cells: PROTECTIONS.map((protection) => cell(rights, protection)),
    })),
    totals: PROTECTIONS.map((key) => count(tongue, totals[key])),
    subtitle: tongue.say('links.count', { n: linksOpen(totals) }),
    mail: mailNote(
      result.shares.filter(
        ({ type, fileRequest, hasPassword }) => type === 'mail' && !fileRequest && !hasPassword,
      ).length,
      tongue,
    ),
  };
}

function mailNote(number: number, tongue: Tongue): string {
  return number === 0 ? '' : tongue.say('links.mail', { n: number });
}

function toneOf(rights: Rights, protection: keyof LinkCounts): string {
  if (protection === 'both') return '';
  if (protection === 'passwordOnly') return rights === 'change' ? 'medium' : 'low';
  if (rights === 'change') return 'critical';
  return protection === 'neither' ? 'high' : 'medium';
}

/** What moved since the run before, and what is more than a year old. */
function movesOf({ result, previous, organisation }: ReportInput, tongue: Tongue) {
  const open = result.shares.filter((share) => isPublicLink(share) && !share.hasPassword);
  const yearAgo = before(
    Date.parse(result.run.startedAt),
    { amount: 1, unit: 'years' },
    organisation.timezone,
  );
  const links = result.shares.filter(isPublicLink);
  const old = {
    number: count(tongue, links.filter((link) => (madeAt(link) ?? yearAgo) < yearAgo).length),
    text: tongue.say('links.old'),
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
  const since = month(tongue, Date.parse(previous.run.startedAt), 'long');
  return [
    {
      number: closed === 0 ? '0' : `\u2212${count(tongue, closed)}`,
      text: tongue.say('links.closed', { since }),
    },
    { number: fresh === 0 ? '0' : `+${count(tongue, fresh)}`, text: tongue.say('links.fresh') },
    old,
  ];
}
