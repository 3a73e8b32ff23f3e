import { userNamed } from '../world/received.ts';
import type { Site } from '../world/site.ts';

/** An app password as its account sees it in the settings, without the secret. */
export interface AppPassword {
  readonly id: string;
  /** The program that asked for it; `cli` where the server's own command made it. */
  readonly name: string;
  /** UTC milliseconds; null for those that the world began with. */
  readonly madeAt: number | null;
  /** When a request last came with it; null = never. */
  readonly lastUsedAt: number | null;
}

/** The id, in the list, of the one that the world began with. */
const OF_WORLD = 'of-world';

/** The app passwords of an account that let it in now, oldest first. */
export function appPasswordsOf(site: Site, uid: string): readonly AppPassword[] {
  const ofWorld = userNamed(site.world, uid)?.appPassword ?? null;
  const known =
    ofWorld === null
      ? []
      : [{ id: OF_WORLD, name: 'cli', madeAt: null, lastUsedAt: site.lastUses.get(ofWorld) ?? null }];
  const granted = [...site.tokens]
    .filter(([, token]) => token.uid === uid)
    .map(([secret, { id, name, madeAt }]) => ({
      ...{ id, name, madeAt },
      lastUsedAt: site.lastUses.get(secret) ?? null,
    }));
  return [...known, ...granted];
}

/** Ends an app password as its account does in the settings; one of somebody else stays. */
export function endAppPassword(site: Site, uid: string, id: string): void {
  const user = userNamed(site.world, uid);
  if (id === OF_WORLD && user !== undefined) user.appPassword = null;
  for (const [secret, token] of site.tokens)
    if (token.uid === uid && token.id === id) site.tokens.delete(secret);
}
