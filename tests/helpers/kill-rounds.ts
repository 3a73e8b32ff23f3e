import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Random, randomOf } from '../../src/demo/random.ts';
import { RunResult } from '../../src/model/result.ts';
import { acquireLock, openStore } from '../../src/store/open.ts';
import type { ClockedWorkspace, ReceivedMail } from './clocked-workspace.ts';
import { ON_POSTGRES } from './postgres.ts';
import { comparable, differences, laterInThePeriod } from './same-result.ts';
import { openSecondMonth } from './second-month.ts';
import { openDatabase, storeAt } from './stores.ts';

/** What came of killing a run again and again; every list names what is wrong, and is empty when nothing is. */
export interface KillTally {
  kills: number;
  /** Runs that were started over what a killed one had left. */
  resumes: number;
  readonly mails: { expected: number; sent: number; duplicated: number; lost: number; changed: number };
  /** Hand-overs that a kill cut off: not tried again, whether or not the mail had arrived. */
  readonly doubtful: { arrived: number; not: number };
  /** Rounds in which the store was sound, the lock free, nothing left over, and the result as undisturbed. */
  soundStores: number;
  rounds: number;
  readonly wrong: string[];
}

const PERIOD = '2026-11';

/** Kills runs of one workspace at random moments, up to four times in one period, until it was done `kills` times. */
export async function killRounds(
  kills: number,
  seed: number,
  onRound: (tally: KillTally) => void = () => {},
): Promise<KillTally> {
  const tally: KillTally = {
    kills: 0,
    resumes: 0,
    mails: { expected: 0, sent: 0, duplicated: 0, lost: 0, changed: 0 },
    doubtful: { arrived: 0, not: 0 },
    soundStores: 0,
    rounds: 0,
    wrong: [],
  };
  const random = randomOf(seed);
  const workspace = await openSecondMonth();
  try {
    const began = performance.now();
    const undisturbed = await workspace.run(['run']);
    if (undisturbed.code !== 0)
      throw new Error(`undisturbed it ended with ${undisturbed.code}: ${undisturbed.err}`);
    const expected = { result: resultOf(workspace), mails: await workspace.mailbox() };
    let duration = performance.now() - began;
    while (tally.kills < kills) {
      await workspace.restore();
      const most = Math.min(random.between(1, 4), kills - tally.kills);
      duration = await killAndResume(workspace, random, most, duration, tally);
      await lookAt(workspace, expected, tally);
      onRound(tally);
    }
  } finally {
    await workspace.close();
  }
  return tally;
}

/** Gives how long the run that was left alone took, milliseconds. */
async function killAndResume(
  workspace: ClockedWorkspace,
  random: Random,
  most: number,
  duration: number,
  tally: KillTally,
): Promise<number> {
  for (let killed = 0; killed < most; killed++) {
    const { code, err } = await workspace.run(['run'], {
      kill: AbortSignal.timeout(random.between(0, Math.round(duration))),
    });
    if (code === null) tally.kills++;
    else if (code !== 0 && code !== 3) tally.wrong.push(`a run ended with ${code}: ${err}`);
    if (code === null) tally.resumes++;
  }
  const began = performance.now();
  const { code, err } = await workspace.run(['run']);
  const doubtful = (await deliveriesOf(workspace)).some(({ state }) => state === 'doubtful');
  if (code !== (doubtful ? 3 : 0)) tally.wrong.push(`the last run ended with ${code}: ${err}`);
  return performance.now() - began;
}

interface Expected {
  readonly result: RunResult;
  readonly mails: readonly ReceivedMail[];
}

async function lookAt(workspace: ClockedWorkspace, expected: Expected, tally: KillTally): Promise<void> {
  tally.rounds++;
  await countMails(workspace, expected.mails, tally);
  const before = tally.wrong.length;
  const integrity = await integrityOf(workspace);
  if (integrity !== '') tally.wrong.push(`integrity: ${integrity}`);
  else tally.soundStores++;
  await (await acquireLock(storeAt(workspace.folder), 'the test', Date.now())).release();
  for (const path of leftOver(workspace)) tally.wrong.push(`${path} was left over`);
  if (!existsSync(resultPathOf(workspace))) {
    tally.wrong.push('no result.json was written', `— in round ${tally.rounds}`);
    return;
  }
  const [seen, undisturbed] = [comparable(resultOf(workspace)), comparable(expected.result)];
  const judgedBefore = await hasEarlierJudgement(workspace);
  for (const line of differences(seen, judgedBefore ? laterInThePeriod(undisturbed) : undisturbed))
    tally.wrong.push(line);
  if (tally.wrong.length > before) tally.wrong.push(`— in round ${tally.rounds}`);
}

async function countMails(
  workspace: ClockedWorkspace,
  expected: readonly ReceivedMail[],
  tally: KillTally,
): Promise<void> {
  const received = await workspace.mailbox();
  const deliveries = await deliveriesOf(workspace);
  tally.mails.expected += expected.length;
  tally.mails.sent += received.length;
  const ids = new Set(received.map(({ messageId }) => messageId));
  const people = new Set(received.map(({ to }) => to));
  tally.mails.duplicated += received.length - Math.min(ids.size, people.size);
  const doubtful = new Set(
    deliveries.filter(({ state }) => state === 'doubtful').map(({ recipient }) => recipient),
  );
  for (const recipient of doubtful) tally.doubtful[people.has(recipient) ? 'arrived' : 'not']++;
  for (const mail of expected) {
    const same = received.find(({ to }) => to === mail.to);
    if (same === undefined) {
      if (!doubtful.has(mail.to)) tally.mails.lost++;
      continue;
    }
    // What the admins are told names the doubtful ones.
    const isAdmins = mail.to.startsWith('equipe');
    if (!isAdmins && (same.subject !== mail.subject || same.text !== mail.text)) {
      tally.mails.changed++;
      tally.wrong.push(`the mail to ${mail.to} reads otherwise: ${same.subject} for ${mail.subject}`);
    }
  }
  for (const { to } of received)
    if (!expected.some((mail) => mail.to === to)) tally.wrong.push(`a mail to ${to} that nobody expected`);
}

function resultPathOf(workspace: ClockedWorkspace): string {
  return join(workspace.folder, 'reports', PERIOD, 'result.json');
}

function resultOf(workspace: ClockedWorkspace): RunResult {
  return RunResult.parse(JSON.parse(readFileSync(resultPathOf(workspace), 'utf8')));
}

async function hasEarlierJudgement(workspace: ClockedWorkspace): Promise<boolean> {
  const store = await openStore(storeAt(workspace.folder));
  const runs = await store.runs.list();
  await store.close();
  // The first is the one that ended well, the last that of the month before.
  return runs.slice(1, -1).some(({ status }) => status === 'complete');
}

async function deliveriesOf(workspace: ClockedWorkspace) {
  const store = await openStore(storeAt(workspace.folder));
  const deliveries = await store.outbox.list(PERIOD);
  await store.close();
  return deliveries;
}

/** Empty where the store is sound; PostgreSQL looks after references by itself. */
async function integrityOf(workspace: ClockedWorkspace): Promise<string> {
  const database = await openDatabase(storeAt(workspace.folder));
  const damage = await database.integrity();
  const foreign = ON_POSTGRES ? [] : await database.all('PRAGMA foreign_key_check');
  await database.close();
  return [...(damage === null ? [] : [damage]), ...foreign.map((row) => JSON.stringify(row))].join('; ');
}

/** Half-written files, which may hold personal data. */
function leftOver(workspace: ClockedWorkspace): readonly string[] {
  const folder = join(workspace.folder, 'reports', PERIOD);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.filter((name) => name.startsWith('.'));
}

/** The numbers in one line. */
export function tallyLine(
  seed: number,
  { kills, resumes, mails, doubtful, rounds, soundStores }: KillTally,
): string {
  const { expected, sent, duplicated, lost, changed } = mails;
  return (
    `seed ${seed}: ${kills} kills, ${resumes} resumes in ${rounds} periods; mails ${expected} expected, ${sent} sent, ` +
    `${duplicated} duplicated, ${lost} lost, ${changed} changed, ${doubtful.arrived + doubtful.not} doubtful ` +
    `(${doubtful.arrived} had arrived); integrity ok ${soundStores} of ${rounds}\n`
  );
}
