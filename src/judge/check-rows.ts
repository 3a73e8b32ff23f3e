import type { MemberId } from '../model/ids.ts';
import { groupedBy } from '../model/lists/grouped.ts';
import { because, type Reason, type Reasons } from '../model/reasons/reason.ts';
import { reasonFields, reasonSentence } from '../model/reasons/sentence.ts';
import type { ResultCheck, ResultFinding } from '../model/result.ts';
import type { Limits } from '../model/usage-level.ts';
import type { Check } from './check.ts';
import type { UnjudgedShare } from './evidence.ts';
import type { Runner } from './runner.ts';
import type { Verdict } from './verdict.ts';

/** What of a check's verdicts its row shows; the verdicts themselves are not kept. */
export interface Tally {
  add(verdict: Verdict): void;
  /** Counts a finding that is to be acted on; one of another state says nothing. */
  count(finding: ResultFinding): void;
  /** Whether it was to judge somebody and could judge nobody. */
  judgedNothing(): boolean;
  /** What is to be acted on. */
  readonly current: Pick<ResultCheck, 'findings' | 'bytes'>;
  /** What it could not judge, named by its reason; none where nothing is missing. */
  reasons(): Reasons;
}

export function newTally(whomOf: WhomOf): Tally {
  let verdicts = 0;
  let judged = 0;
  const current = { findings: 0, bytes: 0 };
  const clauses = new Map<string, { readonly lacking: Lacking; readonly whom: Reason[] }>();
  return {
    add(verdict) {
      verdicts++;
      if (verdict.extent !== 'none') judged++;
      const unjudged = verdict.extent === 'none' ? [] : unjudgedOf(verdict.unjudged, verdict.member);
      for (const lacking of [...lackOf(verdict, whomOf), ...unjudged]) {
        const key = `${lacking.key} ${reasonSentence(lacking.cause)}`;
        const clause = clauses.get(key);
        if (clause === undefined) clauses.set(key, { lacking, whom: [lacking.whom] });
        else clause.whom.push(lacking.whom);
      }
    },
    count({ state, bytes }) {
      if (state !== 'new' && state !== 'open') return;
      current.findings += 1;
      current.bytes += bytes;
    },
    current,
    judgedNothing: () => verdicts > 0 && judged === 0,
    reasons() {
      if (clauses.size === 0) return [];
      const all = [...clauses.values()].map(({ lacking: { key, cause }, whom }) =>
        because(key, { cause, whom }),
      );
      return [because('check.gaps', { clauses: all })];
    },
  };
}

/** How a check came out over all that it judged. */
export function rowOf(check: Check, runner: Runner, tally: Tally): ResultCheck {
  const { id } = check;
  const limits = runner.limits.get(id) ?? {};
  if (runner.off.has(id)) return rowWithout(id, 'off', [], limits);
  const blocked = runner.blocked.get(id);
  if (blocked !== undefined) return rowWithout(id, 'not-run', [blocked], limits);
  return {
    id,
    status: tally.judgedNothing() ? 'not-run' : 'ran',
    ...reasonFields(tally.reasons()),
    ...tally.current,
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

function lackOf(verdict: Verdict, whomOf: WhomOf): readonly Lacking[] {
  if (verdict.extent === 'whole') return [];
  const { member, reasons: cause } = verdict;
  const key = verdict.extent === 'part' ? 'check.judged-in-part' : 'check.not-judged';
  return [{ key, cause, whom: whomOf(member) }];
}

/** Names a member, or the server. */
type WhomOf = (member: MemberId | null) => Reason;

/** The same name for all checks, which judge members one after the other: of many without access it stands once in the memory. */
export function whomOnce(): WhomOf {
  let last: { readonly member: MemberId | null; readonly whom: Reason } | null = null;
  return (member) => {
    if (last?.member !== member)
      last = { member, whom: member === null ? because('whom.server') : because('whom.member', { member }) };
    return last.whom;
  };
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
