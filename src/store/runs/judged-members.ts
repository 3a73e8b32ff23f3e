import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { memberId } from '../../model/ids.ts';
import { Count } from '../../model/result-parts.ts';
import type { NoteOdd } from '../database/rows.ts';
import type { Judged } from '../store.ts';
import { unpack } from './packed.ts';

/**
 * Who was judged by which check in a run. Each member stands once (the server as ''): by check there are ranges of `members`, each its
 * first place and how many. Nearly everybody is judged by the same checks, so that there are few.
 */
const JudgedMembers = z.object({
  members: z.array(z.string()),
  checks: z.array(z.object({ check: z.string(), whole: z.array(Count), part: z.array(Count) })),
});
export type JudgedMembers = z.infer<typeof JudgedMembers>;

/** As earlier versions stored it: the members of each check. */
const ByCheck = z.record(z.string(), z.object({ whole: z.array(z.string()), part: z.array(z.string()) }));

export const NOTHING_JUDGED: JudgedMembers = { members: [], checks: [] };

export function judgedMembers(judged: Iterable<Judged>): JudgedMembers {
  const places = new Map<string, number>();
  const checks = new Map<string, JudgedMembers['checks'][number]>();
  for (const { check, member, extent } of judged) {
    const name = member ?? '';
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    const ranges = checks.get(check) ?? { check, whole: [], part: [] };
    checks.set(check, ranges);
    addTo(ranges[extent], place);
  }
  return { members: [...places.keys()], checks: [...checks.values()] };
}

function addTo(ranges: number[], place: number): void {
  const [first, count] = ranges.slice(-2);
  if (first !== undefined && count !== undefined && first + count === place)
    ranges[ranges.length - 1] = count + 1;
  else ranges.push(place, 1);
}

/** The places of `members` that these ranges name. */
export function* placesIn(ranges: readonly number[]): Generator<number> {
  for (let at = 0; at < ranges.length; at += 2) {
    const [first = 0, count = 0] = ranges.slice(at, at + 2);
    for (let place = first; place < first + count; place++) yield place;
  }
}

/** Each check with each member that it judged. */
export function* eachJudged({ members, checks }: JudgedMembers): Generator<Judged> {
  for (const { check, ...ranges } of checks) {
    for (const extent of ['whole', 'part'] as const) {
      for (const place of placesIn(ranges[extent])) {
        const name = members[place];
        if (name !== undefined) yield { check, member: name === '' ? null : memberId(name), extent };
      }
    }
  }
}

export function packJudged(judged: JudgedMembers): Uint8Array {
  return gzipSync(JSON.stringify(judged));
}

/** Nobody where it cannot be read: then the run says nothing of what was there before. */
export function unpackJudged(packed: unknown, note: NoteOdd): JudgedMembers {
  const stored = unpack(packed, note);
  const read = JudgedMembers.safeParse(stored);
  if (read.success) return read.data;
  const earlier = ByCheck.safeParse(stored);
  return earlier.success ? judgedMembers(ofChecks(earlier.data)) : NOTHING_JUDGED;
}

function* ofChecks(byCheck: z.infer<typeof ByCheck>): Generator<Judged> {
  for (const [check, members] of Object.entries(byCheck)) {
    for (const extent of ['whole', 'part'] as const)
      for (const name of members[extent])
        yield { check, member: name === '' ? null : memberId(name), extent };
  }
}
