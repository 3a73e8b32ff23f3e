import { gunzipSync, gzipSync } from 'node:zlib';
import type { OddRecord } from '../../model/odd-record.ts';
import type { NoteOdd } from '../database/rows.ts';

/** JSON as the store keeps it: zipped to about a tenth, for every run is kept for years. */
export function pack(document: unknown): Uint8Array {
  return gzipSync(JSON.stringify(document));
}

/** What `pack` was given; null, and noted, where it cannot be read. */
export function unpack(packed: unknown, note: NoteOdd): unknown {
  try {
    if (packed instanceof Uint8Array) return JSON.parse(gunzipSync(packed).toString('utf8'));
  } catch {
    // Neither zipped nor JSON: noted below.
  }
  note(UNPACKABLE);
  return null;
}

const UNPACKABLE: OddRecord = { what: 'document', name: 'result', fields: ['all of it'], isLeftOut: true };

/** Notes of which run something cannot be read. */
export function noteOfRun(note: NoteOdd, run: number): NoteOdd {
  return (odd) => note({ ...odd, what: `run ${run}, ${odd.what}` });
}
