import type { Severity } from '../../../model/severity.ts';
import type { FolderColumn, SubjectColumn } from '../common/access-rows.ts';
import type { ItemColumn } from '../common/item-row.ts';
import type { MemberColumn } from '../common/member-row.ts';
import type { ScriptKey } from '../common/script-keys.ts';
import type { Child } from './elements.ts';

export type ColumnId = ItemColumn | MemberColumn | SubjectColumn | FolderColumn;
export type TableId = 'items' | 'members' | 'subjects' | 'folders';

/** What every table needs of its rows. */
export interface TableRow {
  /** Place in the data, which settles ties. */
  readonly at: number;
  /** Folded, see `fold`. */
  readonly search: string;
  readonly severity: Severity | 'none';
  /** Places of the checks that found something. */
  readonly checks: ReadonlySet<number>;
}

export interface Column<Row> {
  readonly id: ColumnId;
  /** Sorted from the largest first when chosen. */
  readonly falls?: true;
  readonly className?: string;
  sort(row: Row): string | number;
  /** @param opener makes the button that opens the row's sheet; one column has it. */
  cell(row: Row, opener: (text: string) => HTMLElement): Child | readonly Child[];
  /** The cell in a copy as CSV. */
  plain(row: Row): string | number;
}

/** The sheet of a row, beside its table. */
export interface Sheet {
  readonly severity: Severity | 'none';
  /** What stands beside the severity; null = no severity either. */
  readonly lead: string | null;
  readonly title: string;
  readonly under: string;
  readonly body: readonly Child[];
  readonly foot: readonly Child[];
}

/** What one table shows. */
export interface Kind<Row> {
  readonly id: TableId;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly optional: readonly ColumnId[];
  /** Hidden until asked for. */
  readonly hidden: readonly ColumnId[];
  /** The column by which it is sorted at first, from the largest. */
  readonly sort: ColumnId;
  readonly searchKey: Extract<ScriptKey, `js.search${string}`>;
  /** The key that leads to the search box; null = none is shown. */
  readonly shortcut: string | null;
  /** Rows that only a search shows, before the others; left out = none. */
  isAskedFor?(row: Row): boolean;
  /** Whether a row passes the chip of this name; every row passes a chip that is not known. */
  passes(row: Row, chip: string): boolean;
  /** Buttons of this table alone, before and behind the one that copies. */
  tools(table: Table<Row>): { readonly before: Child; readonly behind: Child };
  sheet(row: Row): Sheet;
  /** Names a row in the page's address. */
  key(row: Row): string;
}

/** What is shown of a table now. */
export interface TableState<Row> {
  query: string;
  severities: Set<string>;
  /** Empty = none, as `check`. */
  chip: string;
  /** Id of a check. */
  check: string;
  sort: ColumnId;
  descending: boolean;
  hidden: Set<ColumnId>;
  /** Maximum number of rows drawn now. */
  shown: number;
  /** Place of the row that has the focus; −1 = none. */
  current: number;
  matches: readonly Row[];
}

/** A table whatever its rows are. */
export interface AnyTable {
  readonly id: TableId;
  panel(): HTMLElement | null;
  /** Number of rows that match. */
  size(): number;
  current(): number;
  open(at: number): void;
  /** Shows again what the search left out; whether it did leave out something. */
  clearSearch(): boolean;
  focusRow(at: number): void;
  /** Marks the row whose sheet is open, and the one that Tab leads to. */
  mark(): void;
  /** Makes the table live in the content that is in place now. */
  setUp(): void;
  showAllForPrint(all: boolean): void;
}

export interface Table<Row> extends AnyTable {
  readonly kind: Kind<Row>;
  readonly state: TableState<Row>;
  /** Changes what is shown, and draws it. */
  narrow(part: Partial<Pick<TableState<Row>, 'query' | 'chip' | 'check'>>): void;
  csv(): string;
}
