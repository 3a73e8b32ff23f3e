import type { Language } from '../../model/member.ts';

/** The formats of a sheet. */
export const SHEET_FORMATS = ['text', 'md', 'html', 'json'] as const;
export type SheetFormat = (typeof SHEET_FORMATS)[number];

/** A leaver's sheet laid out in one language: what text, Markdown and HTML are made of. */
export interface Sheet {
  readonly language: Language;
  readonly title: string;
  readonly subtitle: string;
  readonly intro: string;
  readonly facts: readonly SheetFact[];
  readonly sections: readonly SheetSection[];
  readonly steps: SheetSteps;
}

interface SheetFact {
  readonly label: string;
  readonly value: string;
}

/** A table under a heading. */
export interface SheetSection {
  readonly title: string;
  /** Above the table, or all that there is to say where it has no rows; '' = nothing. */
  readonly note: string;
  /** None of a plain list. */
  readonly columns: readonly string[];
  /** A cell for each column; one of a plain list. */
  readonly rows: readonly (readonly string[])[];
  /** How many rows are left out; '' = none. */
  readonly more: string;
}

interface SheetSteps {
  readonly title: string;
  /** '' = nothing. */
  readonly note: string;
  readonly rows: readonly SheetStep[];
}

export interface SheetStep {
  readonly title: string;
  readonly text: string;
  /** A mail address of the organisation; '' = none. */
  readonly address: string;
  /** To be copied into a shell, each word quoted. */
  readonly commands: readonly string[];
}
