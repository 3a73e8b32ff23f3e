/** How a list of the organisation is written. */
export type ListForm = 'csv' | 'html' | 'markdown';

/** Whether the config names an address, not a file. */
export function isWebAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** The form of a file by its name; null where that says nothing. */
export function formOfName(name: string): ListForm | null {
  if (/\.csv$/i.test(name)) return 'csv';
  if (/\.html?$/i.test(name)) return 'html';
  return /\.(?:md|markdown|txt)$/i.test(name) ? 'markdown' : null;
}
