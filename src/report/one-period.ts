import type { ResultFinding, RunResult } from '../model/result.ts';
import type { ReportInput } from './input.ts';

type State = ResultFinding['state'];

/**
 * What the mails of a period tell from: the period before, not an earlier run of the same one, which may have died
 * before its mails were out. So whoever runs menage twice in a month, for whatever reason, sends the same mails.
 */
export function asOnePeriod(input: ReportInput): ReportInput {
  return { ...input, ...input.period };
}

/**
 * A result with the states that it would have if the earlier runs of its period had not been: what they first found is
 * new, and what they saw fixed is fixed still.
 * @param earlier the finished runs of the same period before this one, oldest first.
 */
export function withoutEarlier(result: RunResult, earlier: readonly RunResult[]): RunResult {
  if (earlier.length === 0) return result;
  const first = new Map<string, State>();
  const fixed = new Map<string, ResultFinding>();
  for (const { findings } of [...earlier, result]) {
    for (const finding of findings) {
      const { fingerprint, state } = finding;
      if (!first.has(fingerprint)) first.set(fingerprint, state);
      if (state === 'fixed') fixed.set(fingerprint, finding);
      else fixed.delete(fingerprint);
    }
  }
  const isNew = ({ fingerprint }: ResultFinding) => first.get(fingerprint) === 'new';
  const standing = result.findings
    .filter(({ state }) => state !== 'fixed')
    .map((finding) =>
      finding.state === 'open' && isNew(finding) ? { ...finding, state: 'new' as const } : finding,
    );
  return { ...result, findings: [...standing, ...[...fixed.values()].filter((finding) => !isNew(finding))] };
}
