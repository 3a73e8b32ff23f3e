import { z } from 'zod';
import { UsageError } from '../model/errors.ts';
import { type MemberId, memberId } from '../model/ids.ts';
import type { Sendings } from '../model/mail.ts';
import { type Credential, reveal, secret } from '../model/secret.ts';
import { isoUtc } from '../model/time.ts';
import type { UtcMs } from '../model/units.ts';

/** What one member logs in with, and where it came from. */
export interface VaultEntry extends Credential {
  readonly member: MemberId;
  /** The number by which the server's own command deletes it; null when unknown. */
  readonly tokenId: string | null;
  readonly addedAt: UtcMs;
}

export type Entries = ReadonlyMap<MemberId, VaultEntry>;

/** What an opened vault holds. */
export interface VaultContent {
  /** The server that the app passwords are for, as `serverAddress` writes it; null in a vault that knows none yet. */
  readonly server: string | null;
  readonly entries: Entries;
  /** Null in a vault from before the first sending. */
  readonly sendings: Sendings | null;
}

/** `[uid, entry]`, for a uid may be `__proto__`. */
const Members = z.array(
  z.tuple([
    z.string(),
    z.object({
      login: z.string(),
      password: z.string(),
      tokenId: z.string().nullable().optional(),
      addedAt: z.iso.datetime(),
    }),
  ]),
);

/** Version 1 was the members alone, by uid: there "version" is a uid, and its value an object. */
const Versioned = z.object({ version: z.number() });
const Second = z.object({
  version: z.literal(2),
  server: z.string().nullable(),
  members: z.unknown(),
  sendings: z.object({ number: z.number().int(), period: z.string() }).nullish(),
});

/** Scheme, host, port and path of a server: what tells it from another. */
export function serverAddress(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

/**
 * Reads the text of a vault.
 * @param path its name, for messages.
 * @throws {UsageError} when menage did not write it, or a newer one did.
 */
export function contentOf(path: string, text: string): VaultContent {
  const value = jsonOf(text);
  const versioned = Versioned.safeParse(value);
  if (versioned.success && versioned.data.version > 2)
    throw new UsageError(`The vault ${path} was written by a newer menage: run that one.`);
  const second = Second.safeParse(value);
  const members = Members.safeParse(pairsOf(second.success ? second.data.members : value));
  if (!members.success) {
    throw new UsageError(
      `The vault ${path} opens with this key, but menage did not write it: name another file.`,
    );
  }
  return {
    server: second.success ? second.data.server : null,
    sendings: (second.success ? second.data.sendings : null) ?? null,
    entries: new Map(
      members.data.map(([uid, { login, password, tokenId, addedAt }]) => {
        const member = memberId(uid);
        const hidden = secret(password);
        return [
          member,
          { member, login, password: hidden, tokenId: tokenId ?? null, addedAt: Date.parse(addedAt) },
        ];
      }),
    ),
  };
}

/** Null instead of the parser's error, which repeats a piece of the text. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function pairsOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value) : null;
}

/** The text of a vault, in the newest form. */
export function textOf({ server, entries, sendings }: VaultContent): string {
  const members = [...entries.values()].map(({ member, login, password, tokenId, addedAt }) => [
    member,
    { login, password: reveal(password), tokenId, addedAt: isoUtc(addedAt) },
  ]);
  const content = { version: 2, server, sendings, members: Object.fromEntries(members) };
  return `${JSON.stringify(content, null, 2)}\n`;
}
