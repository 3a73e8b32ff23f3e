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

/**
 * A store, whatever holds it: the one place that knows the driver. Beside the stored tables it has `new_tree_parts (writer,
 * part, folders, body)` for trees that are being read, which outlives no crash.
 */
export interface Database extends Queryable {
  readonly path: string;
  /** Like `transaction`, and on the disk when it returns: a power cut takes nothing back. Not within a transaction. */
  durableTransaction<T>(work: (within: Queryable) => Promise<T>): Promise<T>;
  /** Empties the log that lies beside an SQLite file; false when another program reads it. */
  emptyLog(): Promise<boolean>;
  /** Clears away what erased rows left in the file or the tables; false when another program reads it. */
  rewrite(): Promise<boolean>;
  /** Null when it is sound, else what is wrong with it. */
  integrity(): Promise<string | null>;
  /** What was noted so far, each once. */
  odd(): readonly OddRecord[];
  close(): Promise<void>;
}

/** Takes back what was done; throws nothing. */
export type TakeBack = () => Promise<void>;
export type Value = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, unknown>>;
