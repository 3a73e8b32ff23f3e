import type { CheckInfo } from '../model/check-info.ts';
import type { RunResult } from '../model/result.ts';
import { bySeverity, type Severity } from '../model/severity.ts';
import type { ReportInput } from './input.ts';
import { checkWords } from './page-check-words.ts';
import { severityWord, type Tongue } from './page-tongue.ts';
import { isStanding } from './totals.ts';
import type { PageKey } from './words-page.ts';

type Policy = NonNullable<RunResult['policy']>;

interface Setting {
  readonly key: 'password' | 'expiry' | 'upload' | 'resharing' | 'federation';
  /** The check that speaks of it. */
  readonly check: string;
  readonly today: (policy: Policy) => PageKey;
  readonly asAdvised: (policy: Policy) => boolean;
}

const ADVISED_DAYS = 90;

const SETTINGS: readonly Setting[] = [
  {
    key: 'password',
    check: 'policy-link-password',
    today: ({ linkPasswordEnforced }) => (linkPasswordEnforced ? 'settings.enforced' : 'settings.optional'),
    asAdvised: ({ linkPasswordEnforced }) => linkPasswordEnforced,
  },
  {
    key: 'expiry',
    check: 'policy-link-expiry',
    today: ({ linkExpiryEnforced, linkExpiryDays }) =>
      linkExpiryEnforced
        ? 'settings.enforcedDays'
        : linkExpiryDays === null
          ? 'settings.none'
          : 'settings.proposedDays',
    asAdvised: ({ linkExpiryEnforced, linkExpiryDays }) =>
      linkExpiryEnforced && (linkExpiryDays ?? Number.POSITIVE_INFINITY) <= ADVISED_DAYS,
  },
  {
    key: 'upload',
    check: 'policy-public-upload',
    today: ({ publicUpload }) => (publicUpload ? 'settings.allowed' : 'settings.closed'),
    asAdvised: ({ publicUpload }) => !publicUpload,
  },
  {
    key: 'resharing',
    check: 'policy-resharing',
    today: ({ resharing }) => (resharing ? 'settings.allowed' : 'settings.closed'),
    asAdvised: ({ resharing }) => !resharing,
  },
  {
    key: 'federation',
    check: 'policy-resharing',
    today: ({ federation }) => (federation ? 'settings.allowed' : 'settings.closed'),
    asAdvised: ({ federation }) => !federation,
  },
];

/** The server's sharing policy as it is, as advised, and the server's own label of each switch. */
export function settingsView(input: ReportInput, tongue: Tongue) {
  const { policy } = input.result;
  if (policy === null) return { known: false, rows: [], toChange: 0 };
  const rows = SETTINGS.map((setting) => rowOf(setting, policy, input, tongue));
  return { known: true, rows, toChange: rows.filter(({ fine }) => !fine).length };
}

function rowOf(setting: Setting, policy: Policy, input: ReportInput, tongue: Tongue) {
  const fine = setting.asAdvised(policy);
  const severity = fine ? null : severityOf(setting.check, input);
  return {
    label: tongue.say(`setting.${setting.key}`),
    today: tongue.say(setting.today(policy), { n: policy.linkExpiryDays ?? 0 }),
    advised: tongue.say(`setting.${setting.key}.advised`),
    fine,
    severity,
    word: fine ? tongue.say('settings.fine') : severityWord(tongue, severity),
    why: checkWords(input, setting.check, tongue).why,
    click: tongue.say(`setting.${setting.key}.click`),
    excepted: !fine && isExcepted(setting.check, input),
  };
}

function severityOf(check: string, { checks, result }: ReportInput): Severity | null {
  const standing = result.findings.filter((finding) => finding.check === check && isStanding(finding));
  const worst = standing.map(({ severity }) => severity).sort(bySeverity)[0];
  return worst ?? checks.find(({ id }: CheckInfo) => id === check)?.severity ?? null;
}

function isExcepted(check: string, { result }: ReportInput): boolean {
  return result.findings.some((finding) => finding.check === check && finding.state === 'excepted');
}
