import { pathTest } from '../model/glob.ts';
import type { MemberId } from '../model/ids.ts';
import type { TreePath } from '../model/path.ts';

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
  const valid = exceptions
    .filter(({ until }) => until >= today)
    .map((exception) => ({ ...exception, matches: pathTest(exception.path) ?? (() => false) }));
  return (check, member, path) =>
    valid.some(
      (one) =>
        one.check === check &&
        (one.member === undefined || one.member === member) &&
        (one.path === '**' || (path !== null && one.matches(path))),
    );
}
