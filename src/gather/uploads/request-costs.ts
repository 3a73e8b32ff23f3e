/** A list of one folder, of a whole tree (Depth infinity), or of what SEARCH finds. */
export type ListKind = 'folder' | 'tree' | 'search';

/** What lists cost this server in time, learnt while a run goes on. One for all members. */
export interface RequestCosts {
  /** @param took from the request to the end of the answer, milliseconds. */
  note(kind: ListKind, answer: { readonly rows: number; readonly took: number }): void;
  /** Milliseconds that such a list will take. That of a tree grows with its rows: the server looks at each node. */
  estimate(kind: ListKind, rows: number): number;
}

/** As measured on a real Nextcloud 31 with two processors: milliseconds for a list, and for each row of a tree. */
const FOLDER = 60;
const SEARCH = 190;
const TREE_ROW = 1.4;
/** What is assumed counts as much as so many requests, or rows of trees, that were measured. */
const ASSUMED_REQUESTS = 2;
const ASSUMED_ROWS = 300;

export function newRequestCosts(): RequestCosts {
  const folder = mean(FOLDER, ASSUMED_REQUESTS);
  const search = mean(SEARCH, ASSUMED_REQUESTS);
  const treeRow = mean(TREE_ROW, ASSUMED_ROWS);
  return {
    note(kind, { rows, took }) {
      if (kind === 'folder') folder.add(took, 1);
      else if (kind === 'search') search.add(took, 1);
      else treeRow.add(Math.max(0, took - folder.value()), rows);
    },
    estimate(kind, rows) {
      if (kind === 'tree') return folder.value() + rows * treeRow.value();
      return kind === 'folder' ? folder.value() : search.value();
    },
  };
}

function mean(assumed: number, weight: number) {
  let sum = assumed * weight;
  let count = weight;
  return {
    add(total: number, of: number) {
      sum += total;
      count += of;
    },
    value: () => sum / count,
  };
}
