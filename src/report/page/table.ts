import { SEVERITIES } from '../../model/severity.ts';
import type { ExposedItem } from '../figures/exposed-items.ts';
import { figuresOf } from '../figures/figures.ts';
import type { ReportInput } from '../input.ts';
import { CHIPS, HIDDEN_COLUMNS, ITEM_COLUMNS, OPTIONAL_COLUMNS, passes } from './common/item-row.ts';
import { memberRow } from './common/member-row.ts';
import { count, type PageLocale, severityWord } from './locale.ts';
import { chipFacts, MOST_STATIC_ROWS, memberFacts, rowView } from './rows.ts';

/** The table of exposed items: its chips with their counts, its columns, and the rows that need no script. */
export function itemsView(input: ReportInput, locale: PageLocale, withRows: boolean) {
  const items = figuresOf(input).exposed;
  const facts = items.map((item) => chipFacts(item, input));
  const rows = withRows ? items.slice(0, MOST_STATIC_ROWS) : [];
  const beyond = items.length - Math.min(items.length, MOST_STATIC_ROWS);
  return {
    number: items.length,
    counted: locale.say('items.count', { n: items.length }),
    severities: severityChips(items, locale),
    chips: CHIPS.map((id) => ({
      id,
      label: locale.say(`chip.${id}`),
      number: facts.filter((item) => passes(item, id)).length,
    })).filter(({ number, id }) => number > 0 || id === 'nopw'),
    columns: ITEM_COLUMNS.map((id) => ({
      id,
      label: locale.say(`column.${id}`),
      hidden: HIDDEN_COLUMNS.includes(id),
      optional: OPTIONAL_COLUMNS.includes(id),
    })),
    rows: rows.map((item) => rowView(item, input, locale)),
    beyond: beyond === 0 ? '' : locale.say('items.beyond', { n: beyond }),
    none: items.length === 0,
  };
}

function severityChips(items: readonly ExposedItem[], locale: PageLocale) {
  return [...SEVERITIES, null].flatMap((severity) => {
    const number = items.filter((item) => item.severity === severity).length;
    return number === 0
      ? []
      : [{ id: severity ?? 'none', word: severityWord(locale, severity), number: count(locale, number) }];
  });
}

/** Every member with totals only: what the sheet of a member shows, as one row. */
export function membersView(input: ReportInput, locale: PageLocale, withRows: boolean) {
  const { result } = input;
  const shown = withRows ? result.members.slice(0, MOST_STATIC_ROWS) : [];
  return {
    rows: shown.map((member) => memberRow(memberFacts(member, input), locale)),
    number: result.members.length,
    counted: locale.say('members.count', { n: result.members.length }),
    beyond:
      result.members.length > MOST_STATIC_ROWS
        ? locale.say('members.beyond', { n: result.members.length - MOST_STATIC_ROWS })
        : '',
  };
}
