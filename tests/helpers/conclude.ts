import { type Background, type Conclusions, openConclusion } from '../../src/judge/conclude.ts';
import type { Runner } from '../../src/judge/runner.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import type { ResultFinding } from '../../src/model/result.ts';

/** What earlier runs left, by `judgedKey`. */
export interface Past {
  readonly earlier: ReadonlyMap<string, readonly ResultFinding[]>;
  readonly judgedBefore: ReadonlySet<string>;
}

export function judgedKey(check: string, member: string | null): string {
  return `${check}\n${member ?? ''}`;
}

/** Concludes from verdicts that are there all at once. */
export function conclude(
  runner: Runner,
  verdicts: readonly Verdict[],
  { earlier, judgedBefore, ...background }: Omit<Background, 'isFirstRun'> & Past,
): Conclusions & { readonly findings: readonly ResultFinding[] } {
  const conclusion = openConclusion(runner, { ...background, isFirstRun: judgedBefore.size === 0 });
  for (const verdict of verdicts) {
    const { id } = verdict.check;
    const key = judgedKey(id, verdict.member);
    const findings = new Map([[id, earlier.get(key) ?? []]]);
    conclusion.add([verdict], { findings, judged: new Set(judgedBefore.has(key) ? [id] : []) });
  }
  const { findings, ...rest } = conclusion.conclude();
  return { ...rest, findings: [...findings] };
}
