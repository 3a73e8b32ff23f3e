import type { Entry } from '../model/entry.ts';
import { pathIndex } from '../model/path/path-index.ts';
import type { ResultReach } from '../model/result.ts';
import { isPublicLink, REACH_CLASSES, type ReachClass, type ShareType } from '../model/share.ts';
import { isInForce } from './shared-things.ts';
import type { AccessShare } from './types.ts';
import { leadsBelow } from './ways.ts';

/** Counts the files of one tree by who reaches them at most. */
export interface ReachCount {
  see(entry: Pick<Entry, 'path' | 'isFolder' | 'size'>): void;
  counts(): ResultReach;
}

type Reaching = Pick<
  AccessShare,
  'type' | 'fileRequest' | 'path' | 'pathKnown' | 'permissions' | 'expires' | 'lastDay'
>;

/**
 * A count for one member's own tree: each file in one class, by the widest of the shares in force on it or on a folder
 * above it.
 * @param shares all of the member's things, whoever made them; one without a place is of nothing in the tree.
 * @param today `YYYY-MM-DD`: a share whose last day lies before it gives nothing.
 */
export function reachCount(shares: readonly Reaching[], today: string): ReachCount {
  const standing = shares.flatMap((share) => {
    const by = classOf(share);
    return share.pathKnown && isInForce(share, today) && by !== null ? [{ path: share.path, by }] : [];
  });
  const index = pathIndex(standing, ({ path }) => path);
  const nothing = () => ({ files: 0, bytes: 0 });
  const counts = { owner: nothing(), colleagues: nothing(), named: nothing(), anyone: nothing() };
  return {
    see({ path, isFolder, size }) {
      if (isFolder) return;
      const widest = index.onOrAbove(path).reduce<ReachClass>((far, { by }) => wider(far, by), 'owner');
      counts[widest].files += 1;
      counts[widest].bytes += size;
    },
    counts: () => counts,
  };
}

/** Null where the share shows nothing. A kind of share never seen before counts as open to anyone until it is known. */
function classOf(share: Reaching): Exclude<ReachClass, 'owner'> | null {
  if (share.type === 'other') return 'anyone';
  if (!leadsBelow(share)) return null;
  return isPublicLink(share) ? 'anyone' : CLASSES[share.type];
}

const CLASSES = {
  link: 'anyone',
  other: 'anyone',
  mail: 'named',
  federated: 'named',
  // A conversation may have guests; who they are is not known, but they were let in.
  room: 'named',
  user: 'colleagues',
  group: 'colleagues',
  circle: 'colleagues',
  deck: 'colleagues',
} as const satisfies Record<ShareType, Exclude<ReachClass, 'owner'>>;

function wider(a: ReachClass, b: ReachClass): ReachClass {
  return REACH_CLASSES.indexOf(a) < REACH_CLASSES.indexOf(b) ? b : a;
}
