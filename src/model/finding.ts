import type { MemberId } from './ids.ts';
import type { TreePath } from './path/path.ts';
import type { Severity } from './severity.ts';
import type { Bytes } from './units.ts';

export const SUBJECT_KINDS = ['file', 'folder', 'share', 'member', 'server'] as const;
export const AUDIENCES = ['member', 'admin'] as const;
export const FINDING_STATES = ['new', 'open', 'fixed', 'excepted'] as const;
export type Audience = (typeof AUDIENCES)[number];
export type FindingState = (typeof FINDING_STATES)[number];

/** What a finding is about. `id` is a fileid, a share id, a uid or "server". */
export interface Subject {
  readonly kind: (typeof SUBJECT_KINDS)[number];
  readonly id: string;
  /** Null for members and the server. */
  readonly path: TreePath | null;
}

/**
 * The facts behind a finding. A key tells its unit: `…Bytes` bytes, `…At` ISO 8601 moments in UTC,
 * `…On` days `YYYY-MM-DD`, `…Percent` percent, the rest counts, texts and flags.
 */
export type Actual = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** By check the key of `actual` that holds a uid. What other checks call `recipient` is an address. */
const PERSON_FACTS: ReadonlyMap<string, string> = new Map([
  ['link-by-someone-else', 'maker'],
  ['share-with-the-departed', 'recipient'],
]);

/** Whether a fact is a uid: `forget` looks for a person there and nowhere else among the facts. */
export function isPersonFact(check: string, key: string): boolean {
  return PERSON_FACTS.get(check) === key;
}

/** What a member's answer does to a finding: it is accepted until a day, or will be once an admin agrees. */
export const ANSWER_STATES = ['in-force', 'waiting'] as const;
export interface FindingAnswer {
  readonly state: (typeof ANSWER_STATES)[number];
  /** `YYYY-MM-DD`, inclusive. */
  readonly until: string;
}

export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  readonly audience: Audience;
  /** Owner of the thing; null for the server. */
  readonly member: MemberId | null;
  readonly subject: Subject;
  readonly actual: Actual;
  /** What acting on it would free; 0 where nothing. */
  readonly bytes: Bytes;
  /** uids and gids with access to it or to a folder above it. */
  readonly sharedWith: readonly string[];
  /** check + stable id: a rename does not make a finding new. */
  readonly fingerprint: string;
  readonly state: FindingState;
  /** The day first seen, `YYYY-MM-DD` in the organisation's zone. */
  readonly since: string;
  /** Left out where no answer of the member covers it. */
  readonly answer?: FindingAnswer | undefined;
}
