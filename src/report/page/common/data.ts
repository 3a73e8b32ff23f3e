import type { Language } from '../../../model/member.ts';
import type { CsvDialect } from '../../../model/text/csv-dialect.ts';
import type { AccessData, ShareData } from './access-data.ts';
import { type Packed, shapeOf } from './packed.ts';
import type { AccessKey, ScriptKey } from './script-keys.ts';

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
  readonly access: AccessData;
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
  /** The same of who can reach what. */
  readonly accessWords: Readonly<Partial<Record<AccessKey, string>>>;
  /** What an answer about access cannot tell, by the key of the reason. */
  readonly reasons: readonly (readonly [key: string, parts: readonly MessagePart[]])[];
}

/** A stretch of a message: text, the name of a parameter, or a choice by the number of a parameter. */
export type MessagePart =
  | string
  | readonly [parameter: string]
  | readonly [
      parameter: string,
      choices: readonly (readonly [number: string, parts: readonly MessagePart[]])[],
    ];

/** An exposed item. */
export interface ItemData extends ShareData {
  /** Place in `SEVERITIES`; −1 = no finding. */
  readonly severity: number;
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
