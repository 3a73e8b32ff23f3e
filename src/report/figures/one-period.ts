import type { ResultFinding, RunResult } from '../../model/result.ts';
import type { ReportInput } from '../input.ts';

type State = ResultFinding['state'];

/**
 * What the mails of a period tell from: the period before, not an earlier run of the same one, which may have died
 * before its mails were out. So whoever runs menage twice in a month, for whatever reason, sends the same mails.
 */
export function asOnePeriod(input: ReportInput): ReportInput {
  return { ...input, ...input.period };
}

/** The finished runs of a period before one of its runs. */
export interface EarlierInPeriod {
  /** The oldest first. */
  see(earlier: Pick<RunResult, 'findings'>): void;
  /**
   * The result with the states that it would have if those runs had not been: what they first found is new, and what they
   * saw fixed is fixed still.
   */
  without(result: RunResult): RunResult;
}

/** Remembers of each finding how it first stood, and those that were fixed. */
export function earlierInPeriod(): EarlierInPeriod {
  const first = new Map<string, State>();
  const fixed = new Map<string, ResultFinding>();
  const isNew = ({ fingerprint }: ResultFinding) => first.get(fingerprint) === 'new';
  function see({ findings }: Pick<RunResult, 'findings'>): void {
    for (const finding of findings) {
      const { fingerprint, state } = finding;
      if (!first.has(fingerprint)) first.set(fingerprint, state);
      if (state === 'fixed') fixed.set(fingerprint, finding);
      else fixed.delete(fingerprint);
    }
  }
  return {
    see,
    without(result) {
      if (first.size === 0) return result;
      see(result);
      const standing = result.findings
        .filter(({ state }) => state !== 'fixed')
        .map((finding) =>
          finding.state === 'open' && isNew(finding) ? { ...finding, state: 'new' as const } : finding,
        );
      const gone = [...fixed.values()].filter((finding) => !isNew(finding));
      return { ...result, findings: [...standing, ...gone] };
    },
  };
}
