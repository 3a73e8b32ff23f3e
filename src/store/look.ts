import { existsSync } from 'node:fs';
import type { StoreLocation } from './open.ts';

/**
 * Whether there is a store already; makes none.
 * @throws {UsageError} when the server cannot be used, is too old, or would not let this login make what is missing.
 */
export async function isStoreMade(location: StoreLocation): Promise<boolean> {
  if (typeof location === 'string') return existsSync(location);
  const { isSchemaMade } = await import('./database/postgres-look.ts');
  return isSchemaMade(location);
}
