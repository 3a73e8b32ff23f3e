import type { Severity } from '../../../model/severity.ts';
import type { Rights, ShareKind } from '../../../model/share.ts';
import type { Format } from '../../text/format.ts';
import type { Say } from '../../text/words.ts';
import type { ScriptKey } from './script-keys.ts';

/** The columns of the table of exposed items. */
export const ITEM_COLUMNS = [
  'severity',
  'path',
  'owner',
  'rights',
  'password',
  'end',
  'age',
  'type',
  'recipient',
  'label',
  'since',
] as const;
export type ItemColumn = (typeof ITEM_COLUMNS)[number];

/** Columns that a reader may hide. */
export const OPTIONAL_COLUMNS: readonly ItemColumn[] = ITEM_COLUMNS.filter(
  (id) => id !== 'severity' && id !== 'path',
);
/** Columns that are shown only when asked for. */
export const HIDDEN_COLUMNS: readonly ItemColumn[] = ['type', 'recipient', 'label', 'since'];

/** What the chips of an exposed item look at. */
export interface ChipFacts {
  readonly kind: ShareKind;
  readonly rights: Rights;
  readonly password: 'yes' | 'no' | 'unknown';
  /** `YYYY-MM-DD`; null = no end. */
  readonly end: string | 'unknown' | null;
  /** Whether it is itself new since the run before, or one of its findings is; null = neither. */
  readonly fresh: 'item' | 'finding' | null;
  /** An exception covers all its findings. */
  readonly excepted: boolean;
}

/** What the cells of an exposed item are made of. */
export interface ItemFacts extends ChipFacts {
  /** The worst of its findings; null = none. */
  readonly severity: Severity | null;
  readonly path: string;
  readonly isFolder: boolean;
  readonly owner: string;
  /** The owner's; empty = none. */
  readonly antenna: string;
  /** Whole months since it was made; null = unknown. */
  readonly months: number | null;
  readonly recipient: string;
  readonly label: string;
  /** Titles of the checks that found it, the worst first, each once. */
  readonly titles: readonly string[];
  /** The day of the first finding, as it is shown; empty = none. */
  readonly since: string;
}

export const CHIPS = ['nopw', 'noend', 'change', 'mail', 'person', 'fresh', 'excepted'] as const;
export type Chip = (typeof CHIPS)[number];

/** Whether an item passes one of the narrowing chips; `nopw` counts what the key figure counts. */
export function passes(item: ChipFacts, chip: Chip): boolean {
  switch (chip) {
    case 'nopw':
      return isLink(item) && item.password !== 'yes';
    case 'noend':
      return isLink(item) && item.end === null;
    case 'change':
      return item.rights === 'change';
    case 'mail':
      return item.kind === 'mail';
    case 'person':
      return !takesPassword(item) && item.kind !== 'other';
    case 'fresh':
      return item.fresh !== null;
    case 'excepted':
      return item.excepted;
  }
}

type Kind = Pick<ChipFacts, 'kind'>;

function isLink({ kind }: Kind): boolean {
  return kind === 'link' || kind === 'fileRequest';
}

/** Whether a password can stand before it. */
export function takesPassword(item: Kind): boolean {
  return isLink(item) || item.kind === 'mail';
}

/** The language that cells are written in. */
export interface CellLanguage {
  readonly say: Say<'page', ScriptKey>;
  readonly format: Pick<Format, 'date'>;
}

/** One exposed item as the texts of its cells. */
export function itemRow(item: ItemFacts, language: CellLanguage) {
  const { say } = language;
  const [title = say(item.excepted ? 'item.excepted' : 'item.fine'), ...others] = item.titles;
  const guarded = takesPassword(item);
  const severity = item.severity ?? ('none' as const);
  return {
    severity,
    word: say(`severity.${severity}`),
    path: item.path,
    icon: item.isFolder ? 'folder' : 'file',
    kind: say(item.isFolder ? 'item.folder' : 'item.file'),
    title,
    more: others.length === 0 ? '' : `+${others.length}`,
    others: others.join(' · '),
    isNew: item.fresh === 'item',
    hasNewFinding: item.fresh === 'finding',
    excepted: item.excepted,
    owner: item.owner,
    antenna: item.antenna,
    rights: say(`rights.${item.rights}`),
    strongRights: item.rights === 'change',
    password: guarded ? say(item.password) : '–',
    noPassword: guarded && item.password === 'no',
    end: endOf(item, language),
    noEnd: guarded && item.end === null,
    age: ageOf(item, language),
    type: say(`type.${item.kind}`),
    recipient: item.recipient,
    label: item.label,
    since: item.since,
  };
}
export type ItemRow = ReturnType<typeof itemRow>;

function endOf({ end }: ItemFacts, { say, format }: CellLanguage): string {
  if (end === null) return say('item.noEnd');
  return end === 'unknown' ? say('unknown') : format.date(end, 'shortDay');
}

function ageOf({ months }: ItemFacts, { say }: CellLanguage): string {
  if (months === null) return say('unknown');
  if (months < 1) return say('item.young');
  return months === 1 ? say('item.oneMonth') : say('item.months', { n: months });
}
