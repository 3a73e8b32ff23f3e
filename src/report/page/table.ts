import { outsideText } from '../../model/outside-text.ts';
import type { ResultMember } from '../../model/result.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { type ExposedItem, exposedItems } from '../figures/exposed-items.ts';
import { freeable, groupBy, isStanding, linkCounts, linksWithoutPassword } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { count, type PageLocale, percent, severityWord, size } from './locale.ts';
import { meterOf } from './occupation.ts';
import { CHIPS, HIDDEN_COLUMNS, ITEM_COLUMNS, MOST_STATIC_ROWS, passes, rowView } from './rows.ts';

/** The table of exposed items: its chips with their counts, its columns, and the rows that need no script. */
export function itemsView(input: ReportInput, locale: PageLocale, withRows: boolean) {
  const items = exposedItems(input);
  const rows = withRows ? items.slice(0, MOST_STATIC_ROWS) : [];
  const beyond = items.length - Math.min(items.length, MOST_STATIC_ROWS);
  return {
    number: items.length,
    counted: locale.say('items.count', { n: items.length }),
    severities: severityChips(items, locale),
    chips: CHIPS.map((id) => ({
      id,
      label: locale.say(`chip.${id}`),
      number: items.filter((item) => passes(item, id)).length,
    })).filter(({ number, id }) => number > 0 || id === 'nopw'),
    columns: ITEM_COLUMNS.map((id) => ({
      id,
      label: locale.say(`column.${id}`),
      hidden: HIDDEN_COLUMNS.includes(id),
      optional: id !== 'severity' && id !== 'path',
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
  const { result, contacts } = input;
  const findings = groupBy(result.findings, ({ member }) => member);
  const shares = groupBy(result.shares, ({ owner }) => owner);
  const shown = withRows ? result.members.slice(0, MOST_STATIC_ROWS) : [];
  const rows = shown.map((member) => {
    const own = findings.get(member.id) ?? [];
    const standing = own.filter(isStanding);
    const free = freeable(own);
    const severe = standing.filter(({ severity }) => severity === 'critical' || severity === 'high').length;
    const open = linksWithoutPassword(linkCounts(shares.get(member.id) ?? []));
    const { usage, coverage } = member;
    return {
      member: outsideText(member.id),
      name: member.name === member.id ? '' : outsideText(member.name),
      antenna: contacts.get(member.id)?.antenna ?? '',
      meter: usage.percent === null ? null : meterOf(member),
      percent: filledOf(member, locale),
      used: usage.bytes === null ? locale.say('unknown') : locale.format.bytesBelow(usage.bytes),
      quota: member.quota.bytes === null ? locale.say('unknown') : size(locale, member.quota.bytes),
      freeable: free.bytes === 0 ? '·' : size(locale, free.bytes),
      links: open === 0 ? '·' : count(locale, open),
      severe: severe === 0 ? '·' : count(locale, severe),
      findings: standing.length === 0 ? '·' : count(locale, standing.length),
      coverage: locale.say(`coverage.${coverage.status}`),
      status: coverage.status,
    };
  });
  return {
    rows,
    number: result.members.length,
    counted: locale.say('members.count', { n: result.members.length }),
    beyond:
      result.members.length > MOST_STATIC_ROWS
        ? locale.say('members.beyond', { n: result.members.length - MOST_STATIC_ROWS })
        : '',
  };
}

/** How full a space is, in words. */
function filledOf({ usage, quota }: ResultMember, locale: PageLocale): string {
  if (usage.percent !== null) return percent(locale, usage.percent);
  return quota.bytes === 0 ? locale.say('noQuota') : locale.say('unknown');
}
