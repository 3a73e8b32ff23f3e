// What the model of access costs: `node --expose-gc --import ./docs/typescript.js tests/bench/access.js`. Prints one line of JSON.
import { accessModel } from '../../src/access/model.ts';

const SHARES = 50_000;
const PEOPLE = 2_000;
const GROUPS = 100;
const IN_GROUP = 500;
const QUESTIONS = 200;
const MB = 1024 ** 2;

const facts = largeFacts();
const before = heap();
const startedAt = cpuMs();
const model = accessModel(facts);
const built = cpuMs() - startedAt;
const held = heap() - before;
const reaching = worst(model.facts.people, ({ id }) => model.reachOf({ kind: 'person', id }).things.length);
const reached = worst(model.things(), (thing) => model.whoReachesThing(thing).reachers.length);
process.stdout.write(
  `${JSON.stringify({ shares: SHARES, people: PEOPLE, groups: GROUPS, inGroup: IN_GROUP, builtMs: Math.round(built), heldMb: Math.round(held / MB), reaching, reached })}\n`,
);

/** Everything in force, nine of ten shares to a group; every third below a folder that is shared itself. */
function largeFacts() {
  const people = Array.from({ length: PEOPLE }, (_, at) => ({
    ...{ id: `person${at}`, name: `Person ${at}`, enabled: true, isRead: true },
    groups: Array.from(
      { length: (GROUPS * IN_GROUP) / PEOPLE },
      (_, one) => `group${(at + 4 * one) % GROUPS}`,
    ),
  }));
  const shares = Array.from({ length: SHARES }, (_, at) => {
    const owner = `person${(at * 7) % PEOPLE}`;
    const isNested = at % 3 === 0;
    return {
      ...{ id: String(at), owner, sharedBy: owner, fileId: String(1_000_000 + at), isFolder: !isNested },
      ...(at % 10 === 0
        ? { type: 'link', recipient: null }
        : { type: 'group', recipient: `group${(at * 13) % GROUPS}` }),
      path: isNested ? `/Projects/${at - 1}/deep/er/file ${at}.odt` : `/Projects/${at}`,
      pathKnown: true,
      permissions: at % 4 === 0 ? ['read', 'update', 'create', 'delete'] : ['read'],
      ...{ hasPassword: false, expires: null, lastDay: null, createdAt: 1_700_000_000_000 + at },
      ...{ fileRequest: false, recipients: [], label: '', unread: [] },
    };
  });
  const groups = Array.from({ length: GROUPS }, (_, at) => ({ id: `group${at}`, others: 0 }));
  return { today: '2026-11-24', people, groups, spaces: [], shares, lacks: [] };
}

/** Of questions spread over all, warm: the time of the slowest, the middle one, and the largest answer. */
function worst(all, ask) {
  const step = Math.max(1, Math.floor(all.length / QUESTIONS));
  const asked = all.filter((_, at) => at % step === 0);
  for (const one of asked.slice(0, 20)) ask(one);
  const times = [];
  let largest = 0;
  for (const one of asked) {
    const since = cpuMs();
    largest = Math.max(largest, ask(one));
    times.push(cpuMs() - since);
  }
  times.sort((a, b) => a - b);
  const shown = (ms) => Math.round(ms * 10) / 10;
  return { middleMs: shown(times[Math.floor(times.length / 2)]), slowestMs: shown(times.at(-1)), largest };
}

/** Time of a processor: what others do on this machine meanwhile does not count. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function heap() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
