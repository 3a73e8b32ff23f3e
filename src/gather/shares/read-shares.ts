import { RequestError, type RequestFailure } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import { reasonOf } from '../../model/reasons/errors.ts';
import { because, type Reasons } from '../../model/reasons/reason.ts';
import type { HashToken, Share } from '../../model/share.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { listShares, type OddShareRow, type ShareList } from '../../nextcloud/ocs/share-list.ts';
import { assertNoneLost, type EarlierShares } from './vanished.ts';

/** Maximum number of shares of one person's things by another one that are kept: more say nothing more, and must not hide the rest. */
const MOST_PER_MAKER = 1_000;

/** The server ran out of memory, or we were told to take in no more. */
const TOO_LONG: readonly RequestFailure[] = ['too-big', 'bound'];

/** A share that stands in the list but is not known, and what is wrong with its record. */
export interface LostShare {
  /** Null where the record has none. */
  readonly id: string | null;
  readonly reasons: Reasons;
  /** The fields that could not be read. */
  readonly fields: string;
}

export interface ReadShares {
  readonly shares: readonly Share[];
  readonly lost: readonly LostShare[];
  /** Why shares by others are missing; none where none are. */
  readonly lack: Reasons;
  /** Whether the list itself was read to its end. */
  readonly isWhole: boolean;
}

/**
 * A member's list of shares. What others made of the member's things never costs what the member made: where the whole
 * list is too long to be taken in, the member's own alone is asked for, and of each other maker only the first are kept.
 * A list that came without most of what stood in it earlier is believed only after questions.
 * @param earlier null where no run read the list before.
 * @throws {RequestError}
 */
export async function readShares(
  session: Session,
  member: MemberId,
  earlier: EarlierShares | null,
  hashToken?: HashToken,
): Promise<ReadShares> {
  try {
    const list = await listShares(session, 'all', hashToken);
    if (earlier !== null) await assertNoneLost(session, idsOf(list), earlier);
    return { ...boundPerMaker(list.shares), lost: list.odd.map(lostOf), isWhole: true };
  } catch (error) {
    if (!(error instanceof RequestError) || !TOO_LONG.includes(error.failure)) throw error;
    const list = await listShares(session, 'own', hashToken);
    const own = earlier?.shares.filter(({ sharedBy }) => sharedBy === member) ?? [];
    if (earlier !== null) await assertNoneLost(session, idsOf(list), { ...earlier, shares: own });
    const { shares, odd } = list;
    const lack = [because('shares.too-long'), reasonOf(error)];
    return { shares, lost: odd.map(lostOf), lack, isWhole: false };
  }
}

function idsOf({ shares, odd }: ShareList): ReadonlySet<string> {
  return new Set([...shares.map(({ id }) => id), ...odd.flatMap(({ id }) => id ?? [])]);
}

function lostOf({ id, fields }: OddShareRow): LostShare {
  return { id, fields, reasons: [because('share.not-understood', { fields })] };
}

/** Keeps all that owners made of their own things, and of what each other person made of them the first. */
export function boundPerMaker(shares: readonly Share[]): Pick<ReadShares, 'shares' | 'lack'> {
  const counts = new Map<string, { readonly maker: MemberId; readonly owner: MemberId; made: number }>();
  const kept = shares.filter(({ owner, sharedBy }) => {
    if (owner === sharedBy) return true;
    const key = JSON.stringify([owner, sharedBy]);
    const count = counts.get(key) ?? { maker: sharedBy, owner, made: 0 };
    counts.set(key, count);
    count.made += 1;
    return count.made <= MOST_PER_MAKER;
  });
  const over = [...counts.values()].filter(({ made }) => made > MOST_PER_MAKER);
  const lack = over.map((count) => because('shares.per-maker', { ...count, judged: MOST_PER_MAKER }));
  return { shares: kept, lack };
}
