import type { MemberId } from '../model/ids.ts';
import { groupedBy } from '../model/lists/grouped.ts';
import { packedList } from '../model/lists/packed-list.ts';
import type { Answer } from '../model/portal/answer.ts';
import { answeredBy } from '../model/portal/answered.ts';
import type { ResultCheck, ResultFinding } from '../model/result.ts';
import type { Share } from '../model/share.ts';
import { newTally, rowOf, whomOnce } from './check-rows.ts';
import { acceptorOf, type Exception } from './exceptions.ts';
import { accessIndex, type Earlier, findingsOf } from './findings.ts';
import type { Runner } from './runner.ts';
import type { Verdict } from './verdict.ts';

/** What a run concludes by, whomever it judges. */
export interface Background {
  /** Whether no earlier run judged anything. */
  readonly isFirstRun: boolean;
  readonly exceptions: readonly Exception[];
  /** What members answered. */
  readonly answers: readonly Answer[];
  /** `YYYY-MM-DD` in the organisation's zone. */
  readonly today: string;
  /** All shares of the run, for who must be asked. */
  readonly shares: readonly Share[];
}

export interface Conclusions {
  readonly findings: Iterable<ResultFinding>;
  readonly checks: readonly ResultCheck[];
  readonly judged: Iterable<JudgedHere>;
}

interface JudgedHere {
  readonly check: string;
  readonly member: MemberId | null;
  readonly extent: 'whole' | 'part';
}

/**
 * Turns the verdicts of a run into findings with state and history, and a row per check. Verdicts come in member by member:
 * those on all of many members at once would be most of what a run keeps.
 */
export interface Conclusion {
  /** The verdicts on one member, or on the server. */
  add(verdicts: readonly Verdict[], earlier: Earlier): void;
  /** To be called once, at the end. */
  conclude(): Conclusions;
}

export function openConclusion(runner: Runner, background: Background): Conclusion {
  const { shares, today, answers } = background;
  const setting = {
    ...{ isFirstRun: background.isFirstRun, today, runner },
    ...{ access: accessIndex(shares), accepts: acceptorOf(background.exceptions, today) },
    shared: new Set<string>(shares.map(({ id }) => id)),
  };
  const whomOf = whomOnce();
  const tallies = new Map(runner.checks.map(({ id }) => [id, newTally(whomOf)]));
  const judged = judgedList();
  const asking = new Set(runner.checks.flatMap(({ id, traits }) => (traits.asksAdmin ? [id] : [])));
  const answered = answeredBy(answers, { shares, today, asksAdmin: (check) => asking.has(check) });
  const findings = packedList<ResultFinding>();
  return {
    add(verdicts, earlier) {
      for (const verdict of verdicts) {
        const tally = tallies.get(verdict.check.id);
        tally?.add(verdict);
        for (const found of findingsOf(verdict, earlier, setting)) {
          const finding = answered(found);
          tally?.count(finding);
          findings.push(finding);
        }
      }
      judged.add(verdicts);
    },
    conclude() {
      const checks = runner.checks.map((check) =>
        rowOf(check, runner, tallies.get(check.id) ?? newTally(whomOf)),
      );
      return { findings, checks, judged: judged.all };
    },
  };
}

/** Most members are judged by the same checks to the same extent: what is equal stands once. */
function judgedList() {
  type Kind = readonly Pick<JudgedHere, 'check' | 'extent'>[];
  const kinds = new Map<string, Kind>();
  const members: { readonly member: MemberId | null; readonly kind: Kind }[] = [];
  return {
    add(verdicts: readonly Verdict[]): void {
      const judged = verdicts.flatMap(({ check, member, extent }) =>
        extent === 'none' ? [] : [{ check: check.id, member, extent }],
      );
      for (const [member, own] of groupedBy(judged, (one) => one.member)) {
        const name = own.map(({ check, extent }) => `${check} ${extent}`).join('\n');
        const kind = kinds.get(name) ?? own.map(({ check, extent }) => ({ check, extent }));
        kinds.set(name, kind);
        members.push({ member, kind });
      }
    },
    all: {
      *[Symbol.iterator](): Generator<JudgedHere> {
        for (const { member, kind } of members) for (const one of kind) yield { ...one, member };
      },
    },
  };
}
