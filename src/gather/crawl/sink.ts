import type { TreeSink, TreeTotals } from './tree.ts';

/** The same sink, which counts again only after a change: of a million entries that takes seconds. */
export function countedOnce(sink: TreeSink): TreeSink {
  let known: TreeTotals | null = null;
  return {
    add(entries) {
      known = null;
      return sink.add(entries);
    },
    keep(subtrees, which) {
      known = null;
      return sink.keep(subtrees, which);
    },
    drop(paths) {
      known = null;
      return sink.drop(paths);
    },
    dropFilesIn(folder) {
      known = null;
      return sink.dropFilesIn(folder);
    },
    async totals() {
      known ??= await sink.totals();
      return known;
    },
    entries: () => sink.entries(),
  };
}
