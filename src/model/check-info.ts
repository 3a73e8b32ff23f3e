import type { Audience } from './finding.ts';
import type { Language } from './member.ts';
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

/** What the views know of a check. */
export interface CheckInfo {
  readonly id: string;
  readonly area: Area;
  /** The severity it has unless a finding says another. */
  readonly severity: Severity;
  readonly audience: Audience;
  readonly texts: Readonly<Record<Language, CheckTexts>>;
}
