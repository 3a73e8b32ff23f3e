import { type DerivedKey, derivedKey } from '../../credentials/derived-key.ts';
import { makeToken, openToken } from '../../credentials/link-token.ts';
import type { MemberId, RunId } from '../../model/ids.ts';
import type { LinkKind } from '../../model/portal/portal.ts';
import type { Secret } from '../../model/secret.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Store } from '../../store/store.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** How long each kind of link lives where nothing else is configured, in milliseconds. */
export const LINK_LIVES = {
  report: 45 * DAY,
  invitation: 60 * DAY,
  'sign-in': 30 * MINUTE,
  unsubscribe: 400 * DAY,
} as const satisfies Readonly<Record<LinkKind, number>>;

/** What a token from outside is worth. */
export type FollowedLink =
  | {
      readonly outcome: 'valid' | 'expired';
      readonly kind: LinkKind;
      readonly member: MemberId;
      readonly madeAt: UtcMs;
      readonly expiresAt: UtcMs;
      readonly run: RunId | null;
    }
  /** Forged, cut, or of somebody who was erased. */
  | { readonly outcome: 'unknown' };

/** Makes and reads the links that go out in mails. */
export interface Links {
  /** A new token for a person; its link is noted in the store before it is given. */
  issue(
    member: MemberId,
    kind: LinkKind,
    now: UtcMs,
    how?: { readonly run?: RunId; readonly lifeMs?: number },
  ): Promise<string>;
  follow(token: string, now: UtcMs): Promise<FollowedLink>;
}

/** @param vaultKey what the keys of the tokens are derived from: with another one every link is forged. */
export function linksOf({ portal }: Store, vaultKey: Secret): Links {
  const key: DerivedKey = derivedKey(vaultKey, 'portal-link');
  return {
    async issue(member, kind, now, { run, lifeMs = LINK_LIVES[kind] } = {}) {
      const expiresAt = now + lifeMs;
      const { token, id } = makeToken(key, kind, expiresAt);
      await portal.links.add([{ id, kind, member, madeAt: now, expiresAt, run: run ?? null }]);
      return token;
    },
    async follow(token, now) {
      const opened = openToken(key, token);
      // The store is asked for forged ones as well, so that both take as long.
      const stored = await portal.links.get(opened?.id ?? '');
      if (opened === null || stored === null || stored.kind !== opened.kind) return { outcome: 'unknown' };
      const { member, kind, madeAt, expiresAt, run } = stored;
      return { outcome: opened.expiresAt > now ? 'valid' : 'expired', member, kind, madeAt, expiresAt, run };
    },
  };
}
