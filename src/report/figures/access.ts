import { factsOfResult } from '../../access/facts-of-result.ts';
import { accessModel } from '../../access/model.ts';
import type { AccessModel, AccessSubject, Way } from '../../access/types.ts';
import { shareId } from '../../model/ids.ts';
import type { ResultShare, RunResult } from '../../model/result.ts';
import { shareKey } from '../../model/share.ts';
import type { ReportInput } from '../input.ts';
import { changesOf } from './comparison.ts';

const known = new WeakMap<RunResult, AccessModel>();

/** Who can reach what at the run that is shown; made once for a result. */
export function accessOf({
  result,
  organisation,
}: Pick<ReportInput, 'result' | 'organisation'>): AccessModel {
  const made = known.get(result) ?? accessModel(factsOfResult(result, organisation.timezone));
  known.set(result, made);
  return made;
}

/** What gives access since the run before only: shares that it could have seen and did not, and members in new groups. */
export interface FreshAccess {
  /** By `shareKey`. */
  readonly shares: ReadonlySet<string>;
  /** The new groups of members whom both runs list, by uid. */
  readonly joined: ReadonlyMap<string, ReadonlySet<string>>;
}

export function freshAccess(input: Pick<ReportInput, 'result' | 'previous' | 'checks'>): FreshAccess {
  const { result, previous } = input;
  const { isNewShare } = changesOf(input);
  const before = new Map(previous?.members.map(({ id, groups }) => [id, new Set(groups)]));
  const joined = result.members.map(({ id, groups }) => {
    const known = before.get(id);
    return [id, new Set(known === undefined ? [] : groups.filter((one) => !known.has(one)))] as const;
  });
  return {
    shares: new Set(result.shares.filter(isNewShare).map(keyOf)),
    joined: new Map(joined.filter(([, groups]) => groups.size > 0)),
  };
}

/** The `shareKey` of a share of the result. */
export function keyOf({ type, id }: Pick<ResultShare, 'type' | 'id'>): string {
  return shareKey({ type, id: shareId(id) });
}

/** Whether a way is there for somebody since the run before. */
export function isFreshWay({ shares, joined }: FreshAccess): (way: Way, subject: AccessSubject) => boolean {
  return (way, subject) => {
    if (way.kind !== 'share') return false;
    const { share, group } = way;
    if (shares.has(shareKey(share))) return true;
    return group !== null && subject.kind === 'person' && joined.get(subject.id)?.has(group) === true;
  };
}
