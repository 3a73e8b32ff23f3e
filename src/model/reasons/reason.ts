import { ACCESS_REASONS } from './access-reasons.ts';
import { CHECK_REASONS, RUN_REASONS } from './judge-reasons.ts';
import type { ParamData, ParamKind, ReasonData, ReasonEntry } from './kinds.ts';
import { MEMBER_REASONS } from './member-reasons.ts';
import { NETWORK_REASONS, STRANGER_REASONS } from './network-reasons.ts';
import { REGISTER_REASONS } from './register-reasons.ts';
import { ANSWER_REASONS, REQUEST_REASONS } from './request-reasons.ts';
import { STOP_REASONS } from './stop-reasons.ts';
import { SPACE_REASONS, TREE_REASONS } from './tree-reasons.ts';

/** Every reason for which something is not known, was not judged or not done, by its key. */
const REASONS = {
  ...REQUEST_REASONS,
  ...STOP_REASONS,
  ...NETWORK_REASONS,
  ...STRANGER_REASONS,
  ...ANSWER_REASONS,
  ...TREE_REASONS,
  ...MEMBER_REASONS,
  ...SPACE_REASONS,
  ...CHECK_REASONS,
  ...RUN_REASONS,
  ...REGISTER_REASONS,
  ...ACCESS_REASONS,
};
export type ReasonKey = keyof typeof REASONS;
// The table has no other keys.
export const REASON_KEYS = Object.keys(REASONS) as readonly ReasonKey[];

/** The value of a parameter, by its kind. */
interface ParamValues {
  readonly number: number;
  readonly text: string;
  readonly texts: readonly string[];
  readonly member: string;
  readonly members: readonly string[];
  readonly private: string;
  readonly sentences: Reasons;
  readonly phrase: Reasons;
  readonly parts: Reasons;
  readonly opening: Reasons;
  readonly clauses: Reasons;
}

type KindsOf<Key extends ReasonKey> = (typeof REASONS)[Key]['params'];
export type ReasonParams<Key extends ReasonKey> = {
  readonly [Name in keyof KindsOf<Key>]: KindsOf<Key>[Name] extends ParamKind
    ? ParamValues[KindsOf<Key>[Name]]
    : never;
};

interface ReasonOf<Key extends ReasonKey> {
  readonly key: Key;
  readonly params: ReasonParams<Key>;
}
/** Why something is not known, was not judged or not done: data, of which `reasonSentence` and the views make words. */
export type Reason = { readonly [Key in ReasonKey]: ReasonOf<Key> }[ReasonKey];
/** Several at once; none where nothing is lacking. */
export type Reasons = readonly Reason[];

type KeyWithoutParams = {
  [Key in ReasonKey]: keyof KindsOf<Key> extends never ? Key : never;
}[ReasonKey];

/** Makes a reason of the table. */
export function because<Key extends KeyWithoutParams>(key: Key): Reason;
export function because<Key extends ReasonKey>(key: Key, params: ReasonParams<Key>): Reason;
export function because(key: ReasonKey, params: object = {}): Reason {
  // The signatures above tie the parameters to the key.
  return { key, params } as Reason;
}

export function isReasonKey(key: string): key is ReasonKey {
  return Object.hasOwn(REASONS, key);
}

export function entryOf(key: ReasonKey): ReasonEntry {
  return REASONS[key];
}

/** The English of the views: without what is private. */
export function shownEnglish(key: ReasonKey): string {
  const { en, shown = en } = entryOf(key);
  return shown;
}

/** Whether one of these is, or names, a reason of these keys. */
export function hasReason(reasons: readonly ReasonData[], keys: readonly ReasonKey[]): boolean {
  const wanted: readonly string[] = keys;
  return reasons.some(
    ({ key, params }) =>
      wanted.includes(key) || Object.values(params).some((value) => hasReason(reasonsIn(value), keys)),
  );
}

/** The reasons that a parameter holds. */
export function reasonsIn(value: ParamData): readonly ReasonData[] {
  return typeof value === 'object' ? value.filter((one) => typeof one === 'object') : [];
}
