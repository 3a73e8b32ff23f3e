import type { Config } from '../config/load.ts';
import { UsageError } from '../model/errors.ts';
import type { HashToken } from '../model/share.ts';
import { type ListReading, readList } from '../register/read-list.ts';
import { shareLinksOf } from '../register/share-link.ts';
import { registerKey, tokenHasher } from '../register/token-hash.ts';
import type { Store } from '../store/store.ts';
import type { AppContext } from './context.ts';
import { vaultKey } from './open.ts';

/**
 * By what tokens of public links are hashed: a key made of the vault key, where there is one, so that the store alone
 * answers no guess at a token; else a random key of the store.
 */
export async function tokenHasherOf(
  config: Config,
  context: Pick<AppContext, 'environment'>,
  store: Pick<Store, 'register'>,
): Promise<HashToken> {
  try {
    return tokenHasher(registerKey(vaultKey(config, context)));
  } catch (error) {
    // Without a vault there need be no key; one that is needed and wrong was refused when the vault was opened.
    if (error instanceof UsageError) return tokenHasher(await store.register.key());
    throw error;
  }
}

/** Reads the lists that `register` names, one after the other. */
export async function readListsOf(
  { register, server }: Pick<Config, 'register' | 'server'>,
  hashToken: HashToken,
): Promise<readonly ListReading[]> {
  const reader = { readShareLink: shareLinksOf(server.url), hashToken };
  const readings: ListReading[] = [];
  for (const source of register) readings.push(await readList(source, reader, server.url));
  return readings;
}
