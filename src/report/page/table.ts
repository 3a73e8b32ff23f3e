import { outsideText } from '../../model/outside-text.ts';
import type { ResultMember } from '../../model/result.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { type ExposedItem, exposedItems } from '../figures/exposed-items.ts';
import { freeable, groupBy, isStanding, linkCounts, linksWithoutPassword } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { count, percent, severityWord, size, type Tongue } from './locale.ts';
import { meterOf } from './occupation.ts';
import { CHIPS, HIDDEN_COLUMNS, ITEM_COLUMNS, MOST_STATIC_ROWS, passes, rowView } from './rows.ts';

/** The table of exposed items: its chips with their counts, its columns, and the rows that need no script. */
export function itemsView(input: ReportInput, tongue: Tongue, withRows: boolean) {
  const items = exposedItems(input);
  const rows = withRows ? items.slice(0, MOST_STATIC_ROWS) : [];
  const beyond = items.length - Math.min(items.length, MOST_STATIC_ROWS);
  return {
    number: items.length,
    counted: tongue.say('items.count', { n: items.length }),
    severities: severityChips(items, tongue),
    chips: CHIPS.map((id) => ({
      id,
      label: tongue.say(`chip.${id}`),
      number: items.filter((item) => passes(item, id)).length,
    })).filter(({ number, id }) => number > 0 || id === 'nopw'),
    columns: ITEM_COLUMNS.map((id) => ({
      id,
      label: tongue.say(`column.${id}`),
      hidden: HIDDEN_COLUMNS.includes(id),
      optional: id !== 'severity' && id !== 'path',
    })),
    rows: rows.map((item) => rowView(item, input, tongue)),
    beyond: beyond === 0 ? '' : tongue.say('items.beyond', { n: beyond }),
    none: items.length === 0,
  };
}

function severityChips(items: readonly ExposedItem[], tongue: Tongue) {
  return [...SEVERITIES, null].flatMap((severity) => {
    const number = items.filter((item) => item.severity === severity).length;
    return number === 0
      ? []
      : [{ id: severity ?? 'none', word: severityWord(tongue, severity), number: count(tongue, number) }];
  });
}

/** Every member with totals only: what the sheet of a member shows, as one row. */
export function membersView(input: ReportInput, tongue: Tongue, withRows: boolean) {
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
      percent: filledOf(member, tongue),
      used: usage.bytes === null ? tongue.say('unknown') : tongue.format.bytesBelow(usage.bytes),
      quota: member.quota.bytes === null ? tongue.say('unknown') : size(tongue, member.quota.bytes),
      freeable: free.bytes === 0 ? '·' : size(tongue, free.bytes),
      links: open === 0 ? '·' : count(tongue, open),
      severe: severe === 0 ? '·' : count(tongue, severe),
      findings: standing.length === 0 ? '·' : count(tongue, standing.length),
      coverage: tongue.say(`coverage.${coverage.status}`),
      status: coverage.status,
    };
  });
  return {
    rows,
    number: result.members.length,
    counted: tongue.say('members.count', { n: result.members.length }),
    beyond:
      result.members.length > MOST_STATIC_ROWS
        ? tongue.say('members.beyond', { n: result.members.length - MOST_STATIC_ROWS })
        : '',
  };
}

/** How full a space is, in words. */
function filledOf({ usage, quota }: ResultMember, tongue: Tongue): string {
  if (usage.percent !== null) return percent(tongue, usage.percent);
  return quota.bytes === 0 ? tongue.say('noQuota') : tongue.say('unknown');
}
