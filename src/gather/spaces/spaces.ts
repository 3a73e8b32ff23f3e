import type { FileId, MemberId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import type { OddRecord } from '../../model/odd-record.ts';
import type { TreePath } from '../../model/path/path.ts';
import type { PathIndex } from '../../model/path/path-index.ts';
import type { Reason } from '../../model/reasons/reason.ts';
import type { ResultSpace } from '../../model/result.ts';
import { isAppApi } from '../../model/secret.ts';
import { before } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { listGroupFolders } from '../../nextcloud/ocs/group-folders.ts';
import type { SpaceLook, StoredSpace } from '../../store/space-store.ts';
import { accessesNow } from '../members/access-now.ts';
import type { GatherContext, UnsettledMember } from '../members/unsettled-member.ts';
import { sideBySide } from '../side-by-side.ts';
import type { Start } from '../start.ts';
import { type KnownSpaces, lookForSpaces, type SessionOf, type Visitor } from './find-spaces.ts';
import { foundSpaces } from './found-spaces.ts';
import { lostSpaces } from './lost-spaces.ts';
import { readSpace, type SpaceTree } from './read-space.ts';
import { unseen } from './unseen-spaces.ts';

/** The spaces, and what could not be read of what the app says of them. */
export interface SpacesRead {
  readonly rows: readonly ResultSpace[];
  readonly odd: readonly OddRecord[];
  /** Of those into which links lead: to be judged, and given up then. */
  readonly trees: readonly SpaceTree[];
  /** Where spaces stood that no tree shows now. */
  readonly lost: readonly TreePath[];
  /** Null where the member's tree was not read. */
  sessionOf(member: MemberId): Session | null;
}

/**
 * The collective spaces: group folders, each read once through the eyes of one member, after the members.
 * @param asked called before and after each request that is sent as a member: the server takes it for a login.
 * @throws {RequestError} 'maintenance' alone: then the whole run is worth nothing.
 */
export async function readSpaces(
  context: GatherContext,
  { inventory, startedAt }: Pick<Start, 'inventory' | 'startedAt'>,
  unsettled: readonly UnsettledMember[],
  /** Where in each member's own tree links stand that are to be judged by what lies in them. */
  linked: ReadonlyMap<MemberId, PathIndex<TreePath>>,
  asked: (member: Member) => Promise<void>,
): Promise<SpacesRead> {
  const { setting, major, memory, onEntries } = context;
  const { store, client, full } = setting;
  const visitorOf = await visiting(context, unsettled);
  const visitors = unsettled.flatMap((one) => visitorOf(one) ?? []);
  const sessionOfVisitor = latestSessions(context, asked);
  let byId: ReadonlyMap<MemberId, UnsettledMember> | null = null;
  const sessionOf = (member: MemberId) => {
    // Few are asked for, if any: no visitor is kept until then.
    byId ??= new Map(unsettled.map((one) => [one.read.member.id, one]));
    const one = byId.get(member);
    const visitor = one === undefined ? null : visitorOf(one);
    return visitor === null ? null : sessionOfVisitor(visitor);
  };
  if (visitors.length === 0) return { rows: [], odd: [], trees: [], lost: [], sessionOf };
  const list = await listGroupFolders(client.as(setting.admin));
  const listed = list?.folders ?? null;
  const odd = list?.odd ?? [];
  const earlier = new Map((await store.spaces.looks()).map((look) => [look.member, look]));
  const stored = new Map((await store.spaces.list()).map((space) => [space.id, space]));
  const mayBeMore = odd.some(({ isLeftOut }) => isLeftOut);
  const known: KnownSpaces = {
    ...{ listed, mayBeMore, groups: inventory.groups, earlier, major, full },
    sessionOf: sessionOfVisitor,
  };
  const { looks, missing } = await lookAll(visitors, known, unsettled, setting.membersAtOnce);
  const spaces = { snapshots: store.snapshots, memory, major, onEntries, sessionOf: sessionOfVisitor };
  const read = [];
  for (const found of foundSpaces(looks, visitors, known, full ? new Map() : stored, linked)) {
    read.push({ id: found.id, ...(await readSpace(found, spaces)) });
  }
  const missed = (id: FileId) => missedSince(stored.get(id), startedAt);
  const seen = read.flatMap((one) => one.stored ?? missed(one.id));
  const missedBefore = before(startedAt, setting.keepDeparted, setting.zone);
  const lost = lostSpaces(stored, new Set(read.map(({ id }) => id)), list, earlier, {
    now: startedAt,
    missedBefore,
  });
  const kept = [...seen, ...(setting.only === null ? lost.kept : [])];
  await store.spaces.save(...withOthers(setting.only !== null, { kept, looks }, { stored, earlier }));
  const rows = read.map(({ row }) => row);
  const trees = read.flatMap(({ tree }) => tree ?? []);
  if (setting.only !== null) return { rows, odd, trees, lost: lost.paths, sessionOf };
  const others = list === null ? [] : unseen(rows, list, missing);
  return { rows: [...rows, ...lost.rows, ...others], odd, trees, lost: lost.paths, sessionOf };
}

/** A space that could not be read again keeps what was read of it: the next reading compares its etag. */
function missedSince(space: StoredSpace | undefined, now: UtcMs): readonly StoredSpace[] {
  return space === undefined ? [] : [{ ...space, missedAt: space.missedAt ?? now }];
}

/** A member whose tree was read, with a login of their own; null for the others. */
async function visiting(
  { setting }: GatherContext,
  unsettled: readonly UnsettledMember[],
): Promise<(one: UnsettledMember) => Visitor | null> {
  const accessOfMember = await accessesNow(
    unsettled.map(({ read }) => read.member),
    setting,
  );
  return ({ read: { member }, root }) => {
    // What a disabled account sees is no member's view.
    if (root === null || !member.enabled) return null;
    const access = accessOfMember(member);
    return access.kind === 'none' ? null : { member, root, login: access.login };
  };
}

/** Sessions that are kept at a time: of many members few are asked again. */
const KEPT_SESSIONS = 100;

function latestSessions(
  { setting: { client } }: GatherContext,
  asked: (member: Member) => Promise<void>,
): SessionOf {
  const kept = new Map<MemberId, Session>();
  const open = ({ member, login }: Visitor) => {
    const opened = client.as(login);
    return isAppApi(login) ? opened : noted(opened, () => asked(member));
  };
  return (visitor) => {
    const { id } = visitor.member;
    const session = kept.get(id) ?? open(visitor);
    kept.delete(id);
    kept.set(id, session);
    for (const oldest of [...kept.keys()].slice(0, -KEPT_SESSIONS)) kept.delete(oldest);
    return session;
  };
}

function noted(session: Session, note: () => Promise<void>): Session {
  return {
    ...session,
    async ask(request, consume) {
      await note();
      try {
        return await session.ask(request, consume);
      } finally {
        await note();
      }
    },
  };
}

/** What each member sees; of who could not be read now, what was seen earlier. */
async function lookAll(
  visitors: readonly Visitor[],
  known: KnownSpaces,
  unsettled: readonly UnsettledMember[],
  atOnce: number,
): Promise<{ readonly looks: readonly SpaceLook[]; readonly missing: Reason | null }> {
  const now = new Map<MemberId, Awaited<ReturnType<typeof lookForSpaces>>>();
  await sideBySide(visitors, atOnce, async (visitor) => {
    now.set(visitor.member.id, await lookForSpaces(visitor, known));
  });
  const looks = unsettled.flatMap(({ read }) => {
    const look = now.get(read.member.id);
    if (look !== undefined && 'mounts' in look) return [look];
    return read.member.enabled ? (known.earlier.get(read.member.id) ?? []) : [];
  });
  const missing = visitors.flatMap(({ member }) => {
    const look = now.get(member.id);
    return look !== undefined && 'missing' in look ? [look.missing] : [];
  });
  return { looks, missing: missing[0] ?? null };
}

/** A run for a few members forgets nothing of the others. */
function withOthers(
  isForFew: boolean,
  now: { readonly kept: readonly StoredSpace[]; readonly looks: readonly SpaceLook[] },
  before: {
    readonly stored: ReadonlyMap<FileId, StoredSpace>;
    readonly earlier: ReadonlyMap<MemberId, SpaceLook>;
  },
): readonly [readonly StoredSpace[], readonly SpaceLook[]] {
  if (!isForFew) return [now.kept, now.looks];
  const looks = new Map([...before.earlier, ...now.looks.map((look) => [look.member, look] as const)]);
  const touched = new Set(now.looks.flatMap(({ mounts }) => mounts.map(({ id }) => id)));
  const others = [...before.stored.values()].filter(({ id }) => !touched.has(id));
  return [[...others, ...now.kept], [...looks.values()]];
}
