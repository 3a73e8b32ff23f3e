import type { Bytes } from '../model/units.ts';

/** Bounds on what a server may answer, far above anything real: a hacked one must not end the run. `server.limits` sets them. */
export interface Limits {
  /** Of one answer to a listing, unpacked. It is read as a stream. */
  readonly answer: Bytes;
  /** Of one JSON document, which is held whole; and of one row of a list. */
  readonly document: Bytes;
  /** Rows kept of one list: accounts, one member's shares. */
  readonly rows: number;
  /** Rows kept of all members' share lists together. */
  readonly allRows: number;
  /** What is held in memory of one tree: its folders, and what could not be read in it. */
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

export const LIMITS: Limits = {
  answer: 2048 * MB,
  document: 16 * MB,
  rows: 100_000,
  allRows: 500_000,
  folders: 250_000,
  depth: 2_000,
  answerTime: 20 * MINUTE,
  memberTime: 30 * MINUTE,
  runTime: 12 * 60 * MINUTE,
};
