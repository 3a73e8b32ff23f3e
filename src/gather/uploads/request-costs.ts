/** A list of one folder, of a whole tree (Depth infinity), or of what SEARCH finds. */
export type ListKind = 'folder' | 'tree' | 'search';

/** What lists cost this server in time, learnt while a run goes on. One for all members. */
export interface RequestCosts {
  /** @param took from the request to the end of the answer, milliseconds. */
  note(kind: ListKind, answer: { readonly rows: number; readonly took: number }): void;
  /** Milliseconds that such a list will take. That of a tree grows with its rows: the server looks at each node. */
  estimate(kind: ListKind, rows: number): number;
  /** What is believed now: another process of the same run begins with it. */
  believed(): BelievedCosts;
}

/** Milliseconds for a list of one folder, for a SEARCH, and for each row of a tree. */
export interface BelievedCosts {
  readonly folder: number;
  readonly search: number;
  readonly treeRow: number;
}

/** As measured on a real Nextcloud 31 with two processors. */
const MEASURED: BelievedCosts = { folder: 60, search: 190, treeRow: 1.4 };
/**
 * How far one answer moves what is believed: a slower one less, for it may have waited behind others, which says nothing of
 * what it costs itself.
 */
const FASTER = 0.3;
const SLOWER = 0.05;

export function newRequestCosts(before = MEASURED): RequestCosts {
  let { folder, search, treeRow } = before;
  return {
    note(kind, { rows, took }) {
      if (kind === 'folder') folder = moved(folder, took);
      else if (kind === 'search') search = moved(search, took);
      else if (rows > 0) treeRow = moved(treeRow, Math.max(0, took - folder) / rows);
    },
    estimate(kind, rows) {
      if (kind === 'tree') return folder + rows * treeRow;
      return kind === 'folder' ? folder : search;
    },
    believed: () => ({ folder, search, treeRow }),
  };
}

function moved(believed: number, measured: number): number {
  return believed + (measured - believed) * (measured < believed ? FASTER : SLOWER);
}
