import type { MemberId } from '../../model/ids.ts';
import type { RunResult } from '../../model/result.ts';
import type { Queryable, Row } from '../database/database.ts';
import {
  type JudgedBy,
  noteOfRun,
  packJudged,
  packResult,
  unpackJudged,
  unpackResult,
} from '../runs/packed.ts';
import { blankNames } from './blank-names.ts';
import { eraseFromResult } from './erase-person.ts';

/** One stored run without the person: to be called within a transaction. */
export async function eraseFromRun(within: Queryable, run: number, uid: MemberId): Promise<void> {
  const row = await runRow(within, run);
  if (row?.['result'] != null)
    await changeResult(within, run, row['result'], (result) => eraseFromResult(result, uid));
  if (row?.['judged'] == null) return;
  const judged = eraseFromJudged(unpackJudged(row['judged'], noteOfRun(within.noteOdd, run)), uid);
  await within.run('UPDATE runs SET judged = ? WHERE id = ?', packJudged(judged), run);
}

/** One stored run without the private names of a person: to be called within a transaction. */
export async function blankInRun(within: Queryable, run: number, uid: MemberId): Promise<void> {
  const row = await runRow(within, run);
  if (row?.['result'] != null)
    await changeResult(within, run, row['result'], (result) => blankNames(result, uid));
}

function runRow(within: Queryable, run: number): Promise<Row | undefined> {
  return within.get('SELECT result, judged FROM runs WHERE id = ?', run);
}

/** What cannot be read of a run may be about the person: it goes, with the whole document where that is all of it. */
async function changeResult(
  within: Queryable,
  run: number,
  packed: unknown,
  change: (result: RunResult) => RunResult,
): Promise<void> {
  let isSound = true;
  const before = unpackResult(packed, (odd) => {
    isSound = false;
    noteOfRun(within.noteOdd, run)(odd);
  });
  if (before === null) {
    await within.run("UPDATE runs SET status = 'failed', result = NULL, judged = NULL WHERE id = ?", run);
    return;
  }
  const after = change(before);
  if (isSound && JSON.stringify(after) === JSON.stringify(before)) return;
  await within.run('UPDATE runs SET result = ? WHERE id = ?', packResult(after), run);
}

function eraseFromJudged(judged: JudgedBy, uid: MemberId): JudgedBy {
  const others = (members: readonly string[]) => members.filter((member) => member !== uid);
  return Object.fromEntries(
    Object.entries(judged).map(([check, { whole, part }]) => [
      check,
      { whole: others(whole), part: others(part) },
    ]),
  );
}
