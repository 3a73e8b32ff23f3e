import { z } from 'zod';
import type { RunId } from '../../model/ids.ts';
import type { ResultFinding, ResultMember, ResultShare, RunResult } from '../../model/result.ts';
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

/** The lists that grow with the members. */
const LISTS = ['members', 'shares', 'findings'] as const;
type List = (typeof LISTS)[number];

/**
 * Stores the result of a run in place of an earlier one: to be called within a transaction.
 * @throws {PartialError} when something of it could not be read again.
 */
export async function writeResult(within: Queryable, run: RunId, result: RunResult): Promise<void> {
  assertResultReadable(result);
  await within.run('DELETE FROM run_parts WHERE run = ?', run);
  const isWhole = LISTS.reduce((sum, list) => sum + result[list].length, 0) <= MOST_WHOLE;
  const head = isWhole ? result : { ...result, members: [], shares: [], findings: [] };
  await within.run('UPDATE runs SET result = ? WHERE id = ?', pack(head), run);
  if (isWhole) return;
  for (const list of LISTS)
    await within.runEach(
      'INSERT INTO run_parts (run, list, part, body) VALUES (?, ?, ?, ?)',
      partsOf(run, list, result[list]),
    );
}

function* partsOf(run: RunId, list: List, items: readonly unknown[]) {
  for (let part = 0; part * OF_A_PART < items.length; part++)
    yield [run, list, part, pack(items.slice(part * OF_A_PART, (part + 1) * OF_A_PART))] as const;
}

/** Null where the run has no result, or it cannot be read at all. */
export async function readStored(
  within: Queryable,
  run: RunId,
  note: NoteOdd = noteOfRun(within.noteOdd, run),
): Promise<RunResult | null> {
  const whole = await readMost(within, run, note);
  if (whole === null || !whole.isInParts) return whole?.result ?? null;
  const findings = await listOf<ResultFinding>(within, run, 'findings', FINDING, note);
  return { ...whole.result, findings };
}

/** The same without its findings, which are most of it. */
export async function readWithoutFindings(
  within: Queryable,
  run: RunId,
): Promise<Omit<RunResult, 'findings'> | null> {
  const whole = await readMost(within, run, noteOfRun(within.noteOdd, run));
  if (whole === null) return null;
  const { findings: _, ...rest } = whole.result;
  return rest;
}

/** All but the findings of a result that stands in parts. */
async function readMost(
  within: Queryable,
  run: RunId,
  note: NoteOdd,
): Promise<{ readonly result: RunResult; readonly isInParts: boolean } | null> {
  const result = await readWhole(within, run, note);
  if (result === null || (await partsIn(within, run)).length === 0)
    return result && { result, isInParts: false };
  const members = await listOf<ResultMember>(within, run, 'members', MEMBER, note);
  const shares = await listOf<ResultShare>(within, run, 'shares', SHARE, note);
  return { result: { ...result, members, shares }, isInParts: true };
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

async function listOf<T>(
  within: Queryable,
  run: RunId,
  list: List,
  shape: StoredShape<T>,
  note: NoteOdd,
): Promise<T[]> {
  const rows: T[] = [];
  for (const part of (await partsIn(within, run)).filter((one) => one.list === list))
    for (const row of readRows(await itemsOf(within, run, part, note), shape, note)) rows.push(row);
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
