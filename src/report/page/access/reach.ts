import { REACH_CLASSES, type ReachClass } from '../../../model/share.ts';
import { comparisonOf, isOfSome, trendOf } from '../../figures/comparison.ts';
import { figuresOf } from '../../figures/figures.ts';
import { countedMembers } from '../../figures/population.ts';
import { knowsReach } from '../../figures/reach.ts';
import type { KeyFigures, ReportInput } from '../../input.ts';
import { changeOf, sparkOf } from '../figures.ts';
import { count, type PageLocale, size } from '../locale.ts';

/** Members' own files by who reaches them, with their trend; null where it is known of nobody. */
export function reachView(input: ReportInput, locale: PageLocale) {
  const { reach } = figuresOf(input);
  if (reach === null) return null;
  const comparison = comparisonOf(input, knowsReach);
  const trend = trendOf(input, knowsReach);
  const rows = REACH_CLASSES.toReversed().map((id) => {
    const files = (figures: KeyFigures) => figures.reach?.by[id].files ?? null;
    const measure = { of: files, shown: count, wish: id === 'anyone' ? 'less' : 'none' } as const;
    return {
      id,
      label: locale.say(LABELS[id]),
      files: count(locale, reach.by[id].files),
      bytes: size(locale, reach.by[id].bytes),
      change: isFirstCount(input) ? null : changeOf(measure, input, comparison, locale),
      spark: sparkOf(trend, measure, locale),
    };
  });
  const all = countedMembers(input.result).length;
  const over = { members: reach.members, of: all };
  const notes = [
    locale.say('reach.what'),
    isOfSome(over) ? locale.say('reach.known', { n: over.members, all }) : '',
    comparison !== null && isOfSome(comparison)
      ? locale.say('change.compared', { n: comparison.members, all: comparison.of })
      : '',
  ];
  return { rows, note: notes.filter((note) => note !== '').join(' ') };
}

const LABELS = {
  owner: 'reach.owner',
  colleagues: 'reach.colleagues',
  named: 'reach.named',
  anyone: 'reach.anyone',
} as const satisfies Record<ReachClass, string>;

/** Whether no run before counted them, be it the first or one of an earlier version. */
function isFirstCount({ history }: ReportInput): boolean {
  return history.slice(0, -1).every(({ figures }) => figures.reach === null);
}
