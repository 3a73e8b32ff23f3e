import type { CheckInfo } from '../../model/check-info.ts';
import type { PolicySetting } from '../../model/policy.ts';
import type { RunResult } from '../../model/result.ts';
import { bySeverity, type Severity } from '../../model/severity.ts';
import { isStanding } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import type { PlainKeyOf } from '../text/words.ts';
import { checkWords } from './check-words.ts';
import { type PageLocale, severityWord } from './locale.ts';

type Policy = NonNullable<RunResult['policy']>;

interface Setting {
  readonly key: PolicySetting;
  /** Null where it is not known. */
  readonly value: (policy: Policy) => boolean | null;
  readonly today: (policy: Policy) => Extract<PlainKeyOf<'page'>, `settings.${string}`>;
  readonly asAdvised: (policy: Policy) => boolean;
}

const ADVISED_DAYS = 90;

const SETTINGS: readonly Setting[] = [
  {
    key: 'password',
    value: ({ linkPasswordEnforced }) => linkPasswordEnforced,
    today: ({ linkPasswordEnforced }) => (linkPasswordEnforced ? 'settings.enforced' : 'settings.optional'),
    asAdvised: ({ linkPasswordEnforced }) => linkPasswordEnforced === true,
  },
  {
    key: 'expiry',
    value: ({ linkExpiryEnforced }) => linkExpiryEnforced,
    today: ({ linkExpiryEnforced, linkExpiryDays }) =>
      linkExpiryEnforced
        ? 'settings.enforcedDays'
        : linkExpiryDays === null
          ? 'settings.none'
          : 'settings.proposedDays',
    asAdvised: ({ linkExpiryEnforced, linkExpiryDays }) =>
      linkExpiryEnforced === true && (linkExpiryDays ?? Number.POSITIVE_INFINITY) <= ADVISED_DAYS,
  },
  {
    key: 'upload',
    value: ({ publicUpload }) => publicUpload,
    today: ({ publicUpload }) => (publicUpload ? 'settings.allowed' : 'settings.closed'),
    asAdvised: ({ publicUpload }) => !publicUpload,
  },
  {
    key: 'resharing',
    value: ({ resharing }) => resharing,
    today: ({ resharing }) => (resharing ? 'settings.allowed' : 'settings.closed'),
    asAdvised: ({ resharing }) => !resharing,
  },
  {
    key: 'federation',
    value: ({ federation }) => federation,
    today: ({ federation }) => (federation ? 'settings.allowed' : 'settings.closed'),
    asAdvised: ({ federation }) => !federation,
  },
];

/** The server's sharing policy as it is, as advised, and the server's own label of each switch. */
export function settingsView(input: ReportInput, locale: PageLocale) {
  const { policy } = input.result;
  if (policy === null) return { known: false, rows: [], toChange: 0 };
  const rows = SETTINGS.map((setting) => rowOf(setting, policy, input, locale));
  return { known: true, rows, toChange: rows.filter(({ fine }) => !fine).length };
}

function rowOf(setting: Setting, policy: Policy, input: ReportInput, locale: PageLocale) {
  const known = setting.value(policy) !== null;
  const fine = known && setting.asAdvised(policy);
  const check = input.checks.find(({ traits }) => traits.settings?.includes(setting.key));
  const severity = fine || !known || check === undefined ? null : severityOf(check, input);
  return {
    label: locale.say(`setting.${setting.key}`),
    today: known
      ? locale.say(setting.today(policy), { n: policy.linkExpiryDays ?? 0 })
      : locale.say('unknown'),
    advised: locale.say(`setting.${setting.key}.advised`),
    // What is not known asks for no change.
    fine: fine || !known,
    severity,
    word: wordOf(known, fine, severity, locale),
    why: check === undefined ? '' : checkWords(input, check.id, locale).why,
    click: locale.say(`setting.${setting.key}.click`),
    excepted: known && !fine && check !== undefined && isExcepted(check, input),
  };
}

function severityOf({ id, severity: usual }: CheckInfo, { result }: ReportInput): Severity {
  const standing = result.findings.filter((finding) => finding.check === id && isStanding(finding));
  return standing.map(({ severity }) => severity).sort(bySeverity)[0] ?? usual;
}

function isExcepted({ id }: CheckInfo, { result }: ReportInput): boolean {
  return result.findings.some((finding) => finding.check === id && finding.state === 'excepted');
}

function wordOf(known: boolean, fine: boolean, severity: Severity | null, locale: PageLocale): string {
  if (!known) return locale.say('unknown');
  return fine ? locale.say('settings.fine') : severityWord(locale, severity);
}
