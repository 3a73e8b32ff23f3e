import { z } from 'zod';
import { UsageError } from '../model/errors.ts';
import { type MemberId, memberId } from '../model/ids.ts';
import type { Sendings } from '../model/mail.ts';
import { type AppApiRegistration, type Credential, reveal, secret } from '../model/secret.ts';
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
  /** By which AppAPI lets menage read everybody; null where there is none. */
  readonly registration: AppApiRegistration | null;
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
const NEWEST = 3;
const Present = z.object({
  version: z.union([z.literal(2), z.literal(NEWEST)]),
  server: z.string().nullable(),
  members: z.unknown(),
  sendings: z.object({ number: z.number().int(), period: z.string() }).nullish(),
  registration: z.object({ secret: z.string(), registeredAt: z.iso.datetime() }).nullish(),
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
  if (versioned.success && versioned.data.version > NEWEST)
    throw new UsageError(`The vault ${path} was written by a newer menage: run that one.`);
  const present = Present.safeParse(value);
  const members = Members.safeParse(pairsOf(present.success ? present.data.members : value));
  if (!members.success) {
    throw new UsageError(
      `The vault ${path} opens with this key, but menage did not write it: name another file.`,
    );
  }
  return {
    server: present.success ? present.data.server : null,
    sendings: (present.success ? present.data.sendings : null) ?? null,
    registration: registrationOf(present.success ? present.data.registration : null),
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

function registrationOf(written: z.infer<typeof Present>['registration']): VaultContent['registration'] {
  if (written === null || written === undefined) return null;
  return { secret: secret(written.secret), registeredAt: Date.parse(written.registeredAt) };
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

/** The text of a vault. Only one with a registration takes the newest form, which an older menage refuses: it would lose it. */
export function textOf({ server, entries, sendings, registration }: VaultContent): string {
  const members = [...entries.values()].map(({ member, login, password, tokenId, addedAt }) => [
    member,
    { login, password: reveal(password), tokenId, addedAt: isoUtc(addedAt) },
  ]);
  const shared = { server, sendings, members: Object.fromEntries(members) };
  const content =
    registration === null
      ? { version: 2, ...shared }
      : {
          version: NEWEST,
          ...shared,
          registration: {
            secret: reveal(registration.secret),
            registeredAt: isoUtc(registration.registeredAt),
          },
        };
  return `${JSON.stringify(content, null, 2)}\n`;
}
