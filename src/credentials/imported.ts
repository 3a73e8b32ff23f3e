/** One app password as a file gives it, not yet judged. */
export interface Imported {
  /** Where it stands, for messages: `line 3`, `key "anna"`. Never a part of the secret. */
  readonly where: string;
  readonly uid: string;
  readonly login: string;
  readonly password: string;
}

/** What could be read of a file, and what is wrong with the rest. */
export interface ImportReading {
  readonly imported: readonly Imported[];
  readonly problems: readonly string[];
}
