import type { PolicySetting } from '../../model/policy.ts';
import type { RunResult } from '../../model/result.ts';
import { type JudgedSetting, judgedSettings } from '../figures/settings.ts';
import { limitOf } from '../figures/usage.ts';
import type { ReportInput } from '../input.ts';
import { checkWords } from '../text/check-words.ts';
import type { PlainKeyOf } from '../text/words.ts';
import { type PageLocale, severityWord } from './locale.ts';

type Policy = NonNullable<RunResult['policy']>;

interface Setting {
  /** Null where it is not known. */
  readonly value: (policy: Policy) => boolean | null;
  readonly today: (policy: Policy) => Extract<PlainKeyOf<'page'>, `settings.${string}`>;
}

const SETTINGS: Readonly<Record<PolicySetting, Setting>> = {
  password: {
    value: ({ linkPasswordEnforced }) => linkPasswordEnforced,
    today: ({ linkPasswordEnforced }) => (linkPasswordEnforced ? 'settings.enforced' : 'settings.optional'),
  },
  expiry: {
    value: ({ linkExpiryEnforced }) => linkExpiryEnforced,
    today: ({ linkExpiryEnforced, linkExpiryDays }) => {
      if (linkExpiryEnforced) return 'settings.enforcedDays';
      return linkExpiryDays === null ? 'settings.none' : 'settings.proposedDays';
    },
  },
  upload: {
    value: ({ publicUpload }) => publicUpload,
    today: ({ publicUpload }) => (publicUpload ? 'settings.allowed' : 'settings.closed'),
  },
  resharing: {
    value: ({ resharing }) => resharing,
    today: ({ resharing }) => (resharing ? 'settings.allowed' : 'settings.closed'),
  },
  federation: {
    value: ({ federation }) => federation,
    today: ({ federation }) => (federation ? 'settings.allowed' : 'settings.closed'),
  },
};

/** The server's sharing policy as it is, as advised, and the server's own label of each switch. */
export function settingsView(input: ReportInput, locale: PageLocale) {
  const { policy } = input.result;
  if (policy === null) return { known: false, rows: [], toChange: 0 };
  const rows = judgedSettings(input).map((judged) => rowOf(judged, policy, input, locale));
  return { known: true, rows, toChange: rows.filter(({ fine }) => !fine).length };
}

function rowOf(
  { setting, check, state, severity }: JudgedSetting,
  policy: Policy,
  input: ReportInput,
  locale: PageLocale,
) {
  const { value, today } = SETTINGS[setting];
  const known = value(policy) !== null;
  // What is not known, or not judged, asks for no change.
  const toChange = known && (state === 'change' || state === 'excepted');
  return {
    label: locale.say(`setting.${setting}`),
    today: known ? locale.say(today(policy), { n: policy.linkExpiryDays ?? 0 }) : locale.say('unknown'),
    advised:
      state === 'unjudged'
        ? '–'
        : locale.say(`setting.${setting}.advised`, { n: limitOf(input.result, 'linkDays') ?? 0 }),
    fine: !toChange,
    severity: toChange ? severity : null,
    word: wordOf(known, state, severity, locale),
    why: check === null ? '' : checkWords(input, check.id, locale).why,
    click: locale.say(`setting.${setting}.click`),
    excepted: toChange && state === 'excepted',
  };
}

function wordOf(
  known: boolean,
  state: JudgedSetting['state'],
  severity: JudgedSetting['severity'],
  locale: PageLocale,
): string {
  if (!known) return locale.say('unknown');
  if (state === 'unjudged') return locale.say('check.not-run');
  return state === 'fine' ? locale.say('settings.fine') : severityWord(locale, severity);
}
