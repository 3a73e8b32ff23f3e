import type { Language } from '../../../model/member.ts';
import type { CsvDialect } from '../../../model/text/csv-dialect.ts';
import type { ScriptKey } from './script-keys.ts';

/** The data that the page's script works on, as JSON in the page. Rows point into lists, so that each text stands once. */
export interface PageData {
  readonly language: Language;
  readonly url: string;
  /** How a copy as CSV is written. */
  readonly csvDialect: CsvDialect;
  /** The days of the runs, oldest first, counted from 1970. */
  readonly runs: readonly number[];
  /** Ids of checks. */
  readonly checks: readonly string[];
  /** Name and antenna are empty where there is none beside the id. */
  readonly people: readonly (readonly [id: string, antenna: string, name: string])[];
  /** By the languages that the page can be shown in. */
  readonly texts: Readonly<Partial<Record<Language, PageTexts>>>;
  readonly items: readonly Packed<ItemData>[];
  readonly members: readonly Packed<MemberData>[];
  /** The treemap's cells for wide and narrow screens, see `flatCells`. */
  readonly maps: { readonly wide: readonly number[]; readonly narrow: readonly number[] };
}

/** What the script shows in one language. */
export interface PageTexts {
  /** In the order of `PageData.checks`. */
  readonly checks: readonly (readonly [title: string, why: string, remedy: string])[];
  /** On findings, and reasons of coverage. */
  readonly sentences: readonly string[];
  /** Where its owner clicks, in the order of `ACTION_KINDS`; empty for those that no item asks for. */
  readonly steps: readonly (readonly string[])[];
  /** Sentences with `{name}` for their parameters; one with a choice of words is left out. */
  readonly words: Readonly<Partial<Record<ScriptKey, string>>>;
}

/** An exposed item. */
export interface ItemData {
  /** Place in `SEVERITIES`; −1 = no finding. */
  readonly severity: number;
  /** Place in `PageData.people`. */
  readonly owner: number;
  /** Place in `SHARE_KINDS`. */
  readonly kind: number;
  /** Place in `RIGHTS`. */
  readonly rights: number;
  /** Mask of `ITEM_FLAGS`. */
  readonly flags: number;
  readonly path: string;
  /** `YYYY-MM-DD`; 0 = no end, −1 = one that cannot be read. */
  readonly end: string | 0 | -1;
  /** Day counted from 1970; null = unknown. */
  readonly made: number | null;
  readonly recipient: string | 0;
  readonly label: string | 0;
  /** Place in `PageData.people`. */
  readonly maker: number;
  readonly fileId: string;
  readonly id: string;
  /** Mask of `PERMISSIONS`. */
  readonly permissions: number;
  readonly findings: readonly Packed<FindingData>[];
  /** Whole months since it was made; null = unknown. */
  readonly months: number | null;
  /** What its owner is asked to do: place in `ACTION_KINDS`; −1 = nothing. */
  readonly action: number;
  /** The last mail to its owner that spoke of it, as a day counted from 1970; −1 = none yet, −2 = none is meant to. */
  readonly mailed: number;
}

/** A finding on an item. */
export interface FindingData {
  /** Place in `PageData.checks`; −1 = a check that this version does not have. */
  readonly check: number;
  /** Place in `SEVERITIES`. */
  readonly severity: number;
  /** Place in `PageTexts.sentences`. */
  readonly sentence: number;
  /** Day counted from 1970. */
  readonly since: number;
  /** 1 = new since the run before. */
  readonly fresh: 0 | 1;
}

/** A member; −1 = not known. */
export interface MemberData {
  /** Place in `PageData.people`. */
  readonly person: number;
  readonly used: number;
  readonly quota: number;
  /** Tenths of a percent, rounded down. */
  readonly tenths: number;
  /** Place in `USAGE_LEVELS`. */
  readonly level: number;
  readonly files: number;
  readonly trash: number;
  /** Place in `SHOWN_STATUSES`. */
  readonly coverage: number;
  /** Place in `PageTexts.sentences`; −1 = nothing is missing. */
  readonly reason: number;
  /** Day counted from 1970; −1 = never. */
  readonly login: number;
  /** Bytes. */
  readonly freeable: number;
  readonly links: number;
  readonly linksWithoutPassword: number;
  /** Critical and high findings. */
  readonly severe: number;
  readonly findings: number;
  readonly checks: readonly (readonly [check: number, findings: number, freeable: number])[];
}

/** The values of a row without their names. */
export type Packed<Row> = readonly Row[keyof Row][];

/** How rows of one kind stand in the data. */
interface Shape<Row> {
  pack(row: Row): Packed<Row>;
  unpack(values: Packed<Row>): Row;
}

/** Each field's place in the packed row. */
function shapeOf<Row extends object>(places: Readonly<Record<keyof Row, number>>): Shape<Row> {
  // The keys of an object literal are its type's keys.
  const names = (Object.keys(places) as (keyof Row)[]).sort((a, b) => places[a] - places[b]);
  return {
    pack: (row) => names.map((name) => row[name]),
    // `places` names every field of a row, and `pack` put a value of its type at each place.
    unpack: (values) => Object.fromEntries(names.map((name, at) => [name, values[at]])) as Row,
  };
}

export const ITEM = shapeOf<ItemData>({
  severity: 0,
  owner: 1,
  kind: 2,
  rights: 3,
  flags: 4,
  path: 5,
  end: 6,
  made: 7,
  recipient: 8,
  label: 9,
  maker: 10,
  fileId: 11,
  id: 12,
  permissions: 13,
  findings: 14,
  months: 15,
  action: 16,
  mailed: 17,
});

export const FINDING = shapeOf<FindingData>({ check: 0, severity: 1, sentence: 2, since: 3, fresh: 4 });

export const MEMBER = shapeOf<MemberData>({
  person: 0,
  used: 1,
  quota: 2,
  tenths: 3,
  files: 4,
  trash: 5,
  coverage: 6,
  reason: 7,
  login: 8,
  freeable: 9,
  links: 10,
  linksWithoutPassword: 11,
  severe: 12,
  findings: 13,
  checks: 14,
  level: 15,
});

export const ITEM_FLAGS = [
  'isFolder',
  'hasPassword',
  'passwordUnknown',
  'isNew',
  'hasNewFinding',
  'excepted',
  'note',
  'hideDownload',
  'viewOnly',
] as const;
export type ItemFlag = (typeof ITEM_FLAGS)[number];

/** Some of `all` as bits by their places. */
export function maskOf<Name>(all: readonly Name[], some: readonly Name[]): number {
  return some.reduce((mask, name) => mask | (1 << all.indexOf(name)), 0);
}

/** Those of `all` whose bits `maskOf` set. */
export function namesIn<Name>(all: readonly Name[], mask: number): readonly Name[] {
  return all.filter((_, bit) => (mask & (1 << bit)) !== 0);
}
