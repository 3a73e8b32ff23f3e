import { subjectKey, thingKey } from '../../src/access/keys.ts';
import type { AccessModel, Grant, Reach, Reachers } from '../../src/access/types.ts';
import type { DemoServer } from '../../src/demo/nextcloud/server.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { memberId } from '../../src/model/ids.ts';
import { groupedBy } from '../../src/model/lists/grouped.ts';
import { PERMISSIONS, type Permission } from '../../src/model/share.ts';
import { startCountedServer } from '../helpers/bounds.ts';
import { NOW } from '../helpers/world.ts';
import { auditedModel } from './audited.ts';
import { type Seen, seenBy } from './own-dav.ts';
import { OUTSIDER, randomWorld } from './random-world.ts';
import { nodesOf, type TrueNode, upwards } from './tree-truth.ts';

/** What a round looked at, so that a test can say that it looked at something. */
export interface RoundTally {
  worlds: number;
  /** Rights on a thing of somebody else that the server shows a person. */
  rights: number;
  /** Of them those that a model knows not of, each behind a gap. */
  gaps: number;
  reached: number;
}

/** Why rights may be missing: each a reason that an answer names. */
const GAPS_OF_OWNERS = ['access.members', 'access.disabled', 'access.left-out'];
const GAPS_OF_THING = [...GAPS_OF_OWNERS, 'access.owner', 'access.no-path', 'access.circles'];

/** Of so many worlds one is read again without a third of its members: an audit is what a round costs. */
const EVERY = 3;

/**
 * Audits random worlds, whole, and some with a third of the members not read, and compares what the model says of everybody and
 * everything with what each person's own DAV shows. @returns what is wrong, with the seed of its world.
 */
export async function worldRounds(
  count: number,
  seed: number,
): Promise<{ readonly wrong: readonly string[]; readonly tally: RoundTally }> {
  const wrong: string[] = [];
  const tally: RoundTally = { worlds: 0, rights: 0, gaps: 0, reached: 0 };
  for (let at = 0; at < count && wrong.length === 0; at++) {
    const world = randomWorld(seed + at);
    const server = await startCountedServer(world, { clock: () => NOW });
    try {
      const whole = await auditedModel(world, server);
      const round = { world, seen: await allSeen(world, server), nodes: nodesOf(world), tally };
      const look = (model: AccessModel, name: string) => {
        const faults = [...faultsOfReach(model, round), ...faultsOfMirror(model, round)];
        wrong.push(...faults.map((fault) => `seed ${seed + at}, ${name}: ${fault}`));
      };
      look(whole, 'read whole');
      if ((seed + at) % EVERY === 0) {
        const members = whole.facts.people.map(({ id }) => String(id));
        const isRead = (id: string) => (members.indexOf(id) + (seed + at) / EVERY) % 3 !== 0;
        look(await auditedModel(world, server, isRead), 'a third not read');
      }
    } finally {
      await server.close();
    }
    tally.worlds++;
  }
  return { wrong, tally };
}

interface Round {
  readonly world: World;
  readonly nodes: ReadonlyMap<string, TrueNode>;
  /** By person and file id. */
  readonly seen: ReadonlyMap<string, ReadonlyMap<string, readonly Seen[]>>;
  readonly tally: RoundTally;
}

/** Disabled people are let in for the question: what they reach once enabled. */
async function allSeen(world: World, server: DemoServer): Promise<Round['seen']> {
  const all = new Map<string, ReadonlyMap<string, readonly Seen[]>>();
  for (const user of world.users.filter(({ groups }) => groups.includes('coop'))) {
    const { enabled } = user;
    user.enabled = true;
    all.set(
      user.id,
      groupedBy(await seenBy(server, user), ({ fileId }) => fileId),
    );
    user.enabled = enabled;
  }
  return all;
}

/** What a person reaches, all below a folder with it, equals what the server shows them; what lacks stands behind a gap. */
function* faultsOfReach(model: AccessModel, { seen, nodes, tally }: Round): Generator<string> {
  for (const [person, rows] of seen) {
    const reach = model.reachOf({ kind: 'person', id: memberId(person) });
    tally.reached += reach.things.length;
    for (const node of nodes.values()) {
      if (node.owner === person) continue;
      const shown = shownTo(rows, node);
      const known = knownOf(reach, node, model);
      const what = `${person} ${node.at[0]?.path} of ${node.owner ?? 'a group folder'}`;
      tally.rights += shown.sure.size;
      for (const one of known) {
        if (!shown.sure.has(one) && !shown.untold.has(one)) yield `${what}: ${one} is invented`;
      }
      const missing = [...shown.sure].filter((one) => !known.has(one));
      if (missing.length === 0) continue;
      tally.gaps += missing.length;
      if (!hasGap(reach.gaps, causesOf(model, node)))
        yield `${what}: ${missing.join()} is missing, and no gap says so`;
      if (isKnownWhole(model, node)) yield `${what}: ${missing.join()} is missing, though all is known of it`;
    }
  }
}

/** Who reaches a thing says the same as what everybody reaches; of what is missing a gap is named. */
function* faultsOfMirror(model: AccessModel, { seen, nodes, world }: Round): Generator<string> {
  const reaches = new Map(
    [...seen.keys()].map((id) => [id, model.reachOf({ kind: 'person', id: memberId(id) })]),
  );
  for (const node of nodes.values()) {
    const audited = node.at.filter(({ member }) => model.facts.people.some(({ id }) => id === member));
    const isOwnThing = ({ reachers }: Reachers) =>
      reachers.some(({ ways }) => ways.some(({ kind }) => kind === 'owner'));
    // Where a member who was not read keeps a group folder is not known: such a path seems to be their own.
    const answers = audited
      .map(({ member, path }) => model.whoReaches(memberId(member), path))
      .filter((answer) => isOwnThing(answer) === (node.owner !== null));
    const [place] = audited;
    if (place === undefined || (node.owner === null && answers.length === 0)) continue;
    const gaps = answers.flatMap((answer) => answer.gaps);
    if (answers.length === 0) yield `${place.path}: its owner is not among those who reach it`;
    for (const [person, reach] of reaches) {
      if (person === node.owner) continue;
      const everywhere = answers.flatMap(({ reachers }) =>
        reachers.filter(({ subject }) => subjectKey(subject) === `person:${person}`),
      );
      const [there, here] = [
        wordsOf(everywhere.flatMap(({ permissions }) => permissions)),
        wordsOf(knownOf(reach, node, model)),
      ];
      const rows = seen.get(person) ?? new Map<string, readonly Seen[]>();
      const { sure } = shownTo(rows, node);
      if (there !== here && !hasGap(gaps, ['access.no-path']))
        yield `${place.member}:${place.path} and ${person}: reached with "${here}", and "${there}"`;
      if ([...sure].some((one) => !knownOf(reach, node, model).has(one)) && !hasGap(gaps, GAPS_OF_THING))
        yield `${place.member}:${place.path}: no gap says that ${person} is missing`;
      const isDisabled = world.users.some(({ id, enabled }) => id === person && !enabled);
      if (everywhere.some(({ isSuspended }) => isSuspended !== isDisabled))
        yield `${person}: suspended or not`;
    }
  }
  for (const subject of model.subjects()) {
    for (const one of model.reachOf(subject).things) {
      const back = model
        .whoReachesThing(one.thing)
        .reachers.find((reacher) => subjectKey(reacher.subject) === subjectKey(subject));
      if (grantText(back) !== grantText(one))
        yield `${subjectKey(subject)} on ${one.thing.path}: ${grantText(one)} and ${grantText(back)}`;
    }
  }
  for (const thing of model.things()) {
    for (const { subject, ways } of model.whoReachesThing(thing).reachers) {
      if (ways.every((way) => way.kind !== 'share' || way.above !== null)) continue;
      const back = model.reachOf(subject).things.some((one) => thingKey(one.thing) === thingKey(thing));
      const isOwner = ways.some(({ kind }) => kind === 'owner');
      if (!back && !isOwner) yield `${subjectKey(subject)} reaches ${thing.path}, and its reach lacks it`;
    }
  }
}

/** Why shares of a thing may be missing: the reason that fits its owner, or of a group folder any. */
function causesOf({ facts }: AccessModel, { owner }: TrueNode): readonly string[] {
  if (owner === null) return GAPS_OF_OWNERS;
  const person = facts.people.find(({ id }) => id === owner);
  if (person === undefined) return ['access.left-out'];
  return [person.enabled ? 'access.members' : 'access.disabled'];
}

/** The owner, or of a group folder everybody who might share in it, was read. */
function isKnownWhole({ facts }: AccessModel, { owner }: TrueNode): boolean {
  if (facts.groups.some(({ others }) => others > 0) && owner === null) return false;
  return (
    facts.people.every(({ id, isRead }) => isRead || (owner !== null && id !== owner)) && owner !== OUTSIDER
  );
}

function hasGap(gaps: Reach['gaps'], keys: readonly string[]): boolean {
  return gaps.some(({ key }) => keys.includes(key));
}

/** By all paths at which somebody sees a thing. */
function shownTo(rows: ReadonlyMap<string, readonly Seen[]>, { fileId }: TrueNode) {
  const all = rows.get(fileId) ?? [];
  return {
    sure: new Set(all.flatMap(({ permissions }) => [...permissions])),
    untold: new Set(all.flatMap(({ untold }) => [...untold])),
  };
}

/** What a reach says of a thing: by itself, and by each folder above. */
function knownOf({ things }: Reach, node: TrueNode, { facts }: AccessModel): ReadonlySet<Permission> {
  const line = upwards(node);
  const ids = new Set(line.map(({ fileId }) => fileId));
  // Where it was seen in no tree, a group folder has but the number that its app gives it.
  const paths = new Set(node.owner === null ? line.at(-1)?.at.map(({ path }) => path) : []);
  for (const { id, path } of facts.spaces) if (id.startsWith('folder:') && paths.has(path)) ids.add(id);
  const all = things.filter(({ thing }) => ids.has(thing.fileId)).flatMap(({ permissions }) => permissions);
  return new Set(node.isFolder ? all : all.filter((one) => one !== 'create'));
}

function wordsOf(permissions: Iterable<Permission> = []): string {
  const all = new Set(permissions);
  return PERMISSIONS.filter((one) => one !== 'create' && all.has(one)).join();
}

function grantText(grant: Grant | undefined): string {
  if (grant === undefined) return 'nothing';
  const { permissions, since, until, ways } = grant;
  return `${permissions.join()} ${since} ${until} by ${ways.length}`;
}
