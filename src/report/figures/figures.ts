import type { CheckInfo } from '../../model/check-info.ts';
import type { ResultFinding, ResultMember, ResultShare, RunResult } from '../../model/result.ts';
import type { Severity } from '../../model/severity.ts';
import type { Bytes } from '../../model/units.ts';
import type { UsageBounds, UsageLevel } from '../../model/usage-level.ts';
import type { LinkCounts, ReachFigures, ReportInput } from '../input.ts';
import { type ExposedItem, isExposed, itemsOf } from './exposed-items.ts';
import { countedMembers } from './population.ts';
import { keyFigures, linkCounts, linksWithoutPassword, linkTotal } from './run-point.ts';
import { type SpaceTotals, spaceTotals } from './spaces.ts';
import {
  type CheckTotals,
  type Freeable,
  freeable,
  groupBy,
  isStanding,
  nothingIsKnown,
  totalsByCheck,
} from './totals.ts';
import { forecastDays, levelOf, nearlyFull, usageBounds } from './usage.ts';

/** Public links, counted. */
export interface LinkFigures {
  readonly all: number;
  readonly withoutPassword: number;
  readonly byProtection: LinkCounts;
}

/** What a set of findings comes to. */
export interface FindingFigures {
  /** Standing findings. */
  readonly standing: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Critical and high ones. */
  readonly severe: number;
  readonly freeable: Freeable;
}

/** What is known of one member's space, summed. */
export interface MemberFigures extends FindingFigures {
  /** Null where the use is not known. */
  readonly level: UsageLevel | null;
  readonly links: LinkFigures;
  /** When the space will be full, `YYYY-MM-DD`; null where nothing says so. */
  readonly fullOn: string | null;
}

/** Every number of a run that several views show. */
export interface Figures extends FindingFigures {
  /** As far as known; null where nothing is known of anybody. */
  readonly usedBytes: Bytes | null;
  /** Of those whose use is known; null where one of their quotas is not, or all are 0. */
  readonly quotaBytes: Bytes | null;
  readonly bounds: UsageBounds;
  /** Members whose space is nearly full or full, the fullest first. */
  readonly nearlyFull: readonly ResultMember[];
  /** How many they are; null where nobody's fill is known. */
  readonly nearlyFullCount: number | null;
  /** Those of them that are full. */
  readonly full: number;
  /** What the nearly full could free. */
  readonly nearlyFullFreeable: Freeable;
  readonly links: LinkFigures;
  /** Null where it is not known of anybody. */
  readonly reach: ReachFigures | null;
  /** Checks without a finding are missing. */
  readonly byCheck: ReadonlyMap<string, CheckTotals>;
  /** Whether links and findings are unknown altogether: then no view says 0. */
  readonly nothingIsKnown: boolean;
  /** Null where there are no collective spaces. */
  readonly spaces: SpaceTotals | null;
  /** Every share with what is to be said about it, the worst and oldest first. */
  readonly shares: readonly ExposedItem[];
  /** Those that lead outside or have a finding. */
  readonly exposed: readonly ExposedItem[];
  /** By uid. */
  readonly members: ReadonlyMap<string, MemberFigures>;
}

type Figured = Pick<ReportInput, 'result' | 'checks'>;
const known = new WeakMap<RunResult, { readonly checks: readonly CheckInfo[]; readonly figures: Figures }>();

/** The figures of a run: computed at the first question, as every view asks for them. */
export function figuresOf(input: Figured): Figures {
  const earlier = known.get(input.result);
  if (earlier?.checks === input.checks) return earlier.figures;
  const figures = compute(input);
  known.set(input.result, { checks: input.checks, figures });
  return figures;
}

function compute(input: Figured): Figures {
  const { result } = input;
  const { findings } = result;
  const nearly = nearlyFull(result);
  const ids = new Set(nearly.map(({ id }) => id));
  const shares = itemsOf(input);
  const members = memberFigures(input);
  const key = keyFigures(result);
  return {
    ...findingFigures(findings),
    usedBytes: key.usedBytes,
    quotaBytes: quotaBytes(result),
    bounds: usageBounds(result),
    nearlyFull: nearly,
    nearlyFullCount: key.nearlyFull,
    full: nearly.filter(({ id }) => members.get(id)?.level === 'full').length,
    nearlyFullFreeable: freeable(findings.filter(({ member }) => member !== null && ids.has(member))),
    links: linkFigures(result.shares),
    reach: key.reach,
    byCheck: totalsByCheck(findings),
    nothingIsKnown: nothingIsKnown(result),
    spaces: spaceTotals(result),
    shares,
    exposed: shares.filter(isExposed),
    members,
  };
}

function memberFigures(input: Figured): ReadonlyMap<string, MemberFigures> {
  const { members, findings, shares } = input.result;
  const bounds = usageBounds(input.result);
  const findingsOf = groupBy(findings, ({ member }) => member);
  const sharesOf = groupBy(shares, ({ owner }) => owner);
  const forecasts = forecastDays(input);
  return new Map(
    members.map((member) => [
      member.id,
      {
        ...findingFigures(findingsOf.get(member.id) ?? []),
        level: levelOf(member, bounds),
        links: linkFigures(sharesOf.get(member.id) ?? []),
        fullOn: forecasts.get(member.id) ?? null,
      },
    ]),
  );
}

function findingFigures(findings: readonly ResultFinding[]): FindingFigures {
  const standing = findings.filter(isStanding);
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of standing) bySeverity[severity] += 1;
  return {
    standing: standing.length,
    bySeverity,
    severe: bySeverity.critical + bySeverity.high,
    freeable: freeable(standing),
  };
}

function linkFigures(shares: readonly ResultShare[]): LinkFigures {
  const byProtection = linkCounts(shares);
  return {
    all: linkTotal(byProtection),
    withoutPassword: linksWithoutPassword(byProtection),
    byProtection,
  };
}

/** Of all whose use is in the sum: of a sum without one of its parts nothing is a share. */
function quotaBytes(result: RunResult): Bytes | null {
  const quotas = countedMembers(result).flatMap(({ usage, quota }) =>
    usage.bytes === null ? [] : [quota.bytes],
  );
  const sum = quotas.reduce<number>((all, bytes) => all + (bytes ?? 0), 0);
  return sum === 0 || quotas.includes(null) ? null : sum;
}
