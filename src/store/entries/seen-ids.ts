import { type FileId, fileId } from '../../model/ids.ts';

/** Remembers file ids, a million in eight megabytes, and tells which came twice. */
export interface SeenIds {
  add(id: FileId): void;
  /** Those that came more than once since this was last asked; from now on each counts once. */
  settle(): ReadonlySet<FileId>;
  forget(ids: ReadonlySet<FileId>): void;
  clear(): void;
}

const FIRST_ROOM = 1_024;

export function seenIds(): SeenIds {
  let numbers = new Float64Array(FIRST_ROOM);
  let count = 0;
  // Numbers are true up to 2^53 only.
  const large = new Map<FileId, number>();
  return {
    add(id) {
      const number = Number(id);
      if (!Number.isSafeInteger(number)) {
        large.set(id, (large.get(id) ?? 0) + 1);
        return;
      }
      if (count === numbers.length) {
        const larger = new Float64Array(count * 2);
        larger.set(numbers);
        numbers = larger;
      }
      numbers[count++] = number;
    },
    settle() {
      const twice = new Set<FileId>();
      for (const [id, times] of large) if (times > 1) twice.add(id);
      for (const id of large.keys()) large.set(id, 1);
      const sorted = numbers.subarray(0, count).sort();
      let kept = 0;
      for (const number of sorted) {
        if (kept > 0 && sorted[kept - 1] === number) twice.add(idOf(number));
        else sorted[kept++] = number;
      }
      count = kept;
      return twice;
    },
    forget(ids) {
      for (const id of ids) large.delete(id);
      const gone = new Set([...ids].map(Number));
      let kept = 0;
      for (const number of numbers.subarray(0, count)) if (!gone.has(number)) numbers[kept++] = number;
      count = kept;
    },
    clear() {
      numbers = new Float64Array(FIRST_ROOM);
      count = 0;
      large.clear();
    },
  };
}

/** The id that the number was made from: its text comes back digit by digit up to 2^53. */
function idOf(number: number): FileId {
  return fileId(String(number));
}
