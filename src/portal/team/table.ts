import type { Severity } from '../../model/severity.ts';

/** A shape and a word of one colour: a shape beside the word, so that neither stands alone. */
export interface Mark {
  readonly tone: Severity | 'good' | 'unknown';
  readonly text: string;
}

/** A button of a cell: a link, or a form of its own. */
export interface Action {
  readonly text: string;
  /** What it is about, for who does not see the row: "…, Rushs à valider". */
  readonly about: string;
  readonly href: string | null;
  readonly post: string | null;
  readonly filled: boolean;
}

/** One cell; on a narrow screen its column's name stands before it. */
export interface Cell {
  readonly strong: string;
  readonly text: string;
  readonly second: string;
  readonly mark: Mark | null;
  /** Of a whole, percent, at most 100; null = no bar. */
  readonly bar: { readonly percent: number; readonly text: string } | null;
  readonly number: boolean;
  readonly actions: readonly Action[];
}

export interface Column {
  readonly label: string;
  readonly number: boolean;
}

/** A table whose rows become cards on a phone. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly {
    readonly id: string | null;
    readonly cells: readonly (Cell & { readonly label: string })[];
  }[];
}

const EMPTY: Cell = {
  ...{ strong: '', text: '', second: '', mark: null },
  ...{ bar: null, number: false, actions: [] },
};

export function cell(parts: Partial<Cell>): Cell {
  return { ...EMPTY, ...parts };
}

export function link(text: string, about: string, href: string, filled = false): Action {
  return { text, about, href, post: null, filled };
}

export function button(text: string, about: string, post: string, filled = false): Action {
  return { text, about, href: null, post, filled };
}

/**
 * @param columns their labels; a number stands at the right where its first cell does.
 * @param ids of the rows, for links to them; left out = none.
 */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  ids: readonly string[] = [],
): Table {
  return {
    caption,
    columns: columns.map((label, at) => ({ label, number: rows[0]?.[at]?.number === true })),
    rows: rows.map((cells, row) => ({
      id: ids[row] ?? null,
      cells: cells.map((one, at) => ({ ...one, label: columns[at] ?? '' })),
    })),
  };
}
