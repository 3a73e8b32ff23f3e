import type { RunResult } from '../../src/model/result.ts';

/** Without what no two runs share: number, times, traffic, and who had to be read anew. */
export function comparable(result: RunResult) {
  const { run, coverage, members, ...rest } = result;
  return {
    ...rest,
    status: run.status,
    coverage: { ...coverage, read: coverage.read + coverage.unchanged, unchanged: 0 },
    members: members.map((member) => {
      const { status, reason, unreadable } = member.coverage;
      return {
        ...member,
        coverage: { status: status === 'unchanged' ? 'read' : status, reason, unreadable },
      };
    }),
  };
}

type Comparable = ReturnType<typeof comparable>;

/** The same of a run after one of the same period that had judged already: nothing is new, nothing fixed once more. */
export function laterInThePeriod(result: Comparable): Comparable {
  const findings = result.findings
    .filter(({ state }) => state !== 'fixed')
    .map((finding) => (finding.state === 'new' ? { ...finding, state: 'open' as const } : finding));
  const checks = result.checks.map((check) => ({ ...check }));
  return { ...result, findings, checks };
}

/** One line for each part of a result that is not as expected. */
export function differences(seen: Comparable, expected: Comparable): readonly string[] {
  const keys = Object.keys(expected).filter((key): key is keyof Comparable => key in expected);
  return keys.flatMap((key) => {
    const [one, other] = [JSON.stringify(seen[key]), JSON.stringify(expected[key])];
    return one === other ? [] : [`${key} is ${firstDifference(one, other)}`];
  });
}

function firstDifference(one: string, other: string): string {
  let at = 0;
  while (one[at] === other[at]) at++;
  const from = Math.max(0, at - 120);
  return `…${one.slice(from, at + 60)}… for …${other.slice(from, at + 60)}…`;
}
