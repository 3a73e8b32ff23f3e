import type { ResultReach } from '../../model/result.ts';
import { REACH_CLASSES } from '../../model/share.ts';
import type { MemberPoint, ReachFigures } from '../input.ts';

/** For `comparisonOf` and `trendOf`: the members of whom it is known who reaches their files. */
export function knowsReach({ reach }: Pick<MemberPoint, 'reach'>): boolean {
  return reach !== null;
}

/** The files of these members together; null where it is known of none of them. */
export function reachOver(members: readonly Pick<MemberPoint, 'reach'>[]): ReachFigures | null {
  const known = members.flatMap(({ reach }) => reach ?? []);
  if (known.length === 0) return null;
  const nothing = () => ({ files: 0, bytes: 0 });
  const by: ResultReach = { owner: nothing(), colleagues: nothing(), named: nothing(), anyone: nothing() };
  for (const reach of known) {
    for (const one of REACH_CLASSES) {
      by[one].files += reach[one].files;
      by[one].bytes += reach[one].bytes;
    }
  }
  return { by, members: known.length };
}
