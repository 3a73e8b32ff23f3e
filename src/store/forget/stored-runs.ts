import { isDeepStrictEqual } from 'node:util';
import type { MemberId, RunId } from '../../model/ids.ts';
import type { RunResult } from '../../model/result.ts';
import type { Queryable } from '../database/database.ts';
import { readStored, writeResult } from '../runs/documents.ts';
import { eachJudged, judgedMembers, packJudged, unpackJudged } from '../runs/judged-members.ts';
import { noteOfRun } from '../runs/packed.ts';
import { blankNames } from './blank-names.ts';
import { eraseFromResult } from './erase-person.ts';

/** One stored run without the person: to be called within a transaction. */
export async function eraseFromRun(within: Queryable, run: RunId, uid: MemberId): Promise<void> {
  await changeResult(within, run, (result) => eraseFromResult(result, uid));
  const packed = (await within.get('SELECT judged FROM runs WHERE id = ?', run))?.['judged'] ?? null;
  if (packed === null) return;
  let isSound = true;
  const judged = unpackJudged(packed, (odd) => {
    isSound = false;
    noteOfRun(within.noteOdd, run)(odd);
  });
  if (isSound && !judged.members.includes(uid)) return;
  const others = [...eachJudged(judged)].filter(({ member }) => member !== uid);
  await within.run('UPDATE runs SET judged = ? WHERE id = ?', packJudged(judgedMembers(others)), run);
}

/** One stored run without the private names of a person: to be called within a transaction. */
export async function blankInRun(within: Queryable, run: RunId, uid: MemberId): Promise<void> {
  await changeResult(within, run, (result) => blankNames(result, uid));
}

/** What cannot be read of a run may be about the person: it goes, with the whole document where that is all of it. */
async function changeResult(
  within: Queryable,
  run: RunId,
  change: (result: RunResult) => RunResult,
): Promise<void> {
  if ((await within.get('SELECT 1 AS one FROM runs WHERE id = ? AND result IS NOT NULL', run)) === undefined)
    return;
  let isSound = true;
  const before = await readStored(within, run, (odd) => {
    isSound = false;
    noteOfRun(within.noteOdd, run)(odd);
  });
  if (before === null) {
    await within.run("UPDATE runs SET status = 'failed', result = NULL, judged = NULL WHERE id = ?", run);
    await within.run('DELETE FROM run_parts WHERE run = ?', run);
    return;
  }
  const after = change(before);
  if (isSound && isDeepStrictEqual(after, before)) return;
  await writeResult(within, run, after);
}
