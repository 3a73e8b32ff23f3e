import type { MemberId } from '../model/ids.ts';
import { groupedBy } from '../model/lists/grouped.ts';
import { type PathTest, pathTest, plainBeginning } from '../model/path/glob.ts';
import type { TreePath } from '../model/path/path.ts';
import { pathIndex } from '../model/path/path-index.ts';

/** A finding that the cooperative accepts until a day, inclusive. */
export interface Exception {
  readonly check: string;
  readonly member?: string | undefined;
  /** A pattern for the decoded path, as `pathTest` reads it. */
  readonly path: string;
  readonly until: string;
}

/** Whether a finding of this check, on this member's thing, is accepted. */
export type Acceptor = (check: string, member: MemberId | null, path: TreePath | null) => boolean;

/**
 * What the cooperative accepts today; exceptions that have ended are not obeyed.
 * `**` (what an exception without a path means) also accepts findings on members and the server, which have no path.
 * @param today `YYYY-MM-DD` in the organisation's zone.
 */
export function acceptorOf(exceptions: readonly Exception[], today: string): Acceptor {
  const valid = exceptions.filter(({ until }) => until >= today);
  const ofCheck = new Map(
    [...groupedBy(valid, ({ check }) => check)].map(([check, its]) => [check, acceptanceOf(its)]),
  );
  return (check, member, path) => ofCheck.get(check)?.(member, path) ?? false;
}

/** Whether exceptions of one check accept a thing: only those are tried whose plain beginning leads to it. */
function acceptanceOf(
  exceptions: readonly Exception[],
): (member: MemberId | null, path: TreePath | null) => boolean {
  const whole = exceptions.filter(({ path }) => path === '**');
  const patterns = exceptions
    .filter(({ path }) => path !== '**')
    .map(({ member, path }) => ({ member, ...patternOf(path) }));
  const byBeginning = pathIndex(patterns, ({ beginning }) => beginning);
  const isFor = (member: MemberId | null) => (one: Pick<Exception, 'member'>) =>
    one.member === undefined || one.member === member;
  return (member, path) =>
    whole.some(isFor(member)) ||
    (path !== null && byBeginning.onOrAbove(path).some((one) => isFor(member)(one) && one.matches(path)));
}

function patternOf(path: string): { readonly beginning: TreePath; readonly matches: PathTest } {
  return { beginning: plainBeginning(path), matches: pathTest(path) ?? (() => false) };
}
