import { CHECKS } from '../../checks/index.ts';
import { accessNow } from '../../gather/members/access-now.ts';
import { RequestError } from '../../model/errors.ts';
import { fileId, type MemberId, shareId } from '../../model/ids.ts';
import { isWithin } from '../../model/path/path.ts';
import type { Left, Look, LookedShare } from '../../model/portal/answer.ts';
import { isBetter, leftOf } from '../../model/portal/left.ts';
import type { ResultFinding, ResultShare, RunResult } from '../../model/result.ts';
import type { UtcMs } from '../../model/units.ts';
import { liesAnywhere, readStanding } from '../../nextcloud/dav/existence.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { isOwnCloud } from '../../nextcloud/http/owncloud.ts';
import { readShare } from '../../nextcloud/ocs/share-by-id.ts';
import type { Thing } from '../../report/mail/things.ts';
import type { MemberRow } from '../../store/store.ts';
import { accessRules } from '../access.ts';
import type { PortalSetting } from './setting.ts';

/** For all requests of one look: a person waits. */
const PATIENCE_MS = 5_000;
/** The same answer is given for so long. */
const SAME_ANSWER_MS = 30_000;
/** Maximum number of other copies that are looked for. */
const MOST_COPIES = 3;

/** What a look found; the rest of a `Look` is known beforehand. */
type Found = Pick<Look, 'outcome' | 'left' | 'settled' | 'shares' | 'freed'>;

const NOTHING = { left: [], settled: [], shares: [], freed: 0 } as const;

/**
 * Reads one share or file of a member again, as the member, within five seconds; notes what came of it. Asked again within
 * half a minute it gives the same answer.
 * @param thing as the run found it.
 */
export async function lookAgain(
  setting: PortalSetting,
  { id: member, ...row }: MemberRow,
  thing: Thing,
  result: RunResult,
  now: UtcMs,
): Promise<Look> {
  const { portal } = setting.store;
  const last = await portal.looks.get(member, thing.key);
  if (last !== null && last.outcome !== 'refused' && now - last.at < SAME_ANSWER_MS) return last;
  const rules = accessRules(setting.config, setting.vault);
  const account = { ...row, id: member, enabled: true, lastLoginLack: null };
  const access = await accessNow(account, { access: rules, store: setting.store });
  const found: Found =
    access.kind === 'none'
      ? { outcome: 'refused', ...NOTHING }
      : await setting.withClient((client) =>
          foundBy(client.as(access.login, performance.now() + PATIENCE_MS), member, thing, result),
        );
  const look: Look = { member, thing: thing.key, at: now, ...found };
  await portal.looks.save(look);
  if (look.outcome !== 'unknown' && look.outcome !== 'refused') {
    const event = look.outcome === 'gone' || look.outcome === 'protected' ? 'done-true' : 'done-false';
    await portal.journal.note({ at: now, member, event, params: {}, actor: null });
  }
  return look;
}

async function foundBy(session: Session, member: MemberId, thing: Thing, result: RunResult): Promise<Found> {
  try {
    return thing.lead.subject.kind === 'share'
      ? await lookAtShares(session, thing)
      : await lookAtFile(session, member, thing, result);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { outcome: error.failure === 'unauthorised' ? 'refused' : 'unknown', ...NOTHING };
  }
}

/** The shares of the thing: settled is what nothing is left to do about. */
async function lookAtShares(session: Session, thing: Thing): Promise<Found> {
  const ofShares = thing.findings.filter(({ subject }) => subject.kind === 'share');
  const seen = new Map<string, LookedShare['now']>();
  for (const id of new Set(ofShares.map(({ subject }) => subject.id))) {
    const share = await readShare(session, shareId(id));
    if (share === 'odd') return { outcome: 'unknown', ...NOTHING };
    seen.set(id, share === 'denied' ? null : lookedAt(share));
  }
  const before = thing.share;
  const left = new Map(
    ofShares.map((finding) => {
      const now = seen.get(finding.subject.id) ?? null;
      return [
        finding,
        before === null ? leftOf('close', UNKNOWN, now) : leftOf(actionOf(finding), before, now),
      ];
    }),
  );
  const asked = ofShares.filter((finding) => actionOf(finding) === thing.action);
  const leftOfAsked: readonly Left[] = [...new Set(asked.flatMap((finding) => left.get(finding) ?? []))];
  const shares = [...seen].map(([id, now]) => ({ id: shareId(id), now }));
  const settled = ofShares.flatMap((finding) =>
    left.get(finding)?.length === 0 ? [finding.fingerprint] : [],
  );
  const open = shares.flatMap(({ now }) => (now === null ? [] : [now]));
  const outcome =
    leftOfAsked.length === 0
      ? open.length === 0
        ? 'gone'
        : 'protected'
      : before !== null && open.some((now) => isBetter(before, now))
        ? 'better'
        : 'still';
  return { outcome, left: leftOfAsked, settled, shares, freed: 0 };
}

/** A share of which the run told nothing. */
const UNKNOWN = { hasPassword: false, permissions: [], expires: null, lastDay: null, unread: [] } as const;

function actionOf({ check }: ResultFinding) {
  return CHECKS.find(({ id }) => id === check)?.traits.action ?? 'review';
}

function lookedAt({
  hasPassword,
  permissions,
  expires,
  lastDay,
  unread,
}: NonNullable<LookedShare['now']>): NonNullable<LookedShare['now']> {
  return { hasPassword, permissions, expires, lastDay, unread };
}

/** The file or folder: where it is gone, so are its shares, and what lay in it. */
async function lookAtFile(
  session: Session,
  member: MemberId,
  thing: Thing,
  result: RunResult,
): Promise<Found> {
  const { path, fileId: id } = thing;
  if (path === null || id === null) return { outcome: 'unknown', ...NOTHING };
  const there = await readStanding(session, member, path);
  if (there !== null && there.fileId === null) return { outcome: 'unknown', ...NOTHING };
  const isThere = there !== null && there.fileId === id && !(thing.isFolder && there.size === 0);
  if (isThere && !(await areCopiesGone(session, member, thing)))
    return { outcome: 'still', ...NOTHING, left: ['there'] };
  if (isThere) {
    const settled = thing.findings.filter(isOfCopies).map(({ fingerprint }) => fingerprint);
    return { outcome: 'gone', ...NOTHING, settled, freed: thing.bytes };
  }
  if (there?.fileId !== id && !isOwnCloud(session) && (await liesAnywhere(session, member, fileId(id))))
    return { outcome: 'moved', ...NOTHING, left: ['there'] };
  const isOfIt = (one: string | null) =>
    one !== null && (one === path || (thing.isFolder && isWithin(one, path)));
  const own = result.findings.filter((finding) => finding.member === member);
  const settled = new Set([
    ...thing.findings.map(({ fingerprint }) => fingerprint),
    ...own.filter(({ subject }) => isOfIt(subject.path)).map(({ fingerprint }) => fingerprint),
  ]);
  const shares = result.shares.filter((share) => isShareOf(share, member) && isOfIt(share.path));
  return {
    ...{ outcome: 'gone', left: [], settled: [...settled], freed: thing.bytes },
    shares: shares.map((share) => ({ id: shareId(share.id), now: null })),
  };
}

function isShareOf({ owner, pathKnown }: ResultShare, member: MemberId): boolean {
  return owner === member && pathKnown;
}

/** Of a set of copies one may stay: whether the others are gone. */
async function areCopiesGone(session: Session, member: MemberId, { lead }: Thing): Promise<boolean> {
  if (!isOfCopies(lead)) return false;
  const { otherPaths, copies } = lead.actual;
  if (!Array.isArray(otherPaths) || copies !== otherPaths.length + 1 || otherPaths.length > MOST_COPIES)
    return false;
  for (const path of otherPaths) if ((await readStanding(session, member, path)) !== null) return false;
  return true;
}

function isOfCopies({ actual }: ResultFinding): boolean {
  return Array.isArray(actual['otherPaths']);
}
