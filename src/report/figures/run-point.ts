import type { ResultShare, RunResult } from '../../model/result.ts';
import { hasEnd, isPublicLink } from '../../model/share.ts';
import type { Bytes } from '../../model/units.ts';
import { isNearlyFull, type UsageBounds, usageLevel } from '../../model/usage-level.ts';
import type { KeyFigures, LinkCounts, MemberPoint, RunPoint } from '../input.ts';
import { isRead } from './coverage-marks.ts';
import { countedMembers } from './population.ts';
import { knowsReach, reachOver } from './reach.ts';
import { knowsMembers } from './run-kind.ts';
import { freeable, groupBy, nothingIsKnown } from './totals.ts';
import { usageBounds } from './usage.ts';

/** A run that may be compared against, as one point of the trend: its own figures, and what they are made of. */
export function runPoint(result: RunResult): RunPoint {
  return {
    id: result.run.id,
    at: Date.parse(result.run.startedAt),
    status: result.run.status === 'complete' ? 'complete' : 'partial',
    figures: keyFigures(result),
    bounds: usageBounds(result),
    members: memberPoints(result),
  };
}

/** The figures of a run, as far as known. */
export function keyFigures(result: RunResult): KeyFigures {
  const isUnknown = nothingIsKnown(result);
  const members = countedMembers(result);
  const bounds = usageBounds(result);
  const sum = (values: readonly (number | null)[]) => (knowsMembers(result) ? sumOfKnown(values) : null);
  return {
    usedBytes: sum(members.map(({ usage }) => usage.bytes)),
    nearlyFull: sum(members.map(({ usage }) => nearlyFullOf(usage.percent, bounds))),
    freeableBytes: isUnknown ? null : freeable(result.findings).bytes,
    links: isUnknown ? null : linkCounts(result.shares),
    reach: reachOver(members),
  };
}

function memberPoints(result: RunResult): ReadonlyMap<string, MemberPoint> {
  const findings = groupBy(result.findings, ({ member }) => member);
  const shares = groupBy(result.shares, ({ owner }) => owner);
  return new Map(
    countedMembers(result).map((member) => [
      member.id,
      {
        isRead: isRead(member.coverage.status),
        usedBytes: member.usage.bytes,
        percent: member.usage.percent,
        freeableBytes: freeable(findings.get(member.id) ?? []).bytes,
        links: linkCounts(shares.get(member.id) ?? []),
        reach: member.reach,
      },
    ]),
  );
}

/** 1 where the space is nearly full or full. */
function nearlyFullOf(percent: number | null, bounds: UsageBounds): 0 | 1 | null {
  if (percent === null) return null;
  return isNearlyFull(usageLevel(percent, bounds)) ? 1 : 0;
}

/** Null where nothing is known of anybody: a sum of nothing known is no 0. */
export function sumOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 && values.length > 0 ? null : known.reduce<number>((sum, one) => sum + one, 0);
}

const NO_LINKS: LinkCounts = { neither: 0, expiryOnly: 0, passwordOnly: 0, both: 0 };

/**
 * The figures of some members of a run, all of whom it read.
 * @param bounds by which their spaces are nearly full: of runs that are compared, the same.
 */
export function figuresOver(
  { members }: RunPoint,
  ids: ReadonlySet<string>,
  bounds: UsageBounds,
): KeyFigures {
  const points = [...ids].flatMap((id) => members.get(id) ?? []);
  return {
    usedBytes: sumOfKnown(points.map(({ usedBytes }) => usedBytes)),
    nearlyFull: sumOfKnown(points.map(({ percent }) => nearlyFullOf(percent, bounds))),
    freeableBytes: points.reduce<Bytes>((sum, { freeableBytes }) => sum + freeableBytes, 0),
    links: points.reduce<LinkCounts>((sum, { links }) => linksTogether(sum, links), NO_LINKS),
    // A sum of others in each run would compare nothing.
    reach: points.every(knowsReach) ? reachOver(points) : null,
  };
}

function linksTogether(a: LinkCounts, b: LinkCounts): LinkCounts {
  return {
    neither: a.neither + b.neither,
    expiryOnly: a.expiryOnly + b.expiryOnly,
    passwordOnly: a.passwordOnly + b.passwordOnly,
    both: a.both + b.both,
  };
}

/** How many members a run read whole. */
export function readCount({ members }: RunPoint): number {
  return [...members.values()].filter((own) => own.isRead).length;
}

/** Public links by protection; each link in exactly one class. */
export function linkCounts(shares: readonly ResultShare[]): LinkCounts {
  const counts = { ...NO_LINKS };
  for (const share of shares) if (isPublicLink(share)) counts[protectionOf(share)] += 1;
  return counts;
}

/** What stands between a public link and everybody: a password of which nothing is known counts as none. */
export function protectionOf(share: ResultShare): keyof LinkCounts {
  if (share.hasPassword) return hasEnd(share) ? 'both' : 'passwordOnly';
  return hasEnd(share) ? 'expiryOnly' : 'neither';
}

/** Public links that open without a password. */
export function linksWithoutPassword({ neither, expiryOnly }: LinkCounts): number {
  return neither + expiryOnly;
}

/** All public links. */
export function linkTotal({ neither, expiryOnly, passwordOnly, both }: LinkCounts): number {
  return neither + expiryOnly + passwordOnly + both;
}
