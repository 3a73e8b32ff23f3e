import type { ResultMember } from '../../model/result.ts';
import { hasEnd, lacksPassword, lastDayOf, rightsOf } from '../../model/share.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import { monthsBetween } from '../../model/time.ts';
import { changesOf } from '../figures/comparison.ts';
import { type ExposedItem, kindOf, madeAt, recipientText } from '../figures/exposed-items.ts';
import { figuresOf } from '../figures/figures.ts';
import { ifKnown } from '../figures/population.ts';
import { shownStatus } from '../figures/run-kind.ts';
import type { ReportInput } from '../input.ts';
import { checkWords } from '../text/check-words.ts';
import { type ChipFacts, type ItemFacts, type ItemRow, itemRow } from './common/item-row.ts';
import type { MemberFacts } from './common/member-row.ts';
import type { PageLocale } from './locale.ts';

/** Maximum number of rows in the page itself; where there are more, the script draws them from the data. */
export const MOST_STATIC_ROWS = 250;

/** What the chips of the table look at. */
export function chipFacts({ share, findings, excepted }: ExposedItem, input: ReportInput): ChipFacts {
  const { isFresh, isNewShare } = changesOf(input);
  return {
    kind: kindOf(share),
    rights: rightsOf(share),
    password: share.hasPassword ? 'yes' : lacksPassword(share) ? 'no' : 'unknown',
    end: lastDayOf(share) ?? (hasEnd(share) ? 'unknown' : null),
    fresh: isNewShare(share) ? 'item' : findings.some(isFresh) ? 'finding' : null,
    excepted,
  };
}

/** What the cells of an exposed item show, but for the words of its findings. */
export function itemFacts(item: ExposedItem, input: ReportInput): Omit<ItemFacts, 'titles' | 'since'> {
  const { share, severity } = item;
  const made = madeAt(share);
  const now = Date.parse(input.result.run.startedAt);
  return {
    ...chipFacts(item, input),
    severity,
    path: outsideText(share.path),
    isFolder: share.isFolder,
    owner: outsideText(share.owner),
    antenna: input.contacts.get(share.owner)?.antenna ?? '',
    months: made === null ? null : monthsBetween(made, now, input.organisation.timezone),
    recipient: outsideText(recipientText(share)),
    label: outsideText(share.label),
  };
}

/** One exposed item as a row that needs no script. */
export function rowView(item: ExposedItem, input: ReportInput, locale: PageLocale): ItemRow {
  const titles = [...new Set(item.findings.map(({ check }) => checkWords(input, check, locale).title))];
  const [first] = item.findings.map(({ since }) => since).sort();
  const since = first === undefined ? '' : locale.format.date(first, 'shortDay');
  return itemRow({ ...itemFacts(item, input), titles, since }, locale);
}

/** Sums of a member. */
export function memberFacts(member: ResultMember, input: ReportInput): MemberFacts {
  const { id, name, usage, quota } = member;
  const known = (figure = 0) => ifKnown(figure, member);
  const figures = figuresOf(input).members.get(id);
  return {
    id: outsideText(id),
    name: name === id ? '' : outsideText(name),
    antenna: input.contacts.get(id)?.antenna ?? '',
    used: usage.bytes,
    quota: quota.bytes,
    percent: usage.percent,
    level: figures?.level ?? null,
    freeable: known(figures?.freeable.bytes),
    linksWithoutPassword: known(figures?.links.withoutPassword),
    severe: known(figures?.severe),
    findings: known(figures?.standing),
    coverage: shownStatus(member),
  };
}
