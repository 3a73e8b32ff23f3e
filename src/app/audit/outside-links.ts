import type { ReadMember } from '../../gather/members/member-as-read.ts';
import type { UnsettledMember } from '../../gather/members/unsettled-member.ts';
import type { SpaceTree } from '../../gather/spaces/read-space.ts';
import type { MemberGathered } from '../../judge/member-session.ts';
import type { Runner } from '../../judge/runner.ts';
import { withSpace } from '../../judge/space-links.ts';
import { isJudgedByContents, type NotInTree, type Outside } from '../../judge/unjudged-shares.ts';
import type { Verdict } from '../../judge/verdict.ts';
import type { Entry } from '../../model/entry.ts';
import { RequestError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import { isWithin, type TreePath } from '../../model/path/path.ts';
import { type PathIndex, pathIndex } from '../../model/path/path-index.ts';
import { reasonOf } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { type Share, shareKey } from '../../model/share.ts';
import { standsThere } from '../../nextcloud/dav/existence.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';

/** External storages, and group folders that could not be read: no entry of what lies in them is known. */
const ELSEWHERE = because('share.elsewhere');
const IN_LOST = because('share.in-lost-space');

/** Links whose things are asked for by path: more of one member than this say nothing more, and each costs a request. */
const MOST_OF_A_MEMBER = 10;
const MOST_OF_A_RUN = 100;

/** Where in each member's own tree links stand that are to be judged by what lies in them. */
export function linkedPlaces(
  unsettled: readonly UnsettledMember[],
): ReadonlyMap<MemberId, PathIndex<TreePath>> {
  return new Map(
    unsettled.flatMap(({ read: { member, shares } }) => {
      if (!('value' in shares)) return [];
      const own = shares.value.filter((share) => share.owner === member.id && isJudgedByContents(share));
      const paths = own.map(({ path }) => path);
      return paths.length === 0 ? [] : [[member.id, pathIndex(paths, (path) => path)] as const];
    }),
  );
}

/** What came of judging one member's links that lead into group folders. */
export interface InSpaces {
  /** By `shareKey`. */
  readonly judged: ReadonlySet<string>;
  /** The verdicts on the member with these judgements. */
  add(own: readonly Verdict[]): readonly Verdict[];
}

/** Judges a member's links that lead into group folders, by the entries of these: one pass for each member and space. */
export async function judgeSpaces(
  runner: Runner,
  { member, coverage }: ReadMember,
  gathered: MemberGathered,
  trees: readonly SpaceTree[],
): Promise<InSpaces> {
  const shares = gathered.shares.known === 'none' ? [] : gathered.shares.value;
  const done: { readonly verdicts: readonly Verdict[]; readonly judged: readonly Share[] }[] = [];
  for (const tree of trees) {
    const at = tree.places.get(member.id);
    if (at === undefined) continue;
    const inside = shares.filter(
      (share) => share.pathKnown && isWithin(share.path, at) && isJudgedByContents(share),
    );
    if (inside.length === 0) continue;
    const session = runner.space(member, coverage, {
      ...gathered,
      shares: { known: 'whole', value: inside },
      tree: gatheredTree(tree, at),
    });
    const missing = new Set(inside.map(({ fileId }) => fileId));
    for await (const entry of entriesAt(tree, at)) {
      missing.delete(entry.fileId);
      session.see(entry);
    }
    const judged = inside.filter(({ fileId }) => !missing.has(fileId));
    if (judged.length > 0) done.push({ verdicts: session.conclude(), judged });
  }
  return {
    judged: new Set(done.flatMap(({ judged }) => judged.map(shareKey))),
    add: (own) => done.reduce((verdicts, space) => withSpace(verdicts, space.verdicts, space.judged), own),
  };
}

function gatheredTree({ lack, unreadable }: SpaceTree, root: TreePath): MemberGathered['tree'] {
  const value = { root, unreadable: unreadable.map((path) => placed(path, root)) };
  return lack.length === 0 ? { known: 'whole', value } : { known: 'part', value, reasons: lack };
}

/** The group folder and all in it, with the paths of one member's tree. */
async function* entriesAt({ id, size, entries }: SpaceTree, root: TreePath): AsyncGenerator<Entry> {
  yield {
    fileId: id,
    path: root,
    isFolder: true,
    size: size ?? 0,
    modifiedAt: 0,
    uploadedAt: null,
    etag: '',
    checksum: null,
  };
  for await (const batch of entries.entries()) {
    for (const entry of batch) yield { ...entry, path: placed(entry.path, root) };
  }
}

function placed(path: TreePath, root: TreePath): TreePath {
  return path === '/' ? root : `${root}${path}`;
}

/** How many things a run may still ask for by path. */
export interface Questions {
  left: number;
}

export function newQuestions(): Questions {
  return { left: MOST_OF_A_RUN };
}

/**
 * What became of the things of a member's shares that stand in no tree that was read: asked for by path, one request
 * each. That one is gone is said only where the server says so.
 * @param session null where the member's tree was not read.
 * @param lost where group folders stood that no tree shows now: a 404 there may be the app's absence.
 */
export async function lookOutside(
  shares: readonly Share[],
  session: Session | null,
  questions: Questions,
  lost: readonly TreePath[],
): Promise<NotInTree> {
  const known = new Map<string, Outside>();
  let ofMember = MOST_OF_A_MEMBER;
  for (const share of shares) {
    if (share.pathKnown && lost.some((place) => isWithin(share.path, place))) {
      known.set(shareKey(share), { thing: 'unknown', reason: IN_LOST });
      continue;
    }
    const mayAsk = session !== null && share.pathKnown && ofMember > 0 && questions.left > 0;
    if (mayAsk) {
      ofMember -= 1;
      questions.left -= 1;
    }
    known.set(shareKey(share), mayAsk ? await lookFor(share, session) : unasked(share));
  }
  return known;
}

async function lookFor({ owner, path }: Share, session: Session): Promise<Outside> {
  try {
    if (await standsThere(session, owner, path)) return { thing: 'there', reason: ELSEWHERE };
    return { thing: 'gone', reason: because('share.gone') };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return perhapsGone(reasonOf(error));
  }
}

function unasked({ pathKnown }: Share): Outside {
  return perhapsGone(because(pathKnown ? 'share.not-asked' : 'share.no-path'));
}

function perhapsGone(cause: Reason): Outside {
  return { thing: 'unknown', reason: because('share.elsewhere-or-gone', { cause: [cause] }) };
}
