import type { Finding } from '../model/finding.ts';
import { groupedBy } from '../model/grouped.ts';
import type { MemberId } from '../model/ids.ts';
import { because, type Reason, type Reasons } from '../model/reasons/reason.ts';
import { reasonFields, reasonSentence } from '../model/reasons/sentence.ts';
import type { ResultCheck, ResultFinding } from '../model/result.ts';
import type { Limits } from '../model/usage-level.ts';
import type { Check } from './check.ts';
import type { UnjudgedShare } from './evidence.ts';
import type { Runner } from './runner.ts';
import type { Verdict } from './verdict.ts';

/** How a check came out over all that it judged. */
export function rowOf(
  check: Check,
  runner: Runner,
  verdicts: readonly Verdict[],
  findings: readonly (Finding | ResultFinding)[],
): ResultCheck {
  const { id } = check;
  const limits = runner.limits.get(id) ?? {};
  if (runner.off.has(id)) return rowWithout(id, 'off', [], limits);
  const blocked = runner.blocked.get(id);
  if (blocked !== undefined) return rowWithout(id, 'not-run', [blocked], limits);
  const own = verdicts.filter((verdict) => verdict.check.id === id);
  const current = findings.filter(
    ({ check: found, state }) => found === id && (state === 'new' || state === 'open'),
  );
  const nothing = own.length > 0 && own.every(({ extent }) => extent === 'none');
  return {
    id,
    status: nothing ? 'not-run' : 'ran',
    ...reasonFields(reasonsOf(own)),
    findings: current.length,
    bytes: current.reduce((sum, { bytes }) => sum + bytes, 0),
    limits,
  };
}

/** The row of a check that found nothing, for it did not run. */
export function rowWithout(
  id: string,
  status: 'off' | 'not-run',
  reasons: Reasons,
  limits: Limits,
): ResultCheck {
  return { id, status, ...reasonFields(reasons), findings: 0, bytes: 0, limits };
}

interface Lacking {
  readonly key: 'check.not-judged' | 'check.judged-in-part';
  readonly cause: Reasons;
  readonly whom: Reason;
}

/** What a check could not judge, named by its reason; none where nothing is missing. */
function reasonsOf(verdicts: readonly Verdict[]): Reasons {
  const lacking = verdicts.flatMap((verdict): readonly Lacking[] => [
    ...lackOf(verdict),
    ...(verdict.extent === 'none' ? [] : unjudgedOf(verdict.unjudged, verdict.member)),
  ]);
  if (lacking.length === 0) return [];
  const byReason = groupedBy(lacking, ({ key, cause }) => `${key} ${reasonSentence(cause)}`);
  const clauses = [...byReason.values()].flatMap((all) =>
    all.slice(0, 1).map(({ key, cause }) => because(key, { cause, whom: all.map(({ whom }) => whom) })),
  );
  return [because('check.gaps', { clauses })];
}

function lackOf(verdict: Verdict): readonly Lacking[] {
  if (verdict.extent === 'whole') return [];
  const { member, reasons: cause } = verdict;
  const whom = member === null ? because('whom.server') : because('whom.member', { member });
  return [{ key: verdict.extent === 'part' ? 'check.judged-in-part' : 'check.not-judged', cause, whom }];
}

/** Maximum number of shares of one member that are named. */
const MOST_NAMED = 10;

/** The shares of one member, or the entries of the register, by what is not known of them: each named, of many the first. */
function unjudgedOf(unjudged: readonly UnjudgedShare[], member: MemberId | null): readonly Lacking[] {
  const byReason = groupedBy(unjudged, ({ reasons }) => reasonSentence(reasons));
  return [...byReason.values()].map((all) => {
    const shares = all
      .slice(0, MOST_NAMED)
      .map(({ id }) => (id === null ? because('whom.share-without-id') : because('whom.share', { id })));
    const more = all.length - shares.length;
    const whom =
      member === null
        ? because('whom.entries', { entries: shares, more })
        : because('whom.shares-of-member', { shares, more, member });
    return { key: 'check.not-judged', cause: all[0]?.reasons ?? [], whom };
  });
}
