import type { Member } from '../../model/member.ts';
import type { SnapshotStore, SnapshotWriter } from '../../store/store.ts';
import type { TreeSink } from '../crawl/tree.ts';

export interface LazyWriter {
  readonly sink: TreeSink;
  /** The new tree, begun now if nothing was written yet. */
  begun(): Promise<SnapshotWriter>;
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
      keep: async (subtrees, which) => (await writer()).keep(subtrees, which),
      drop: async (paths) => (await writer()).drop(paths),
      dropFilesIn: async (path) => (await writer()).dropFilesIn(path),
      totals: async () => (await writer()).totals(),
      async *entries() {
        yield* (await writer()).entries();
      },
    },
    begun: writer,
    abandon: async () => {
      if (begun !== null) await (await begun).abandon();
    },
  };
}
