import { setTimeout as pause } from 'node:timers/promises';
import { freeAddress } from '../../src/app/demo-stage.ts';
import { type Random, randomOf } from '../../src/demo/random.ts';
import { memberId } from '../../src/model/ids.ts';
import {
  grantAccess,
  keepFirstThing,
  type PortalPlace,
  signedInAs,
  withdraw,
  withStore,
} from './portal-acts.ts';
import { faultsAfter, type GrantEnd, newKeysOf } from './portal-faults.ts';
import { openSecondMonth } from './second-month.ts';

/** What came of acts at the portal beside a run, one of the two killed; `wrong` is empty when nothing is. */
export interface PortalTally {
  rounds: number;
  kills: { serve: number; run: number };
  /** By whether the portal answered before the kill. */
  withdrawn: { answered: number; cutOff: number };
  kept: { answered: number; cutOff: number };
  granted: Record<GrantEnd, number>;
  readonly wrong: string[];
}

/** Members who have files, and a piece of a name that is theirs alone. */
const LEAVING = [
  { member: 'anna', privateName: 'atelier' },
  { member: 'boris', privateName: '2019.zip' },
] as const;
/** Has a link that is open for ever. */
const LINK_OWNER = 'denis';
/** Has given no access yet. */
const NEWCOMER = 'hugo';
const RUN_MS = 2_500;
/** The portal asks about a flow every three seconds. */
const GRANT_MS = 5_000;
const START_MS = 60_000;
const LOOK_MS = 50;

/**
 * One takes access back, one answers and one gives access at the portal, while `menage run` reads everybody, and either
 * process is killed (SIGKILL) at any moment.
 */
export async function portalRounds(
  rounds: number,
  seed: number,
  onRound: (tally: PortalTally) => void = () => {},
): Promise<PortalTally> {
  const tally: PortalTally = {
    rounds: 0,
    kills: { serve: 0, run: 0 },
    withdrawn: { answered: 0, cutOff: 0 },
    kept: { answered: 0, cutOff: 0 },
    granted: { confirmed: 0, 'after-restart': 0, lost: 0, 'cut-off': 0 },
    wrong: [],
  };
  const random = randomOf(seed);
  const workspace = await openSecondMonth();
  const passwords = new Map(workspace.world.users.map(({ id, appPassword }) => [id, appPassword]));
  try {
    const listen = await freeAddress();
    workspace.configure({ portal: { url: `http://${listen}`, listen } });
    await workspace.keep();
    while (tally.rounds < rounds) {
      await workspace.restore();
      for (const user of workspace.world.users) user.appPassword = passwords.get(user.id) ?? null;
      const before = tally.wrong.length;
      const victim = random.between(0, 1) === 0 ? 'serve' : 'run';
      await round({ workspace, url: `http://${listen}` }, victim, random, tally);
      tally.rounds++;
      if (tally.wrong.length > before) tally.wrong.push(`— in round ${tally.rounds}, ${victim} killed`);
      onRound(tally);
    }
  } finally {
    await workspace.close();
  }
  return tally;
}

async function round(
  place: PortalPlace,
  victim: 'serve' | 'run',
  random: Random,
  tally: PortalTally,
): Promise<void> {
  const { workspace } = place;
  const moment = () => pause(random.between(0, RUN_MS));
  const [leaving, other] = random.between(0, 1) === 0 ? LEAVING : LEAVING.toReversed();
  const keeping = random.between(0, 1) === 0 ? (other?.member ?? LINK_OWNER) : LINK_OWNER;
  const reason = `Encore utile, tour ${tally.rounds + 1}`;
  if (leaving === undefined) throw new TypeError('no one leaves');
  const before = newKeysOf(workspace, NEWCOMER, 0).length;
  const leaver = await signedInAs(place, leaving.member);
  const keeper = await signedInAs(place, keeping);
  const newcomer = await signedInAs(place, NEWCOMER);

  const serve = await startServe(place);
  const endRun = new AbortController();
  const run = workspace.run(['run', '--yes'], { kill: endRun.signal });
  const kill =
    victim === 'serve'
      ? pause(random.between(0, GRANT_MS)).then(serve.end)
      : moment().then(() => endRun.abort());
  const [hasLeft, hasKept, granted] = await Promise.all([
    moment().then(() => withdraw(place, leaver)),
    moment().then(() => keepFirstThing(place, keeper, reason)),
    moment().then(() => grantAccess(place, newcomer)),
  ]);
  await kill;
  if ((await run).code === null) tally.kills.run++;
  await serve.end();
  if (victim === 'serve') tally.kills.serve++;

  const grant = granted === 'allowed' ? await grantAfterRestart(place) : granted;
  tally.withdrawn[hasLeft ? 'answered' : 'cutOff']++;
  tally.kept[hasKept ? 'answered' : 'cutOff']++;
  tally.granted[grant]++;
  const { code, err } = await workspace.run(['run', '--yes']);
  if (code !== 0 && code !== 3) tally.wrong.push(`the last run ended with ${code}: ${err}`);
  const faults = await faultsAfter(workspace, {
    leaving: { ...leaving, isAnswered: hasLeft },
    keeping: { member: keeping, reason, isAnswered: hasKept },
    granting: { member: NEWCOMER, end: grant, keysBefore: before },
  });
  tally.wrong.push(...faults);
}

async function startServe({ workspace, url }: PortalPlace): Promise<{ readonly end: () => Promise<void> }> {
  const kill = new AbortController();
  const ended = workspace.run(['serve'], { kill: kill.signal });
  const until = performance.now() + START_MS;
  while (!(await fetch(`${url}/healthz`).catch(() => null))?.ok) {
    if (performance.now() > until) throw new Error('the portal does not answer');
    await pause(LOOK_MS);
  }
  return {
    async end() {
      kill.abort();
      await ended;
    },
  };
}

/** What a portal that starts anew makes of a grant that the one before it did not confirm. */
async function grantAfterRestart(place: PortalPlace): Promise<'after-restart' | 'lost'> {
  const serve = await startServe(place);
  try {
    const until = performance.now() + START_MS;
    while (performance.now() < until) {
      const flow = await withStore(place.workspace, async ({ portal }) => {
        const events = await portal.journal.of(memberId(NEWCOMER));
        const [open] = await portal.flows.pending(place.workspace.now());
        return { isGranted: events.some(({ event }) => event === 'granted'), asking: open?.asking, open };
      });
      if (flow.isGranted && flow.open === undefined) return 'after-restart';
      if (flow.asking === 'lost') return 'lost';
      await pause(LOOK_MS);
    }
  } finally {
    await serve.end();
  }
  throw new Error(`the portal that started anew does not settle what ${NEWCOMER} allowed`);
}
