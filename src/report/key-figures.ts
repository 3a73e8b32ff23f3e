import type { ReportInput } from './input.ts';
import { freeable, isStanding, linkCounts, linksWithoutPassword, nearlyFull, usedBytes } from './totals.ts';

/** The figures that every short view begins with. */
export interface KeyFigures {
  readonly members: number;
  readonly read: number;
  readonly notGranted: number;
  readonly notReadWhole: number;
  readonly usedBytes: number;
  readonly nearlyFull: number;
  readonly openLinks: number;
  /** Against the run before; null for the first. */
  readonly openLinksChange: number | null;
  readonly freeableBytes: number;
  readonly freeableItems: number;
  readonly critical: number;
}

export function keyFigures({ result, previous }: ReportInput): KeyFigures {
  const { coverage, findings, shares } = result;
  const openLinks = linksWithoutPassword(linkCounts(shares));
  const free = freeable(findings);
  return {
    members: coverage.members - coverage.disabled,
    read: coverage.read + coverage.unchanged,
    notGranted: coverage.notGranted,
    notReadWhole: coverage.partial + coverage.failed,
    usedBytes: usedBytes(result),
    nearlyFull: nearlyFull(result).length,
    openLinks,
    openLinksChange: previous === null ? null : openLinks - linksWithoutPassword(linkCounts(previous.shares)),
    freeableBytes: free.bytes,
    freeableItems: free.items,
    critical: findings.filter((finding) => isStanding(finding) && finding.severity === 'critical').length,
  };
}

/** « (−6) », « (+2) »; nothing where nothing changed or nothing is known. */
export function signed(change: number | null): string {
  if (change === null || change === 0) return '';
  return change > 0 ? ` (+${change})` : ` (\u2212${-change})`;
}
