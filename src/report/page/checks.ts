import { AREAS } from '../../model/check-info.ts';
import { changesOf } from '../figures/comparison.ts';
import { figuresOf } from '../figures/figures.ts';
import type { ReportInput } from '../input.ts';
import { checkWords } from '../text/check-words.ts';
import { UNKNOWN, ZERO } from './common/member-row.ts';
import { count, type PageLocale, severityWord, size } from './locale.ts';

/** Every check with how it came out; in its place also where it did not run, with the reason. */
export function checksView(input: ReportInput, locale: PageLocale) {
  const unnoted = rowsOf(input, locale);
  const reasons = unnoted.filter(({ notRan }) => !notRan).map(({ reason }) => reason);
  const notes = [...new Set(reasons)].filter((text) => text !== '');
  const rows = unnoted.map((row) => ({ ...row, note: row.notRan ? 0 : notes.indexOf(row.reason) + 1 }));
  const groups = AREAS.map((area) => ({
    label: locale.say(`area.${area}`),
    rows: rows.filter((row) => row.area === area && !row.quiet),
  })).filter((group) => group.rows.length > 0);
  const quiet = rows.filter((row) => row.quiet);
  const notRun = rows.filter(({ status }) => status === 'not-run').length;
  const ran = rows.filter(({ status }) => status === 'ran');
  const found = ran.filter(({ standing }) => !standing.zero).length;
  return {
    groups,
    /** What paper has in place of a fold in each row: the reasons of checks that ran, by their numbers. */
    notes,
    quiet,
    quietTitle: locale.say('checks.quiet', { n: quiet.length }),
    notRun,
    off: rows.filter(({ status }) => status === 'off').length,
    subtitle: locale.say('checks.subtitle', {
      all: rows.length,
      found,
      quiet: ran.length - found,
      notRun,
      off: rows.filter(({ status }) => status === 'off').length,
    }),
  };
}

/** For phones, where rows are cards. */
function labelsOf({ say }: PageLocale) {
  return {
    found: say('checks.found'),
    fresh: say('checks.fresh'),
    fixed: say('checks.fixed'),
    excepted: say('checks.excepted'),
    bytes: say('checks.bytes'),
  };
}

function rowsOf(input: ReportInput, locale: PageLocale) {
  const outcomes = new Map(input.result.checks.map((check) => [check.id, check]));
  const { byCheck } = figuresOf(input);
  const { byCheck: changes } = changesOf(input);
  return input.checks.map(({ id, area, severity }) => {
    const outcome = outcomes.get(id);
    const status = outcome?.status ?? 'not-run';
    const own = byCheck.get(id);
    const number = (value: number | undefined, sign = '') =>
      value ? { text: `${sign}${count(locale, value)}`, zero: false } : { text: ZERO, zero: true };
    const change = (value: number | undefined, sign: string) =>
      input.previous === null ? { text: UNKNOWN, zero: true } : number(value, sign);
    return {
      id,
      area,
      severity,
      word: severityWord(locale, severity),
      title: checkWords(input, id, locale).title,
      status,
      labels: labelsOf(locale),
      notRan: status !== 'ran',
      statusWord: locale.say(`check.${status}`),
      reason: outcome === undefined ? '' : locale.sayReason(outcome),
      standing: number(own?.standing),
      fresh: change(changes.get(id)?.fresh, '+'),
      fixed: change(changes.get(id)?.fixed, '\u2212'),
      excepted: number(own?.excepted),
      freeable:
        own === undefined || own.freeable.bytes === 0
          ? { text: ZERO, zero: true }
          : { text: size(locale, own.freeable.bytes), zero: false },
      quiet: status === 'ran' && own === undefined && outcome?.reason == null,
      inTable: area === 'sharing' && own !== undefined && own.standing > 0,
    };
  });
}
