import { z } from 'zod';
import type { RunId } from '../../model/ids.ts';
import {
  LONG_LISTS,
  type LongList,
  type LongResult,
  type ResultHead,
  type ResultPieces,
  wholeResult,
} from '../../model/long-result.ts';
import type { ResultFinding, RunResult } from '../../model/result.ts';
import type { Queryable } from '../database/database.ts';
import { type NoteOdd, readRow, readRows, type StoredShape } from '../database/rows.ts';
import { noteOfRun, pack, unpack } from './packed.ts';
import { assertResultReadable, FINDING, MEMBER, readResult, SHARE } from './stored-result.ts';

/**
 * A result of more items than this stands in parts (`run_parts`), and `runs.result` holds the rest of it: as one text it would be
 * several times in memory whenever it is written or read. The largest that stands whole is some 6 MB of JSON.
 */
const MOST_WHOLE = 10_000;
/** Items of one part: some 500 kB of JSON, a tenth of it zipped. */
const OF_A_PART = 500;

/**
 * Stores the result of a run in place of an earlier one: to be called within a transaction.
 * @throws {PartialError} when something of it could not be read again.
 */
export async function writeResult(within: Queryable, run: RunId, result: LongResult): Promise<void> {
  assertResultReadable(result);
  await within.run('DELETE FROM run_parts WHERE run = ?', run);
  const isWhole = hasAtMost(result, MOST_WHOLE);
  const document = isWhole ? wholeResult(result) : { ...result, members: [], shares: [], findings: [] };
  await within.run('UPDATE runs SET result = ? WHERE id = ?', pack(document), run);
  if (isWhole) return;
  for (const list of LONG_LISTS)
    await within.runEach(
      'INSERT INTO run_parts (run, list, part, body) VALUES (?, ?, ?, ?)',
      partsOf(run, list, result[list]),
    );
}

/** Goes no further through the lists than it needs: they may be unpacked as they are gone through. */
function hasAtMost(result: LongResult, most: number): boolean {
  let items = 0;
  for (const list of LONG_LISTS) for (const _ of result[list]) if (++items > most) return false;
  return true;
}

function* partsOf(run: RunId, list: LongList, items: Iterable<unknown>) {
  let part = 0;
  let some: unknown[] = [];
  for (const item of items) {
    some.push(item);
    if (some.length < OF_A_PART) continue;
    yield [run, list, part++, pack(some)] as const;
    some = [];
  }
  if (some.length > 0) yield [run, list, part, pack(some)] as const;
}

/** Null where the run has no result, or it cannot be read at all. */
export async function readStored(
  within: Queryable,
  run: RunId,
  note: NoteOdd = noteOfRun(within.noteOdd, run),
): Promise<RunResult | null> {
  const head = await readWhole(within, run, note);
  if (head === null || (await partsIn(within, run)).length === 0) return head;
  const members = await joined(piecesIn(within, run, 'members', MEMBER, note));
  const shares = await joined(piecesIn(within, run, 'shares', SHARE, note));
  const findings = await joined(piecesIn(within, run, 'findings', FINDING, note));
  return { ...head, members, shares, findings };
}

/** The same without its long lists. */
export async function readHead(within: Queryable, run: RunId): Promise<ResultHead | null> {
  const result = await readWhole(within, run, noteOfRun(within.noteOdd, run));
  if (result === null) return null;
  const { members: _, shares: __, findings: ___, ...head } = result;
  return head;
}

/** The same with its members and shares in pieces that are read one at a time; a result that stands whole is one piece. */
export async function readPieces(within: Queryable, run: RunId): Promise<ResultPieces | null> {
  const note = noteOfRun(within.noteOdd, run);
  const whole = await readWhole(within, run, note);
  if (whole === null) return null;
  const { members, shares, findings: _, ...head } = whole;
  if ((await partsIn(within, run)).length === 0)
    return { head, members: onePiece(members), shares: onePiece(shares) };
  return {
    head,
    members: piecesIn(within, run, 'members', MEMBER, note),
    shares: piecesIn(within, run, 'shares', SHARE, note),
  };
}

function onePiece<T>(piece: T): AsyncIterable<T> {
  return {
    async *[Symbol.asyncIterator]() {
      yield piece;
    },
  };
}

/** The findings of a run in pieces that are read one at a time; a result that stands whole is one piece. */
export interface FindingPieces {
  readonly count: number;
  /** The findings of a piece by their place in it; what cannot be read is noted, and null. */
  read(piece: number): Promise<readonly (ResultFinding | null)[]>;
}

const Findings = z.object({ findings: z.array(z.unknown()) });

export async function findingPieces(within: Queryable, run: RunId): Promise<FindingPieces> {
  const note = noteOfRun(within.noteOdd, run);
  const parts = (await partsIn(within, run)).filter(({ list }) => list === 'findings');
  const read = (items: readonly unknown[]) => items.map((item) => readRow(item, FINDING, note));
  return {
    count: Math.max(1, parts.length),
    async read(piece) {
      const part = parts[piece]?.part;
      if (part !== undefined) return read(await itemsOf(within, run, { list: 'findings', part }, note));
      const whole = Findings.safeParse(unpack(await packedResult(within, run), note));
      return whole.success ? read(whole.data.findings) : [];
    },
  };
}

interface Part {
  readonly list: string;
  readonly part: number;
}

async function partsIn(within: Queryable, run: RunId): Promise<readonly Part[]> {
  const rows = await within.all('SELECT list, part FROM run_parts WHERE run = ? ORDER BY list, part', run);
  return rows.map(({ list, part }) => ({ list: String(list), part: Number(part) }));
}

async function readWhole(within: Queryable, run: RunId, note: NoteOdd): Promise<RunResult | null> {
  const packed = await packedResult(within, run);
  const stored = packed === null ? null : unpack(packed, note);
  return stored === null ? null : readResult(stored, note);
}

async function packedResult(within: Queryable, run: RunId): Promise<unknown> {
  return (await within.get('SELECT result FROM runs WHERE id = ?', run))?.['result'] ?? null;
}

function piecesIn<T>(
  within: Queryable,
  run: RunId,
  list: LongList,
  shape: StoredShape<T>,
  note: NoteOdd,
): AsyncIterable<readonly T[]> {
  return {
    async *[Symbol.asyncIterator]() {
      for (const part of (await partsIn(within, run)).filter((one) => one.list === list))
        yield readRows(await itemsOf(within, run, part, note), shape, note);
    },
  };
}

async function joined<T>(pieces: AsyncIterable<readonly T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const piece of pieces) for (const row of piece) rows.push(row);
  return rows;
}

async function itemsOf(
  within: Queryable,
  run: RunId,
  { list, part }: Part,
  note: NoteOdd,
): Promise<readonly unknown[]> {
  const row = await within.get(
    'SELECT body FROM run_parts WHERE run = ? AND list = ? AND part = ?',
    run,
    list,
    part,
  );
  const items = unpack(row?.['body'], note);
  return Array.isArray(items) ? items : [];
}
