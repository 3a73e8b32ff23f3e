import type { RunId } from '../../model/ids.ts';
import type { ResultFinding } from '../../model/result.ts';
import type { Queryable } from '../database/database.ts';
import type { EarlierRuns } from '../store.ts';
import { type FindingPieces, findingPieces } from './documents.ts';
import { type JudgedMembers, NOTHING_JUDGED, placesIn, unpackJudged } from './judged-members.ts';
import { noteOfRun } from './packed.ts';

/** A run some of whose findings count, and where they are by member (the server is ''). */
interface Source {
  readonly pieces: FindingPieces;
  /** In turn the piece of the run, the first place in it, and how many follow each other: those of a member lie together. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/**
 * See `RunStore.earlier`. Of the findings only their places are kept: those of many thousand members would fill the
 * memory, and are asked for member by member, in the order in which they stand.
 * @param runs the newest first.
 */
export async function earlierRuns(database: Queryable, runs: readonly RunId[]): Promise<EarlierRuns> {
  const marks = newMarks();
  const sources: Source[] = [];
  let last: { readonly packed: unknown; readonly judged: JudgedMembers } = {
    packed: null,
    judged: NOTHING_JUDGED,
  };
  for (const run of runs) {
    const packed = (await database.get('SELECT judged FROM runs WHERE id = ?', run))?.['judged'];
    // Night after night the same members are judged by the same checks.
    const isAsLast = isSame(packed, last.packed);
    if (!isAsLast) last = { packed, judged: unpackJudged(packed, noteOfRun(database.noteOdd, run)) };
    if (marks.open(last.judged, isAsLast)) {
      const pieces = withLastPieces(await findingPieces(database, run));
      sources.push({ pieces, places: await placesOf(pieces, marks.isOpen) });
    }
    marks.close(last.judged, isAsLast);
  }
  return {
    areNone: marks.areNone(),
    async of(member) {
      return { findings: await findingsOf(sources, member ?? ''), judged: marks.judging(member ?? '') };
    },
  };
}

/** Whether nothing was read, or a byte is another. */
function isSame(one: unknown, other: unknown): boolean {
  return one instanceof Uint8Array && other instanceof Uint8Array && Buffer.compare(one, other) === 0;
}

const JUDGED = 1;
/** A later run judged it wholly: what an earlier one says counts no more. */
const CLOSED = 2;
/** What counts of the run at hand. */
const OPEN = 4;

/** What runs judged, a byte for each check and member. */
function newMarks() {
  const members = new Map<string, number>();
  const checks = new Map<string, Uint8Array>();
  const numberOf = (name: string) => {
    const known = members.get(name) ?? members.size;
    members.set(name, known);
    return known;
  };
  function bytesOf(check: string): Uint8Array {
    const known = checks.get(check);
    if (known !== undefined && known.length >= members.size) return known;
    const bytes = new Uint8Array(members.size);
    if (known !== undefined) bytes.set(known);
    checks.set(check, bytes);
    return bytes;
  }
  const markOf = (check: string, name: string) => {
    const number = members.get(name);
    return number === undefined ? 0 : (checks.get(check)?.[number] ?? 0);
  };
  return {
    /**
     * Notes what a run judged, and what of it counts.
     * @param isSame the next later run judged the same: all that was judged wholly is closed.
     * @returns whether anything counts.
     */
    open({ members: names, checks: judged }: JudgedMembers, isSame: boolean): boolean {
      const numbers = names.map(numberOf);
      let isAny = false;
      for (const { check, whole, part } of judged) {
        const bytes = bytesOf(check);
        for (const ranges of isSame ? [part] : [whole, part]) {
          for (const place of placesIn(ranges)) {
            const number = numbers[place] ?? -1;
            const mark = bytes[number] ?? CLOSED;
            if ((mark & CLOSED) !== 0) continue;
            bytes[number] = mark | JUDGED | OPEN;
            isAny = true;
          }
        }
      }
      return isAny;
    },
    isOpen: (check: string, name: string) => (markOf(check, name) & OPEN) !== 0,
    /** After the findings of that run were looked at. */
    close({ members: names, checks: judged }: JudgedMembers, isSame: boolean): void {
      const numbers = names.map(numberOf);
      for (const { check, whole, part } of judged) {
        const bytes = bytesOf(check);
        for (const place of isSame ? [] : placesIn(whole)) mark(bytes, numbers[place], CLOSED);
        for (const place of placesIn(part)) mark(bytes, numbers[place], 0);
      }
    },
    areNone: () => checks.size === 0,
    judging: (name: string): ReadonlySet<string> =>
      new Set([...checks.keys()].filter((check) => (markOf(check, name) & JUDGED) !== 0)),
  };
}

/** Adds a mark, and takes `OPEN` away. */
function mark(bytes: Uint8Array, number: number | undefined, added: number): void {
  if (number !== undefined) bytes[number] = ((bytes[number] ?? 0) | added) & ~OPEN;
}

async function placesOf(
  pieces: FindingPieces,
  isOpen: (check: string, name: string) => boolean,
): Promise<Source['places']> {
  const places = new Map<string, number[]>();
  for (let piece = 0; piece < pieces.count; piece++) {
    for (const [at, finding] of (await pieces.read(piece)).entries()) {
      const name = finding === null || finding.state === 'fixed' ? null : judgedAs(finding, isOpen);
      if (name === null) continue;
      const known = places.get(name);
      if (known === undefined) places.set(name, [piece, at, 1]);
      else addPlace(known, piece, at);
    }
  }
  return places;
}

function addPlace(ranges: number[], piece: number, at: number): void {
  const [lastPiece, first = 0, count = 0] = ranges.slice(-3);
  if (lastPiece === piece && first + count === at) ranges[ranges.length - 1] = count + 1;
  else ranges.push(piece, at, 1);
}

/** A check of the server may find something about a person; it was judged for the server all the same. */
function judgedAs(
  { check, member }: ResultFinding,
  isOpen: (check: string, name: string) => boolean,
): string | null {
  if (isOpen(check, member ?? '')) return member ?? '';
  return isOpen(check, '') ? '' : null;
}

/** Pieces of a run that are kept once they were read: the findings of one member lie together. */
const KEPT_PIECES = 2;

function withLastPieces(pieces: FindingPieces): FindingPieces {
  const kept = new Map<number, ReturnType<FindingPieces['read']>>();
  return {
    count: pieces.count,
    read(piece) {
      const read = kept.get(piece) ?? pieces.read(piece);
      kept.delete(piece);
      kept.set(piece, read);
      for (const oldest of [...kept.keys()].slice(0, -KEPT_PIECES)) kept.delete(oldest);
      return read;
    },
  };
}

/** By check; the later word on a finding stands. */
async function findingsOf(
  sources: readonly Source[],
  name: string,
): Promise<ReadonlyMap<string, readonly ResultFinding[]>> {
  const found = new Map<string, Map<string, ResultFinding>>();
  for (const { pieces, places } of sources) {
    const own = places.get(name) ?? [];
    for (let number = 0; number < own.length; number += 3) {
      const [piece = 0, first = 0, count = 0] = own.slice(number, number + 3);
      for (const finding of (await pieces.read(piece)).slice(first, first + count)) {
        if (finding === null) continue;
        const known = found.get(finding.check) ?? new Map<string, ResultFinding>();
        found.set(finding.check, known);
        if (!known.has(finding.fingerprint)) known.set(finding.fingerprint, finding);
      }
    }
  }
  return new Map([...found].map(([check, findings]) => [check, [...findings.values()]]));
}
