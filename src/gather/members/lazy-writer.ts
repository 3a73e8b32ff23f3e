import type { Member } from '../../model/member.ts';
import type { SnapshotStore, SnapshotWriter } from '../../store/store.ts';
import type { TreeSink } from '../crawl/tree.ts';

export interface LazyWriter {
  readonly sink: TreeSink;
  /** The new tree, begun now if nothing was written yet. */
  begun(): Promise<SnapshotWriter>;
  /** Whether entries of the stored tree were taken over. */
  holdsKept(): boolean;
  /** Forgets what was written. */
  abandon(): Promise<void>;
}

/** Begins a new tree only when something is written: an unchanged member writes nothing. */
export function lazyWriter(
  snapshots: SnapshotStore,
  member: Member,
  onEntries: (count: number) => void,
): LazyWriter {
  let begun: Promise<SnapshotWriter> | null = null;
  let holdsKept = false;
  const writer = () => {
    begun ??= snapshots.begin(member.id);
    return begun;
  };
  return {
    sink: {
      add: async (entries) => {
        onEntries(entries.length);
        await (await writer()).add(entries);
      },
      keep: async (subtrees, which) => {
        if (subtrees.length > 0) holdsKept = true;
        await (await writer()).keep(subtrees, which);
      },
      drop: async (paths) => {
        if (paths.includes('/')) holdsKept = false;
        await (await writer()).drop(paths);
      },
      dropFilesIn: async (path) => (await writer()).dropFilesIn(path),
      totals: async () => (await writer()).totals(),
      async *entries() {
        yield* (await writer()).entries();
      },
    },
    begun: writer,
    holdsKept: () => holdsKept,
    abandon: async () => {
      if (begun !== null) await (await begun).abandon();
    },
  };
}
