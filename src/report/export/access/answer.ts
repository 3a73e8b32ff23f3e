import type { AccessFacts, AccessSubject, Grant, Knowledge, Thing } from '../../../access/types.ts';
import type { MemberId } from '../../../model/ids.ts';
import type { TreePath } from '../../../model/path/path.ts';
import type { Reason } from '../../../model/reasons/reason.ts';
import type { UtcMs } from '../../../model/units.ts';

export const ACCESS_FORMATS = ['text', 'csv', 'json', 'html'] as const;
export type AccessFormat = (typeof ACCESS_FORMATS)[number];

/** What stands before a colon where a word could mean several, as in `group:photo`; of several the first is meant. */
export const SUBJECT_WORDS = {
  user: 'person',
  group: 'group',
  mail: 'mail',
  federated: 'federated',
  domain: 'domain',
  circle: 'circle',
  room: 'room',
  deck: 'deck',
  other: 'other',
} as const satisfies Readonly<Record<string, AccessSubject['kind']>>;
// The table has no other keys.
export const SUBJECT_PREFIXES = Object.keys(SUBJECT_WORDS) as readonly (keyof typeof SUBJECT_WORDS)[];
/** Whose names `menage access --list` prints. */
export const LISTED_KINDS = ['all', ...SUBJECT_PREFIXES] as const;
export type ListedKind = (typeof LISTED_KINDS)[number];

/** A run that an answer rests on. */
export interface AnswerRun {
  readonly id: number;
  readonly at: UtcMs;
}

/** What was asked: whom, or what. */
export type AccessQuestion =
  | {
      readonly kind: 'subject';
      readonly subject: AccessSubject;
      /** The account is disabled: it reaches this once enabled. */
      readonly isSuspended: boolean;
    }
  | { readonly kind: 'path'; readonly place: AnswerPlace; readonly isFolder: boolean | null };

/** A file or folder: of a person or of a group folder; from the root of its tree, as `Thing` has it. */
export type AnswerPlace = Pick<Thing, 'place' | 'path'>;

export type RowChange = 'added' | 'removed' | 'changed';

/** What says it beside the words. */
export const CHANGE_MARKS = { added: '+', removed: '-', changed: '~' } as const satisfies Readonly<
  Record<RowChange, string>
>;

/** One subject and one thing that it reaches. */
export interface AnswerRow {
  /** Against the earlier run; null where none was asked for. */
  readonly change: RowChange | null;
  readonly subject: AccessSubject;
  readonly isSuspended: boolean;
  readonly place: AnswerPlace;
  /** Null where nothing that was read says it. */
  readonly isFolder: boolean | null;
  /** As it is; of what was removed, as it was. */
  readonly grant: Grant;
  /** Of what has changed, as it was. */
  readonly before: Grant | null;
}

/** Who reaches what, as one run knows it, or what has changed since an earlier one: the formats show the same rows. */
export interface AccessAnswer {
  readonly run: AnswerRun;
  readonly question: AccessQuestion;
  readonly rows: readonly AnswerRow[];
  /** The earlier run, and why some of it cannot be compared; null where none was asked for: then `rows` are all there is. */
  readonly since: (AnswerRun & { readonly notComparable: readonly Reason[] }) | null;
  /** Of a path: things inside it that are shared on their own. */
  readonly inside: readonly Thing[];
  readonly known: Knowledge;
  readonly facts: AccessFacts;
  /** Display names by uid. */
  readonly names: ReadonlyMap<MemberId, string>;
}

/** Where a thing lies, in a group folder by its name. */
export function treeOf(
  { place }: Pick<Thing, 'place'>,
  { spaces }: Pick<AccessFacts, 'spaces'>,
): { readonly kind: 'member' | 'space'; readonly name: string } {
  if (place.kind === 'member') return { kind: 'member', name: place.owner };
  const path: TreePath = spaces.find(({ id }) => id === place.space)?.path ?? `/${place.space}`;
  return { kind: 'space', name: path.slice(1) };
}

/** The id, address or domain of a subject; null of "anyone". */
export function subjectId(subject: AccessSubject): string | null {
  switch (subject.kind) {
    case 'anyone':
      return null;
    case 'mail':
      return subject.address;
    case 'domain':
      return subject.domain;
    default:
      return subject.id;
  }
}
