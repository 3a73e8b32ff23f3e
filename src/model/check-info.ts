import type { Audience } from './finding.ts';
import type { PolicySetting } from './policy.ts';
import type { Severity } from './severity.ts';

export const AREAS = ['storage', 'sharing', 'accounts', 'policy'] as const;
export type Area = (typeof AREAS)[number];

/**
 * What a member can do about a finding, each kind done in one way: a mail has one card for all things of a kind.
 * - `readOnly`: take away the right to change
 * - `protect`: set a password and an end date; `password`, `end`: one of them
 * - `close`: end a link that may serve no more; `stop`: end a share with one person, group or server
 * - `review`: look who has access
 * - `tidy`: put elsewhere or delete; `compare`: keep one of several copies; `trash`: empty the trash bin
 */
export const ACTION_KINDS = [
  'readOnly',
  'protect',
  'password',
  'end',
  'close',
  'stop',
  'review',
  'tidy',
  'compare',
  'trash',
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** What is done for a certain check and not for all of its area: so that neither a view nor the judge names a check. */
export interface CheckTraits {
  /** What the member is asked to do about it; without one, to look at it. */
  readonly action?: ActionKind;
  /** Measures the use of the quota, which a gauge shows: how full it is, or when it will be full. */
  readonly usage?: 'level' | 'forecast';
  /** What is open is confidential: goes before other findings of the same severity. */
  readonly confidential?: true;
  /** Its sentence says best what others can do with a share: it stands for those of other checks on the same share. */
  readonly describesAccess?: true;
  /** Where the things that it finds lie, which have no path of their own. */
  readonly place?: 'leftovers' | 'trash';
  /** What others put into the member's space. */
  readonly filledByOthers?: true;
  /** Found for its age: after several mails without effect the member is asked whether it is still useful. */
  readonly byAge?: true;
  /**
   * Of a sharing check, what its end is worth thanks for: the share is gone, or it is at least better protected.
   * Default: `protected`.
   */
  readonly thanks?: 'closed' | 'protected';
  /**
   * The settings of the server that it judges. A finding asks to change one: `always`, or where the fact of this name
   * is true.
   */
  readonly settings?: Readonly<Partial<Record<PolicySetting, string>>>;
  /** Finds the accounts of people who left and whose data is still there. */
  readonly departed?: true;
  /** Reports what could not be read, which the page shows by itself. */
  readonly reportsCoverage?: true;
  /** A member's "still useful" does not end it by itself: an admin must agree. */
  readonly asksAdmin?: true;
  /** Finds links that are not in the register, which the portal offers to enter. */
  readonly unregistered?: true;
  /** Judges shares of unknown kinds; other sharing checks leave them out. */
  readonly unknownKinds?: true;
  /** The key of `actual` that holds a uid. */
  readonly personFact?: string;
}

/** What the views know of a check; its messages stand in `templates/locales/`, under `check.ID`. */
export interface CheckInfo {
  readonly id: string;
  readonly area: Area;
  /** The severity it has unless a finding says another. */
  readonly severity: Severity;
  readonly audience: Audience;
  /** Runs only where the config names it. */
  readonly offByDefault?: true;
  readonly traits: CheckTraits;
}
