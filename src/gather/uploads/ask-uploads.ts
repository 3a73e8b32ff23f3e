import type { Entry } from '../../model/entry.ts';
import { RequestError } from '../../model/errors.ts';
import { type FileId, fileId, type MemberId } from '../../model/ids.ts';
import { groupedBy } from '../../model/lists/grouped.ts';
import { parentOf } from '../../model/path/path.ts';
import { uploadedAt } from '../../nextcloud/dav/entry.ts';
import { ownerSearch } from '../../nextcloud/dav/owner-search.ts';
import { addressOf, askForSome, filesRoot, propfind } from '../../nextcloud/dav/request.ts';
import { detached } from '../../nextcloud/http/detached-text.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import type { ReadingRequest } from '../../nextcloud/http/guard.ts';
import type { UploadNote } from '../../store/store.ts';
import { endsTheRun, isOwn } from '../crawl/reading.ts';
import type { CrawlMemory } from '../crawl/tree.ts';
import type { ListKind, RequestCosts } from './request-costs.ts';

/** What tells a file again, that it is the member's own, and its upload time; the rest is known. */
const PROPERTIES = '<d:getetag/><oc:fileid/><nc:mount-type/><nc:upload_time/>';

/** Rows of one SEARCH; what lies beyond is asked for by folders. */
const MOST_FOUND = 20_000;

export interface UploadsToAsk {
  readonly session: Session;
  readonly member: MemberId;
  readonly major: number;
  readonly searchHasUploads: boolean;
  readonly memory: CrawlMemory;
  readonly costs: RequestCosts;
  readonly files: ReadonlyMap<FileId, Entry>;
  /** Files and folders of the member's whole tree. */
  readonly rows: number;
  /** How many requests may be sent. */
  readonly room: number;
  /** Takes what an answer tells of files that were asked for. */
  readonly take: (notes: readonly UploadNote[]) => Promise<void>;
}

/**
 * Asks when these files were uploaded, by what is expected to be done first on this server: a list of each of their folders,
 * one of the whole tree, or a SEARCH where that tells it. What cannot be asked stays unknown; the tree is whole without.
 * @throws {RequestError} only what ends the run.
 */
export async function askUploads(asked: UploadsToAsk): Promise<void> {
  const open = new Map(asked.files);
  const foldersOf = () => [...groupedBy([...open.values()], ({ path }) => parentOf(path)).keys()];
  let left = asked.room;
  const ask = async (kind: ListKind, request: ReadingRequest) => {
    left--;
    await askOne(asked, open, kind, request);
  };
  const whole = cheapestWhole(asked);
  const few = foldersOf();
  const single =
    few.length <= left ? few.length * asked.costs.estimate('folder', 1) : Number.POSITIVE_INFINITY;
  if (whole !== null && left > 0 && whole.cost < single) {
    await ask(whole.kind, whole.request);
  }
  for (const folder of foldersOf()) {
    if (left <= 0) return;
    await ask('folder', propfind(addressOf(filesRoot(asked.member), folder), '1', PROPERTIES));
  }
}

interface WholeList {
  readonly kind: 'tree' | 'search';
  readonly cost: number;
  readonly request: ReadingRequest;
}

/** The cheapest list that shows all of these files; null where the server gives none. */
function cheapestWhole(asked: UploadsToAsk): WholeList | null {
  const { member, costs, memory, files, rows } = asked;
  const ways: WholeList[] = [];
  if (memory.infinity) {
    const request = propfind(addressOf(filesRoot(member), '/'), 'infinity', PROPERTIES);
    ways.push({ kind: 'tree', cost: costs.estimate('tree', rows), request });
  }
  if (memory.search && asked.searchHasUploads) {
    const sizeBound = [...files.values()].reduce(
      (least, { size }) => Math.min(least, size),
      Number.MAX_SAFE_INTEGER,
    );
    const limit = Math.min(rows + 1, MOST_FOUND);
    const request = ownerSearch(member, asked, { rows: 'large-files', sizeBound, limit, first: 0 });
    ways.push({ kind: 'search', cost: costs.estimate('search', rows), request });
  }
  return ways.reduce<WholeList | null>(
    (best, way) => (best === null || way.cost < best.cost ? way : best),
    null,
  );
}

/** Takes out of `open` what the answer shows. */
async function askOne(
  { session, member, costs, memory, files, take }: UploadsToAsk,
  open: Map<FileId, Entry>,
  kind: ListKind,
  request: ReadingRequest,
): Promise<void> {
  const place = { member, mountType: '' } as const;
  let top: number | null = null;
  let isDeep = false;
  try {
    const answer = await askForSome(
      session,
      request,
      (resource): UploadNote | null => {
        const depth = resource.href.replace(/\/$/, '').split('/').length;
        top ??= depth;
        if (depth > top + 1) isDeep = true;
        const id = fileId(resource.fileId);
        if (!open.has(id) || !isOwn(resource, place)) return null;
        return { fileId: id, etag: detached(resource.etag), uploadedAt: uploadedAt(resource) };
      },
      async (notes) => {
        await take(notes);
        for (const note of notes) open.delete(note.fileId);
      },
    );
    costs.note(kind, answer);
    // Where infinity is switched off the answer shows one level only: then no other member's tree is asked for so.
    const wantsDeep = [...files.values()].some(({ path }) => parentOf(path) !== '/');
    if (kind === 'tree' && wantsDeep && !isDeep) memory.infinity = false;
  } catch (error) {
    if (!(error instanceof RequestError) || endsTheRun(error)) throw error;
  }
}
