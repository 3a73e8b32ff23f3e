import { z } from 'zod';
import { messageOf, UsageError } from '../errors.ts';
import { readNamedFile, stampOf } from '../files/read.ts';
import { writePrivate } from '../files/write.ts';
import { type MemberId, memberId } from '../model/ids.ts';
import { type Credential, reveal, type Secret, secret } from '../model/secret.ts';
import type { UtcMs } from '../model/units.ts';
import { seal, unseal } from './age.ts';

/** What one member logs in with, and where it came from. */
export interface VaultEntry extends Credential {
  readonly member: MemberId;
  /** The number by which the server's own command deletes it; null when unknown. */
  readonly tokenId: string | null;
  readonly addedAt: UtcMs;
}

/** Members' app passwords: one encrypted file, decrypted once and kept in memory. */
export interface Vault {
  /** By uid. */
  list(): readonly VaultEntry[];
  get(member: MemberId): Credential | null;
  /** Adds entries, or puts them in the place of earlier ones of the same members. */
  put(entries: readonly VaultEntry[]): Promise<void>;
  remove(members: readonly MemberId[]): Promise<void>;
}

export interface VaultSettings {
  readonly path: string;
  /** Any text of at least 16 characters; an age identity (`AGE-SECRET-KEY-1…`) opens at once. */
  readonly key: Secret;
  /** log2 of the work that a guess at the key costs (scrypt); 16 unless said: 0.6 s. */
  readonly workFactor?: number;
}

const SHORTEST_KEY = 16;
const WORK_FACTOR = 16;

const Content = z.array(
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

type Entries = ReadonlyMap<MemberId, VaultEntry>;

/**
 * Opens the vault; a file that is not there yet is an empty one. It is an age file (age-encryption.org/v1) with the key
 * as identity or passphrase, so that `age --decrypt` opens it too.
 * @throws {UsageError} when the key is short or wrong, others may read the file, or it was changed or cut.
 */
export async function openVault({ path, key, workFactor = WORK_FACTOR }: VaultSettings): Promise<Vault> {
  if (reveal(key).length < SHORTEST_KEY) {
    throw new UsageError(
      `The vault key is shorter than ${SHORTEST_KEY} characters: make one with "menage init".`,
    );
  }
  let stamp = stampOf(path);
  let entries: Entries = await read(path, key);
  let last: Promise<void> = Promise.resolve();

  /** False where another process wrote while this one sealed, which takes half a second: nothing of it must be lost. */
  async function changeOnce(next: (now: Entries) => Entries): Promise<boolean> {
    const seen = stampOf(path);
    if (seen !== stamp) entries = await read(path, key);
    stamp = seen;
    const changed = next(entries);
    const sealed = await seal(textOf(changed), key, workFactor);
    if (stampOf(path) !== stamp) return false;
    writePrivate(path, sealed, { durable: true });
    entries = changed;
    stamp = stampOf(path);
    return true;
  }

  /** One change after the other, each upon what the file holds then. */
  function change(next: (now: Entries) => Entries): Promise<void> {
    const done = last.then(async () => {
      while (!(await changeOnce(next)));
    });
    last = done.catch(() => {});
    return done;
  }

  return {
    list: () => [...entries.values()].sort((a, b) => (a.member < b.member ? -1 : 1)),
    get: (member) => entries.get(member) ?? null,
    put: (added) =>
      change((now) => new Map([...now, ...added.map((entry) => [entry.member, entry] as const)])),
    remove: (members) => change((now) => new Map([...now].filter(([member]) => !members.includes(member)))),
  };
}

async function read(path: string, key: Secret): Promise<Entries> {
  const file = fileAt(path);
  if (file === null) return new Map();
  return entriesOf(path, await unseal(path, file, key));
}

/** Null where there is none yet. */
function fileAt(path: string): Uint8Array | null {
  try {
    return readNamedFile(path, 'the vault', 'secret');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new UsageError(
      `Cannot read ${path} (the vault, ${messageOf(error)}): correct its path or its rights.`,
      { cause: error },
    );
  }
}

function entriesOf(path: string, text: string): Entries {
  const content = Content.safeParse(pairsOf(text));
  if (!content.success) {
    throw new UsageError(
      `The vault ${path} opens with this key, but menage did not write it: name another file.`,
    );
  }
  return new Map(
    content.data.map(([uid, { login, password, tokenId, addedAt }]) => {
      const member = memberId(uid);
      const hidden = secret(password);
      return [
        member,
        { member, login, password: hidden, tokenId: tokenId ?? null, addedAt: Date.parse(addedAt) },
      ];
    }),
  );
}

/** The keys and values of a JSON object; null instead of the parser's error, which repeats a piece of the text. */
function pairsOf(text: string): unknown {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null ? Object.entries(content) : null;
  } catch {
    return null;
  }
}

function textOf(entries: Entries): string {
  const content = [...entries.values()].map(({ member, login, password, tokenId, addedAt }) => [
    member,
    { login, password: reveal(password), tokenId, addedAt: new Date(addedAt).toISOString() },
  ]);
  return `${JSON.stringify(Object.fromEntries(content), null, 2)}\n`;
}
