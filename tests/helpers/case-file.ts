import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** An answer of a case from the field, as a server gave it. */
export function caseFile(path: string): string {
  return readFileSync(resolve(import.meta.dirname, '../fixtures/cases', path), 'utf8');
}
