import { hierarchy, treemap, treemapDice, treemapSlice, treemapSquarify } from 'd3-hierarchy';
import type { ResultMember } from '../../model/result.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import { isNearlyFull, type UsageLevel } from '../../model/usage-level.ts';
import { figuresOf } from '../figures/figures.ts';
import { isCounted } from '../figures/population.ts';
import { groupBy } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { wholePercent } from '../text/format.ts';
import type { Cell } from './common/cells.ts';
import { count, type PageLocale, percent, size } from './locale.ts';

interface Leaf {
  readonly member: ResultMember;
  readonly at: number;
}
interface Branch {
  readonly antenna: string;
  readonly leaves: readonly Leaf[];
}
type Datum = { readonly children: readonly Branch[] } | Branch | Leaf;

export const STEPS = ['f0', 'f1', 'f2', 'f3', 'f4'] as const;
const LAYOUTS = {
  wide: { width: 820, height: 430 },
  narrow: { width: 326, height: 640 },
} as const;
export type LayoutName = keyof typeof LAYOUTS;

export interface Treemap {
  readonly width: number;
  readonly height: number;
  readonly cells: readonly Cell[];
  readonly branches: readonly {
    readonly antenna: string;
    readonly members: number;
    readonly bytes: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
  }[];
}

/** Antennas, and in them their members, as areas of the bytes in use. Disabled and unknown ones have none. */
export function treemapOf({ result, contacts }: ReportInput, layout: LayoutName): Treemap {
  const leaves = result.members
    .map((member, at) => ({ member, at }))
    .filter(({ member }) => isCounted(member) && (member.usage.bytes ?? 0) > 0);
  const groups = groupBy(leaves, ({ member }) => contacts.get(member.id)?.antenna ?? '');
  const branches: readonly Branch[] = [...groups].map(([antenna, own]) => ({ antenna, leaves: own }));
  const { width, height } = LAYOUTS[layout];
  const root = hierarchy<Datum>({ children: branches }, childrenOf)
    .sum((datum) => ('member' in datum ? (datum.member.usage.bytes ?? 0) : 0))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const plan = treemap<Datum>()
    .size([width, height])
    .paddingInner((node) => (node.depth === 0 ? 8 : 2))
    .paddingTop((node) => (node.depth === 1 ? 22 : 0))
    .tile((node, ...edges) => {
      const few = branches.length <= 4;
      const tile = node.depth > 0 || !few ? treemapSquarify : layout === 'wide' ? treemapDice : treemapSlice;
      tile(node, ...edges);
    });
  const placed = plan(root);
  return {
    width,
    height,
    cells: placed.leaves().flatMap((node) => {
      const { data, x0, y0, x1, y1 } = node;
      return 'member' in data
        ? [{ at: data.at, x: half(x0), y: half(y0), width: half(x1 - x0), height: half(y1 - y0) }]
        : [];
    }),
    branches: (placed.children ?? []).flatMap(({ data, value, x0, y0, x1 }) =>
      'antenna' in data
        ? [
            {
              antenna: data.antenna,
              members: data.leaves.length,
              bytes: value ?? 0,
              x: half(x0),
              y: half(y0),
              width: half(x1 - x0),
            },
          ]
        : [],
    ),
  };
}

function childrenOf(datum: Datum): readonly Datum[] | null {
  if ('children' in datum) return datum.children;
  return 'leaves' in datum ? datum.leaves : null;
}

/** Half pixels are fine enough, and short. */
function half(value: number): number {
  return Math.round(value * 2) / 2;
}

/** From which percentage on what is calm is shaded darker. */
const SHADES = { dark: 40, darker: 60 } as const;

/** The step of fill that a member's cell is coloured with. */
function stepOf({ usage }: ResultMember, level: UsageLevel | null): (typeof STEPS)[number] {
  if (isNearlyFull(level)) return 'f4';
  if (level === 'filling') return 'f3';
  const value = usage.percent ?? 0;
  if (value >= SHADES.darker) return 'f2';
  return value >= SHADES.dark ? 'f1' : 'f0';
}

/** What the steps of fill stand for, in percent; without those that no use can have. */
export function treemapLegend(input: ReportInput, { say }: PageLocale) {
  const { filling, nearly } = figuresOf(input).bounds;
  const edges = [0, Math.min(SHADES.dark, filling), Math.min(SHADES.darker, filling), filling, nearly].map(
    wholePercent,
  );
  return STEPS.flatMap((step, at) => {
    const [from = 0, to] = [edges[at], edges[at + 1]];
    if (to === undefined) return [{ step, text: `▲ ≥ ${from}` }];
    if (at === 0) return [{ step, text: say('treemap.less', { limit: to }) }];
    return from < to ? [{ step, text: `${from}–${to}` }] : [];
  });
}

const LABEL = { width: 34, height: 32, letter: 7.4, indent: 5 };

/** The drawing: one path per colour, and labels where they fit. */
export function treemapView(input: ReportInput, layout: LayoutName, locale: PageLocale) {
  const { width, height, cells, branches } = treemapOf(input, layout);
  const { members } = figuresOf(input);
  const drawn = cells.flatMap((cell) => {
    const member = input.result.members[cell.at];
    return member === undefined
      ? []
      : [{ cell, member, step: stepOf(member, members.get(member.id)?.level ?? null) }];
  });
  const byStep = groupBy(drawn, ({ step }) => step);
  const prefix = commonPrefix(drawn.map(({ member }) => member.id));
  return {
    name: layout,
    width,
    height,
    paths: STEPS.flatMap((step) => {
      const own = byStep.get(step);
      return own === undefined ? [] : [{ step, d: own.map(({ cell }) => outline(cell)).join('') }];
    }),
    hatched: drawn
      .filter(({ member }) => member.usage.source !== 'crawl')
      .map(({ cell }) => outline(cell))
      .join(''),
    labels: drawn
      .filter(({ cell }) => cell.width >= LABEL.width && cell.height >= LABEL.height)
      .map(({ cell, member, step }) => ({
        x: cell.x + LABEL.indent,
        y: cell.y + 15,
        step,
        name: fitting(
          `${step === 'f4' ? '▲' : ''}${outsideText(member.id.slice(prefix.length))}`,
          cell.width - LABEL.indent,
        ),
        percent: percent(locale, member.usage.percent ?? 0),
      })),
    branches: branches.map((branch) => ({
      ...branch,
      y: branch.y + 13,
      name: fitting(
        branch.antenna === '' ? locale.say('treemap.noAntenna') : outsideText(branch.antenna),
        branch.width,
      ),
      detail:
        branch.width < 180
          ? ''
          : ` · ${locale.say('treemap.members', { n: branch.members })} · ${size(locale, branch.bytes)}`,
    })),
    label: locale.say('treemap.label', { n: count(locale, cells.length), antennas: branches.length }),
    prefix,
  };
}

function outline({ x, y, width, height }: Cell): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

function fitting(text: string, width: number): string {
  const most = Math.max(1, Math.floor(width / LABEL.letter));
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}

/** What all ids begin with up to a separator ("member-"), so that the cells show what differs. */
function commonPrefix(ids: readonly string[]): string {
  const first = ids[0] ?? '';
  if (ids.length < 3) return '';
  let length = first.length;
  for (const id of ids) while (!id.startsWith(first.slice(0, length))) length -= 1;
  const cut = Math.max(first.lastIndexOf('-', length - 1), first.lastIndexOf('.', length - 1));
  return cut < 2 ? '' : first.slice(0, cut + 1);
}
