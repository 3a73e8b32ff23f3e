import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freeAddress } from '../../src/app/demo-stage.ts';
import { type Random, randomOf } from '../../src/demo/random.ts';
import { memberId } from '../../src/model/ids.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import type { ClockedWorkspace } from './clocked-workspace.ts';
import { openSecondMonth } from './second-month.ts';

/** What came of withdrawals beside a run, one of the two killed; `wrong` is empty when nothing is. */
export interface WithdrawTally {
  rounds: number;
  kills: { serve: number; run: number };
  /** Withdrawals that were answered before the kill, and those whose answer never came. */
  withdrawn: { answered: number; cutOff: number };
  readonly wrong: string[];
}

/** Members who have files, and a piece of a name that is theirs alone. */
const PEOPLE = [
  ['anna', 'atelier'],
  ['boris', '2019.zip'],
] as const;
const RUN_MS = 2_500;
const START_MS = 60_000;

/** A member takes access back at the portal while `menage run` reads everybody, and either process is killed (SIGKILL). */
export async function withdrawRounds(rounds: number, seed: number): Promise<WithdrawTally> {
  const tally: WithdrawTally = {
    ...{ rounds: 0, kills: { serve: 0, run: 0 } },
    ...{ withdrawn: { answered: 0, cutOff: 0 }, wrong: [] },
  };
  const random = randomOf(seed);
  const workspace = await openSecondMonth();
  const passwords = new Map(workspace.world.users.map(({ id, appPassword }) => [id, appPassword]));
  try {
    const listen = await freeAddress();
    workspace.configure({ portal: { url: `http://${listen}`, listen } });
    workspace.keep();
    while (tally.rounds < rounds) {
      workspace.restore();
      for (const user of workspace.world.users) user.appPassword = passwords.get(user.id) ?? null;
      await round(workspace, `http://${listen}`, random, tally);
      tally.rounds++;
    }
  } finally {
    await workspace.close();
  }
  return tally;
}

async function round(
  workspace: ClockedWorkspace,
  url: string,
  random: Random,
  tally: WithdrawTally,
): Promise<void> {
  const [member, privateName] = PEOPLE[random.between(0, PEOPLE.length - 1)] ?? PEOPLE[0];
  const cookie = await signIn(workspace, member);
  const [endServe, endRun] = [new AbortController(), new AbortController()];
  const serve = workspace.run(['serve'], { kill: endServe.signal });
  await untilThere(url);
  const run = workspace.run(['run', '--yes'], { kill: endRun.signal });
  const victim = random.between(0, 1) === 0 ? 'serve' : 'run';
  const kill = pause(random.between(0, RUN_MS)).then(() => {
    (victim === 'serve' ? endServe : endRun).abort();
  });
  await pause(random.between(0, RUN_MS));
  const isAnswered = await withdraw(url, cookie);
  tally.withdrawn[isAnswered ? 'answered' : 'cutOff']++;
  await kill;
  if ((await run).code === null) tally.kills.run++;
  endServe.abort();
  await serve;
  if (victim === 'serve') tally.kills.serve++;
  const { code, err } = await workspace.run(['run', '--yes']);
  if (code !== 0 && code !== 3) tally.wrong.push(`the last run ended with ${code}: ${err}`);
  const before = tally.wrong.length;
  await lookAt(workspace, { member, privateName, isAnswered }, tally);
  if (tally.wrong.length > before) tally.wrong.push(`— in round ${tally.rounds + 1}, ${victim} killed`);
}

async function lookAt(
  workspace: ClockedWorkspace,
  who: { readonly member: string; readonly privateName: string; readonly isAnswered: boolean },
  { wrong }: WithdrawTally,
): Promise<void> {
  const id = memberId(who.member);
  await withStore(workspace, async (store) => {
    const { withdrawals } = store.portal;
    const hasLeft = await withdrawals.hasLeft(id);
    if (who.isAnswered && !hasLeft) wrong.push(`the withdrawal of ${id} was answered and is lost`);
    if ((await store.integrity()) !== null) wrong.push('the store is not sound');
    if (!hasLeft) return;
    if ((await store.snapshots.get(id)) !== null) wrong.push(`the tree of ${id} is back`);
    if ((await store.snapshots.shares(id)) !== null) wrong.push(`the shares of ${id} are back`);
    if ((await withdrawals.keys()).length > 0) wrong.push('a key waits though Nextcloud answers');
    for (const { id: run } of await store.runs.list())
      if (JSON.stringify(await store.runs.result(run)).includes(who.privateName))
        wrong.push(`run ${run} names ${who.privateName}`);
    const user = workspace.world.users.find((one) => one.id === who.member);
    if (user?.appPassword !== null) wrong.push(`the key of ${id} is still taken`);
  });
  const ids = (await workspace.mailbox()).map(({ to, messageId }) => `${to} ${messageId}`);
  if (new Set(ids).size < ids.length) wrong.push('a mail came twice');
  const odd = readdirSync(workspace.folder).filter((name) => name.endsWith('.tmp'));
  if (odd.length > 0) wrong.push(`left over: ${odd.join(', ')}`);
}

async function withStore<T>(workspace: ClockedWorkspace, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(join(workspace.folder, 'menage.db'));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** As the flow of the sign-in does it. */
async function signIn(workspace: ClockedWorkspace, member: string): Promise<string> {
  const value = randomBytes(32).toString('base64url');
  const id = createHash('sha256').update(value).digest('hex');
  const at = workspace.now();
  await withStore(workspace, (store) =>
    store.portal.sessions.begin(
      { id, member: memberId(member), browser: 'Firefox', begunAt: at, seenAt: at },
      5,
    ),
  );
  return `__Host-menage=${value}`;
}

async function untilThere(url: string): Promise<void> {
  const until = performance.now() + START_MS;
  while (performance.now() < until) {
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error('the portal does not answer');
}

/** Whether the portal answered that the access is taken back. */
async function withdraw(url: string, cookie: string): Promise<boolean> {
  try {
    const page = await fetch(`${url}/me/data`, { headers: { cookie } });
    const form = /name="form" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const answer = await fetch(`${url}/me/withdraw`, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ form }) },
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    });
    return answer.status === 303;
  } catch {
    return false;
  }
}
