// `npm run bench`: menage against rclone and against the bare download, then how it grows; on the embedded server, in one
// run. Ratios are what counts: absolute times are those of a shared machine. Writes docs/performance.md.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { audit, openCoop, recordedRequests } from './coop.js';
import { kindOf } from './costly.js';
import { download, rclone } from './others.js';
import { page } from './page.js';

const PAIRS = 3;
const COMPARED = [
  { members: 10, entries: 400 },
  { members: 10, entries: 4_000 },
  // What a request cost on a real Nextcloud 31 with two processors: 0.4 s with four at a time, whatever it asked.
  { members: 10, entries: 1_200, cost: 200 },
];
/** Each request costs what its kind was measured to cost. */
const COSTED = { members: 40, entries: 270, cost: 'by-kind', shape: 'recorded' };
const RIGHTS = { members: 40, entries: 270 };
const GROWING = [
  { members: 1, entries: 10_000 },
  { members: 1, entries: 100_000 },
  { members: 1, entries: 1_000_000 },
  { members: 4, entries: 260_000 },
  { members: 1, entries: 1_000 },
  { members: 100, entries: 1_000 },
  { members: 1_000, entries: 1_000 },
  // Next to nothing of each: what grows is what a run keeps of a member.
  { members: 5_000, entries: 10, shape: 'accounts' },
];

/** One member whose tree or shares are unlike others': what grows with the square shows in the last row of each. */
const SHAPED = [
  { shape: 'links', entries: 2_000 },
  { shape: 'links', entries: 8_000 },
  { shape: 'links', entries: 20_000 },
  { shape: 'nested-links', entries: 20_000 },
  { shape: 'shares', entries: 4_000 },
  { shape: 'shares', entries: 16_000 },
  { shape: 'shares-of-one', entries: 16_000 },
  { shape: 'deep', entries: 100 },
  { shape: 'deep', entries: 1_000 },
  { shape: 'twins', entries: 50_000 },
];

const compared = [];
for (const size of COMPARED) compared.push({ cost: 0, ...size, ...(await withCoop(size, compare)) });
const costed = await withCoop(COSTED, compareWithFloor);
const rights = await withCoop(RIGHTS, compareRights);
const growing = [];
for (const size of GROWING) {
  const measured = await withCoop(size, (coop) => [audit(coop), audit(coop)]);
  growing.push({ members: size.members, first: measured[0], same: measured[1] });
}
const shaped = [];
for (const size of SHAPED)
  shaped.push({ ...size, first: await withCoop({ members: 1, ...size }, (coop) => audit(coop)) });
const text = page({
  pairs: PAIRS,
  compared,
  costed: { ...COSTED, rounds: costed },
  growing,
  shaped,
  rights: { ...RIGHTS, ...rights },
  access: accessCost(),
});
writeFileSync(fileURLToPath(new URL('../../docs/performance.md', import.meta.url)), text);
process.stdout.write(text);

/** In a process of its own, whose memory nothing else fills. */
function accessCost() {
  const script = fileURLToPath(new URL('access.js', import.meta.url));
  const hook = fileURLToPath(new URL('../../docs/typescript.js', import.meta.url));
  return JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', '--import', hook, script], { encoding: 'utf8' }),
  );
}

async function withCoop(size, measure) {
  process.stderr.write(`${size.members} × ${size.entries} entries …\n`);
  const coop = await openCoop(size);
  try {
    return await measure(coop);
  } finally {
    coop.close();
  }
}

/** The same cooperative by app passwords, then by one registration. */
async function compareRights(coop) {
  const own = [audit(coop), audit(coop)];
  coop.forgetRuns();
  await coop.register();
  return { own, appApi: [audit(coop), audit(coop)] };
}

/** Each thing in turn, several times over, so that a slow moment of the machine strikes all alike. */
async function compare(coop) {
  const requests = recordedRequests(coop);
  const rounds = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    coop.forgetRuns();
    const first = audit(coop);
    const floor = await download(coop, requests);
    const same = audit(coop);
    await coop.change();
    const changed = audit(coop);
    rounds.push({ first, floor, same, changed, full: audit(coop, '--full') });
  }
  return { rounds, rclone: rclone(coop) };
}

/** Against what no audit can do without: root, SEARCH and shares of each member. */
async function compareWithFloor(coop) {
  const roots = new Set();
  const floor = recordedRequests(coop).filter((request) => {
    const kind = kindOf(request);
    if (kind !== 'root') return kind === 'search' || kind === 'shares';
    if (!request.path.includes('/dav/files/') || roots.has(request.path)) return false;
    return roots.add(request.path).size > 0;
  });
  const rounds = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    coop.forgetRuns();
    await coop.spent();
    const first = audit(coop);
    const firstCost = await coop.spent();
    const same = audit(coop);
    const sameCost = await coop.spent();
    const bare = await download(coop, floor);
    rounds.push({ first, firstCost, same, sameCost, floor: bare, floorCost: await coop.spent() });
  }
  return rounds;
}
