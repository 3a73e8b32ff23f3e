import type { OddRecord } from '../../model/odd-record.ts';

/** Where statements go: the whole store, or one transaction of it. */
export interface Queryable {
  run(sql: string, ...values: readonly Value[]): Promise<void>;
  /** Runs one statement for many rows, in one transaction. */
  runEach(sql: string, rows: Iterable<readonly Value[]>): Promise<void>;
  get(sql: string, ...values: readonly Value[]): Promise<Row | undefined>;
  all(sql: string, ...values: readonly Value[]): Promise<readonly Row[]>;
  /**
   * Runs `work` in one transaction, or as a part of the one under way; what it throws rolls back. No other writes between
   * its statements, which all go to `within`.
   */
  transaction<T>(work: (within: Queryable) => Promise<T>): Promise<T>;
  /** Runs statements that give nothing and take no values. */
  exec(sql: string): Promise<void>;
  /** Takes note of a row that cannot be read. */
  noteOdd(odd: OddRecord): void;
}

/** The one place that knows the driver. */
export interface Database extends Queryable {
  readonly path: string;
  /** Like `transaction`, and on the disk when it returns: a power cut takes nothing back. Not within a transaction. */
  durableTransaction<T>(work: (within: Queryable) => Promise<T>): Promise<T>;
  /** Moves everything from the log beside the file into it; false when another program reads the log for a second. */
  emptyLog(): Promise<boolean>;
  /** What was noted so far, each once. */
  odd(): readonly OddRecord[];
  close(): Promise<void>;
}

/** Takes back what was done; throws nothing. */
export type TakeBack = () => Promise<void>;
export type Value = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, unknown>>;
