import type { CheckInfo } from '../../model/check-info.ts';
import { POLICY_SETTINGS, type PolicySetting } from '../../model/policy.ts';
import { bySeverity, type Severity } from '../../model/severity.ts';
import type { ReportInput } from '../input.ts';
import { isStanding } from './totals.ts';

/** A setting of the server as the checks judged it. */
export interface JudgedSetting {
  readonly setting: PolicySetting;
  /** The check that judges it; null where none does. */
  readonly check: CheckInfo | null;
  /** `excepted`: an exception covers that it should be changed. `unjudged`: its check is off or could not run. */
  readonly state: 'change' | 'excepted' | 'fine' | 'unjudged';
  /** Of what is to be changed; else null. */
  readonly severity: Severity | null;
}

/** What the checks found about each setting of the sharing policy. */
export function judgedSettings(input: Pick<ReportInput, 'result' | 'checks'>): readonly JudgedSetting[] {
  return POLICY_SETTINGS.map((setting) => {
    const check = input.checks.find(({ traits }) => traits.settings?.[setting] !== undefined) ?? null;
    return { setting, check, ...judgementOf(setting, check, input) };
  });
}

function judgementOf(
  setting: PolicySetting,
  check: CheckInfo | null,
  { result }: Pick<ReportInput, 'result'>,
): Pick<JudgedSetting, 'state' | 'severity'> {
  const status = result.checks.find(({ id }) => id === check?.id)?.status ?? 'ran';
  if (check === null || status !== 'ran') return { state: 'unjudged', severity: null };
  const fact = check.traits.settings?.[setting] ?? '';
  const asking = result.findings.filter(
    (finding) =>
      finding.check === check.id &&
      finding.state !== 'fixed' &&
      (fact === 'always' || finding.actual[fact] === true),
  );
  const standing = asking.filter(isStanding).map(({ severity }) => severity);
  const [worst] = (standing.length > 0 ? standing : asking.map(({ severity }) => severity)).sort(bySeverity);
  if (worst === undefined) return { state: 'fine', severity: null };
  return { state: standing.length > 0 ? 'change' : 'excepted', severity: worst };
}
