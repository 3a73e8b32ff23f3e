import { SEVERITIES } from '../../../model/severity.ts';
import { RIGHTS, SHARE_KINDS, type ShareKind } from '../../../model/share.ts';
import { ITEM_FLAGS, type ItemFlag } from '../common/access-data.ts';
import { FINDING, type FindingData, ITEM, type ItemData, type PageData } from '../common/data.ts';
import { type ChipFacts, type ItemRow, itemRow } from '../common/item-row.ts';
import { namesIn } from '../common/packed.ts';
import { DATA, person } from './page-data.ts';
import type { TableRow } from './table-types.ts';
import { fold } from './texts.ts';
import { checkTexts, day, format, language, say } from './words.ts';

/** An exposed item as the script works on it. */
export interface Item extends TableRow, ChipFacts {
  readonly data: ItemData;
  readonly flags: readonly ItemFlag[];
  readonly findings: readonly FindingData[];
  /** Day counted from 1970 of the first finding; null = none. */
  readonly since: number | null;
}

/** An item of the page's data. */
export function itemFrom(packed: PageData['items'][number], at: number): Item {
  const data = ITEM.unpack(packed);
  const flags = namesIn(ITEM_FLAGS, data.flags);
  const findings = data.findings.map(FINDING.unpack);
  const owner = person(data.owner);
  return {
    at,
    data,
    flags,
    findings,
    severity: SEVERITIES[data.severity] ?? 'none',
    checks: new Set(findings.map(({ check }) => check)),
    since: findings.length === 0 ? null : Math.min(...findings.map(({ since }) => since)),
    search: fold(
      [data.path, owner.id, owner.name, owner.antenna, data.label || '', recipientOf(data)].join('\n'),
    ),
    kind: SHARE_KINDS[data.kind] ?? 'other',
    rights: RIGHTS[data.rights] ?? 'read',
    password: passwordOf(flags),
    end: data.end === 0 ? null : data.end === -1 ? 'unknown' : data.end,
    fresh: flags.includes('isNew') ? 'item' : flags.includes('hasNewFinding') ? 'finding' : null,
    excepted: flags.includes('excepted'),
  };
}

function passwordOf(flags: readonly ItemFlag[]): Item['password'] {
  if (flags.includes('passwordUnknown')) return 'unknown';
  return flags.includes('hasPassword') ? 'yes' : 'no';
}

let last: { readonly item: Item; readonly language: string; readonly cells: ItemRow } | null = null;

/** The texts of an item's cells; columns ask for them row by row. */
export function cellsOf(item: Item): ItemRow {
  if (last === null || last.item !== item || last.language !== language())
    last = { item, language: language(), cells: rowOf(item) };
  return last.cells;
}

function rowOf(item: Item): ItemRow {
  const { data, severity, since } = item;
  const { id, antenna } = person(data.owner);
  const facts = {
    ...item,
    severity: severity === 'none' ? null : severity,
    path: data.path,
    isFolder: item.flags.includes('isFolder'),
    owner: id,
    antenna,
    months: data.months,
    recipient: recipientOf(data),
    label: data.label || '',
    titles: [...new Set(item.findings.map(({ check }) => checkTexts(check).title))],
    since: since === null ? '' : day(since),
  };
  return itemRow(facts, { say, format: format() });
}

/** Whom a share names, as one text. */
function recipientOf({ kind, recipient }: ItemData): string {
  const named = typeof recipient === 'number' ? [recipient] : recipient;
  return named.map((at) => (at < 0 ? '' : nameAt(SHARE_KINDS[kind], at))).join(', ');
}

function nameAt(kind: ShareKind | undefined, at: number): string {
  if (kind === 'user') return person(at).id;
  const { groups, outsiders } = DATA.access;
  return (kind === 'group' || kind === 'circle' ? groups[at]?.[0] : outsiders[at]?.[0]) ?? '?';
}

/** The item's address in Nextcloud. */
export function addressOf({ data }: Item): string {
  return `${DATA.url}/f/${encodeURIComponent(data.fileId)}`;
}
