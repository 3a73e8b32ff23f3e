import type { TableId } from './table-types.ts';

let listener: (table: TableId) => void = () => undefined;

/** What is to be done whenever a reader changed what a table shows; there is one listener. */
export function onViewChange(act: (table: TableId) => void): void {
  listener = act;
}

export function viewChanged(table: TableId): void {
  listener(table);
}
