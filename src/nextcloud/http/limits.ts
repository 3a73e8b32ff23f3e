import type { Bytes } from '../../model/units.ts';

/** Bounds on what a server may answer, far above anything real: a hacked one must not end the run. `server.limits` sets them. */
export interface Limits {
  /** Of one answer to a listing, unpacked. It is read as a stream. */
  readonly answer: Bytes;
  /** Of one JSON document, which is held whole; and of one row of a list. */
  readonly document: Bytes;
  /** Records of the account list; one of more than 4 kB counts as several. */
  readonly accounts: number;
  /** Rows kept of any other list, such as one member's shares; a row of more than 4 kB counts as several. */
  readonly rows: number;
  /** Rows kept of all members' share lists together. */
  readonly allRows: number;
  /** What is held in memory of one tree: its folders, and what could not be read in it; long names count as several. */
  readonly folders: number;
  /** Folders inside one another. */
  readonly depth: number;
  /** For one answer from sending to its last byte, milliseconds. */
  readonly answerTime: number;
  /** For one member's tree, milliseconds; trash bin and shares get a quarter of it beside. */
  readonly memberTime: number;
  /** For all requests of one command, milliseconds. */
  readonly runTime: number;
}

const MB = 1024 ** 2;
const MINUTE = 60_000;

/** `rows` and `allRows` are chosen to fit in 1 GB of heap to the end of a run (docs/performance.md, "Just below a bound"). */
export const LIMITS: Limits = {
  answer: 2048 * MB,
  document: 16 * MB,
  accounts: 250_000,
  rows: 25_000,
  allRows: 75_000,
  folders: 250_000,
  depth: 2_000,
  answerTime: 20 * MINUTE,
  memberTime: 30 * MINUTE,
  runTime: 12 * 60 * MINUTE,
};

/** A row of so many characters counts once, a longer one as several: a bound on rows is one on memory. */
const CHARACTERS_OF_A_ROW = 4_096;

/** How often a row of so many characters counts. */
export function rowsIn(characters: number): number {
  return Math.max(1, Math.ceil(characters / CHARACTERS_OF_A_ROW));
}

/** Number of characters that fit into the memory counted for one folder. */
const CHARACTERS_OF_A_FOLDER = 400;

/** As how many further folders the texts of one count. */
export function foldersBeside(...texts: readonly (string | null)[]): number {
  const characters = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  return Math.floor(characters / CHARACTERS_OF_A_FOLDER);
}
