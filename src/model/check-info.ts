import type { Audience } from './finding.ts';
import type { Language } from './member.ts';
import type { PolicySetting } from './policy.ts';
import type { Severity } from './severity.ts';

export const AREAS = ['storage', 'sharing', 'accounts', 'policy'] as const;
export type Area = (typeof AREAS)[number];

/**
 * The words of a check in one language, each an ICU message. Their parameters are the keys of the finding's
 * `actual` (see `Actual` for units: the views format `…Bytes`, `…At`, `…On`, `…Percent` themselves and hand the
 * rest over as they are, so that plurals work), and also `path` and `name` (the last segment) of the subject.
 */
export interface CheckTexts {
  /** A few words, for tables: « Gros fichiers inchangés ». */
  readonly title: string;
  /** One sentence on one finding: what it is. « Inchangé depuis {months, plural, one {# mois} other {# mois}}. » */
  readonly finding: string;
  /** One sentence: what to do about it, kindly. */
  readonly remedy: string;
  /** One or two sentences for `menage checks ID` and the page: why this matters. */
  readonly why: string;
}

/** What is done for a certain check and not for all of its area: so that neither a view nor the judge names a check. */
export interface CheckTraits {
  /** Measures the use of the quota, which a gauge shows: how full it is, or when it will be full. */
  readonly usage?: 'level' | 'forecast';
  /** What is open is confidential: goes before other findings of the same severity. */
  readonly confidential?: true;
  /** Its sentence says best what others can do with a share: it stands for those of other checks on the same share. */
  readonly describesAccess?: true;
  /** Where the things that it finds lie, which have no path of their own. */
  readonly place?: 'leftovers' | 'trash';
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
  /** Reports what could not be read, which the page shows by itself. */
  readonly reportsCoverage?: true;
  /** Judges shares of unknown kinds; other sharing checks leave them out. */
  readonly unknownKinds?: true;
  /** The key of `actual` that holds a uid. */
  readonly personFact?: string;
}

/** What the views know of a check. */
export interface CheckInfo {
  readonly id: string;
  readonly area: Area;
  /** The severity it has unless a finding says another. */
  readonly severity: Severity;
  readonly audience: Audience;
  readonly traits: CheckTraits;
  readonly texts: Readonly<Record<Language, CheckTexts>>;
}
