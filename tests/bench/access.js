// What the model of access costs: `node --expose-gc --import ./docs/typescript.js tests/bench/access.js`. Prints one line of JSON.
import { growthBetween } from '../../src/access/growth.ts';
import { accessModel } from '../../src/access/model.ts';
import { widerFolders } from '../../src/access/wider.ts';

const SHARES = 50_000;
const PEOPLE = 2_000;
const GROUPS = 100;
const IN_GROUP = 500;
const QUESTIONS = 200;
const MB = 1024 ** 2;

/**
 * A run and the one before it, for the checks that look at all things; every thing a folder, so that each third is compared
 * with the one above it.
 * - `even`: everybody joined a group, and every tenth share is new
 * - `skewed`: the shares stand on a hundred things, and two groups grew by forty at most
 */
const RUNS = {
  even: () => ({
    later: foldersOf(largeFacts()),
    earlier: without(foldersOf(largeFacts()), {
      isNew: (at) => at % 10 === 3,
      joined: ({ groups }) => [groups[0]],
    }),
  }),
  skewed: () => {
    const onFew = ({ shares, ...rest }) => ({
      ...rest,
      shares: shares.map((share, at) => {
        const number = at % 100;
        const owner = `person${number - (number % 3)}`;
        const path = ['', '/deep', '/deep/er'].slice(0, 1 + (number % 3)).join('');
        return {
          ...share,
          owner,
          sharedBy: owner,
          path: `/Projects${path}`,
          fileId: String(number),
          isFolder: true,
        };
      }),
    });
    return {
      later: onFew(largeFacts()),
      earlier: without(onFew(largeFacts()), {
        isNew: () => false,
        joined: (_, at) => (at < 80 ? ['group0', 'group1'] : []),
      }),
    };
  },
};

const facts = largeFacts();
const before = heap();
const startedAt = cpuMs();
const model = accessModel(facts);
const built = cpuMs() - startedAt;
const held = heap() - before;
const reaching = worst(model.facts.people, ({ id }) => model.reachOf({ kind: 'person', id }).things.length);
const reached = worst(model.things(), (thing) => model.whoReachesThing(thing).reachers.length);
const judged = Object.fromEntries(Object.entries(RUNS).map(([shape, runs]) => [shape, judging(runs)]));
process.stdout.write(
  `${JSON.stringify({ shares: SHARES, people: PEOPLE, groups: GROUPS, inGroup: IN_GROUP, builtMs: Math.round(built), heldMb: Math.round(held / MB), reaching, reached, judged })}\n`,
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
    const isNested = at > 0 && at % 3 === 0;
    const owner = `person${((isNested ? at - 1 : at) * 7) % PEOPLE}`;
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

function foldersOf({ shares, ...rest }) {
  return { ...rest, shares: shares.map((share) => ({ ...share, isFolder: true })) };
}

/** The facts before shares were added and people joined groups. */
function without({ shares, people, ...rest }, { isNew, joined }) {
  return {
    ...rest,
    shares: shares.filter((_, at) => !isNew(at)),
    people: people.map((person, at) => {
      const left = new Set(joined(person, at));
      return { ...person, groups: person.groups.filter((group) => !left.has(group)) };
    }),
  };
}

/** What the checks cost that look at all things, with the models of both runs. */
function judging(makeRuns) {
  const runs = makeRuns();
  const heapBefore = heap();
  const since = cpuMs();
  const models = { earlier: accessModel(runs.earlier), later: accessModel(runs.later) };
  const bothBuilt = cpuMs();
  const growth = growthBetween(models.earlier, models.later);
  const grown = cpuMs();
  const wider = widerFolders(models.later);
  const done = cpuMs();
  return {
    modelsMs: Math.round(bothBuilt - since),
    growthMs: Math.round(grown - bothBuilt),
    widerMs: Math.round(done - grown),
    heldMb: Math.round((heap() - heapBefore) / MB),
    ...{ growth: growth.length, wider: wider.length },
  };
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
