import type { UnsettledMember } from '../../gather/members/unsettled-member.ts';
import type { Start } from '../../gather/start.ts';
import type { MemberId } from '../../model/ids.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { capitalised, reasonSentence } from '../../model/reasons/sentence.ts';
import type { RegisterEntry } from '../../model/register/entry.ts';
import {
  type CheckedEntry,
  checkedEntry,
  isRegistered,
  type Registered,
  registeredLinks,
} from '../../model/register/standing.ts';
import { isPublicLink, type Share } from '../../model/share.ts';
import { isoDate } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import type { AuditSetting } from './setting.ts';

/** The register as a run takes it. */
export interface RegisterOfRun {
  /** Why nothing can be compared with it; null where it is known. */
  readonly lack: Reason | null;
  /** Null where it is not known. */
  readonly registered: Registered | null;
  /** Those that are accepted; none where it is not known. */
  readonly entries: readonly RegisterEntry[];
  readonly warnings: readonly string[];
}

/**
 * Takes over the lists of the organisation, and gives the register as it stands then. Where one of them could not be read
 * the register is unknown for this run: what stands in that list must not be reported as open by mistake.
 */
export async function takeRegister(setting: AuditSetting, now: UtcMs): Promise<RegisterOfRun> {
  const { store, zone, readLists = async () => [] } = setting;
  const lists = await readLists();
  const unread = lists.flatMap((list) =>
    'missing' in list ? [because('register.unread', { source: list.source, cause: [list.missing] })] : [],
  );
  const [first] = unread;
  if (first !== undefined) {
    const warnings = unread.map((reason) => capitalised(reasonSentence([reason])));
    return { lack: first, registered: null, entries: [], warnings };
  }
  const read = lists.flatMap((list) => ('missing' in list ? [] : [list]));
  const readings = read.map(({ reading }) => ({ ...reading, readAt: now }));
  const links = read.flatMap((list) => list.links);
  await store.register.saveReading(readings, links, now);
  const entries = (await store.register.list()).filter(({ state }) => state === 'accepted');
  if (lists.length === 0 && entries.length === 0)
    return { lack: because('register.none'), registered: null, entries, warnings: [] };
  return { lack: null, registered: registeredLinks(entries, isoDate(now, zone)), entries, warnings: [] };
}

/** What the result says of each share. */
export function registeredIn({ registered }: RegisterOfRun): (share: Share) => boolean | null {
  return (share) => (registered === null ? null : isRegistered(share, registered));
}

/** What of a run says how the entries stand. */
interface Seen {
  readonly register: RegisterOfRun;
  readonly shares: readonly Share[];
  readonly members: readonly UnsettledMember[];
  readonly start: Omit<Start, 'earlier'>;
}

/** Compares the register with the links that the run saw. */
export function checkRegister(
  { zone, hashToken = () => null }: AuditSetting,
  { register, shares, members, start }: Seen,
): readonly CheckedEntry[] {
  const whole = members.filter(
    ({ read: { shares: own, sharesLeftOut } }) =>
      'value' in own && sharesLeftOut.lost.length === 0 && sharesLeftOut.lack.length === 0,
  );
  const ownersRead = new Set(whole.map(({ read }) => read.member.id));
  const links = shares.filter(isPublicLink);
  const known = {
    links,
    ownersRead,
    areAll: areAllLinks(links, ownersRead, start.inventory),
    sample: hashToken(''),
    today: isoDate(start.startedAt, zone),
  };
  return register.entries.map((entry) => checkedEntry(entry, known));
}

/** Whether no link of the server can be missing: by its own count, else because every account was read. */
function areAllLinks(
  links: readonly Share[],
  ownersRead: ReadonlySet<MemberId>,
  { shareCounts, accounts, short }: Start['inventory'],
): boolean {
  if (shareCounts !== null)
    return (shareCounts.link ?? 0) <= links.filter(({ type }) => type === 'link').length;
  return short === null && [...accounts.keys()].every((id) => ownersRead.has(id));
}

/** Notes how the entries came out; a run of few members says nothing of what it could not check. */
export async function noteRegister(
  { store, only }: AuditSetting,
  checked: readonly CheckedEntry[],
  now: UtcMs,
): Promise<void> {
  const noted = checked.filter(({ standing }) => only === null || standing.state !== 'not-checked');
  await store.register.noteStandings(
    noted.map(({ entry, standing, target }) => ({ id: entry.id, standing, target })),
    now,
  );
}
