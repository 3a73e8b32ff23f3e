import type { Entry } from '../../model/entry.ts';
import type { FileId, MemberId } from '../../model/ids.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import type { Snapshot, SnapshotStore, UploadNotes } from '../../store/store.ts';
import type { KnownUploads } from '../crawl/known-uploads.ts';
import type { Crawled, CrawlMemory, TreeSink } from '../crawl/tree.ts';
import { askUploads } from './ask-uploads.ts';
import type { RequestCosts } from './request-costs.ts';
import { type UploadQuestion, undecidedFiles } from './undecided-files.ts';

/** What a first read may take, but for a walk. */
const MOST_REQUESTS = 20;
/** Folders that are listed for this alone. */
const MOST_LISTS = 12;

/** A member whose tree was read, and what is known of its uploads. */
export interface UploadsToLearn {
  readonly session: Session;
  readonly member: MemberId;
  readonly crawled: Crawled;
  /** The stored tree. */
  readonly previous: Snapshot | null;
  readonly notes: UploadNotes | null;
  readonly known: KnownUploads;
  /** The new tree. */
  readonly sink: TreeSink;
  /** Whether it holds entries of the stored one. */
  readonly holdsKept: boolean;
  readonly snapshots: SnapshotStore;
  readonly question: UploadQuestion;
  readonly major: number;
  readonly searchHasUploads: boolean;
  readonly memory: CrawlMemory;
  readonly costs: RequestCosts;
}

/** The tree with what was learnt in it, and what is to be remembered once it is stored; null = nothing new. */
export interface UploadsLearnt {
  readonly crawled: Crawled;
  readonly notes: Omit<UploadNotes, 'member'> | null;
}

/**
 * Learns when the files were uploaded of which a check would speak now: Nextcloud 31 answers 0 in a SEARCH for every file, and
 * the truth to a PROPFIND. A file that was uploaded last week with an old date must not be called old. A tree that has not changed
 * is asked for what has grown old since, and then counts as read.
 * @throws {RequestError} only what ends the run.
 */
export async function learnUploads(learning: UploadsToLearn): Promise<UploadsLearnt> {
  const { crawled, notes, known, question } = learning;
  if (crawled.outcome === 'failed' || question.bounds.length === 0) return { crawled, notes: null };
  const asked = JSON.stringify([question.bounds, question.linked]);
  const isSameQuestion = notes?.question === asked;
  const isUnchanged = crawled.outcome === 'unchanged';
  if (isUnchanged && isSameQuestion && (notes.dueAt === null || question.now < notes.dueAt))
    return { crawled, notes: null };
  const reportedBefore = notes !== null && notes.reportedFrom !== null && notes.reportedFrom <= known.from;
  const allReported = known.listsReportAll() && (!holdsStored(learning) || reportedBefore);
  const triedBefore = new Set(isUnchanged && isSameQuestion ? notes.tried : []);
  const undecided = allReported
    ? { files: new Map<FileId, Entry>(), dueAt: null }
    : await undecidedFiles(entriesOf(learning), question, (id) => known.isSettled(id));
  const files = new Map([...undecided.files].filter(([id]) => !triedBefore.has(id)));
  const learnt = files.size === 0 ? crawled : await ask(learning, files);
  return {
    crawled: learnt,
    notes: {
      question: asked,
      dueAt: undecided.dueAt,
      reportedFrom: allReported ? known.from : null,
      tried: [...triedBefore, ...[...files.keys()].filter((id) => !known.isSettled(id))],
      files: known.all(!allReported),
    },
  };
}

/** Whether files of the tree come from the stored one: what its lists told is not known any more. */
function holdsStored({ crawled, holdsKept }: UploadsToLearn): boolean {
  return crawled.outcome === 'unchanged' || holdsKept;
}

function entriesOf({ crawled, member, snapshots, sink }: UploadsToLearn): AsyncIterable<readonly Entry[]> {
  return crawled.outcome === 'unchanged' ? snapshots.entries(member) : sink.entries();
}

async function ask(learning: UploadsToLearn, files: ReadonlyMap<FileId, Entry>): Promise<Crawled> {
  const { session, crawled, previous, known, sink } = learning;
  if (crawled.outcome === 'unchanged') await sink.keep([{ from: '/', to: '/' }], 'all');
  const totals = crawled.outcome === 'read' ? crawled.totals : await sink.totals();
  await askUploads({
    ...learning,
    files,
    rows: totals.files + totals.folders,
    room: Math.min(MOST_LISTS, MOST_REQUESTS - session.requests()),
    async take(answers) {
      const entries: Entry[] = [];
      for (const answer of answers) {
        known.noteAnswer(answer);
        const entry = files.get(answer.fileId);
        if (entry !== undefined && answer.uploadedAt !== null)
          entries.push({ ...entry, uploadedAt: answer.uploadedAt });
      }
      if (entries.length > 0) await sink.add(entries);
    },
  });
  if (crawled.outcome !== 'unchanged') return crawled;
  const { root } = crawled;
  const hasMounts = previous?.hasMounts === true;
  return { outcome: 'read', root, strategy: 'search', totals, unreadable: [], reasons: [], hasMounts };
}
