import { readNamedFile, stampOf } from '../files/read.ts';
import { writePrivate } from '../files/write.ts';
import { messageOf, UsageError } from '../model/errors.ts';
import type { MemberId } from '../model/ids.ts';
import type { Sendings } from '../model/mail.ts';
import { type AppApiRegistration, type Credential, reveal, type Secret } from '../model/secret.ts';
import { seal, unseal } from './age.ts';
import { contentOf, serverAddress, textOf, type VaultContent, type VaultEntry } from './vault-content.ts';

export type { VaultEntry } from './vault-content.ts';

/** Members' app passwords and the registration with AppAPI: one encrypted file, decrypted once and kept in memory. */
export interface Vault {
  /** By uid. */
  list(): readonly VaultEntry[];
  get(member: MemberId): Credential | null;
  /** Adds entries, or puts them in the place of earlier ones of the same members. */
  put(entries: readonly VaultEntry[]): Promise<void>;
  remove(members: readonly MemberId[]): Promise<void>;
  /** How often mails left, as last noted; null before the first sending. */
  sendings(): Sendings | null;
  noteSendings(sendings: Sendings): Promise<void>;
  /** By which AppAPI lets menage read everybody; null where there is none. */
  registration(): AppApiRegistration | null;
  /** Puts it in the place of an earlier one; null forgets it. */
  putRegistration(registration: AppApiRegistration | null): Promise<void>;
  /** Notes in a vault of an older menage for which server it is. */
  bind(): Promise<void>;
  /** Takes over what other processes wrote since. */
  reload(): Promise<void>;
}

export interface VaultSettings {
  readonly path: string;
  /** Any text of at least 16 characters; an age identity (`AGE-SECRET-KEY-1…`) opens at once. */
  readonly key: Secret;
  /** log2 of the work that a guess at the key costs (scrypt); 16 unless said: 0.6 s. */
  readonly workFactor?: number;
  /** `server.url` of the config: a vault for another server is refused. Not looked at where it is not given. */
  readonly server?: string;
}

const SHORTEST_KEY = 16;
const WORK_FACTOR = 16;

/**
 * Opens the vault; a file that is not there yet is an empty one. It is an age file (age-encryption.org/v1) with the key
 * as identity or passphrase, so that `age --decrypt` opens it too.
 * @throws {UsageError} when the key is short or wrong, others may read the file, or it was changed or cut.
 */
export async function openVault(settings: VaultSettings): Promise<Vault> {
  const { path, key, workFactor = WORK_FACTOR } = settings;
  if (reveal(key).length < SHORTEST_KEY) {
    throw new UsageError(
      `The vault key is shorter than ${SHORTEST_KEY} characters: make one with "menage init".`,
    );
  }
  const server = settings.server === undefined ? null : serverAddress(settings.server);
  let stamp = stampOf(path);
  let content = await read(path, key, server);
  let last: Promise<void> = Promise.resolve();

  /** False where another process wrote while this one sealed, which takes half a second: nothing of it must be lost. */
  async function changeOnce(next: Change): Promise<boolean> {
    const seen = stampOf(path);
    if (seen !== stamp) content = await read(path, key, server);
    stamp = seen;
    const changed = next({ ...content, server: content.server ?? server });
    const sealed = await seal(textOf(changed), key, workFactor);
    if (stampOf(path) !== stamp) return false;
    writePrivate(path, sealed, { durable: true });
    content = changed;
    stamp = stampOf(path);
    return true;
  }

  /** One change after the other, each upon what the file holds then. */
  function change(next: Change): Promise<void> {
    const done = last.then(async () => {
      while (!(await changeOnce(next)));
    });
    last = done.catch(() => {});
    return done;
  }

  return {
    list: () => [...content.entries.values()].sort((a, b) => (a.member < b.member ? -1 : 1)),
    get: (member) => content.entries.get(member) ?? null,
    put: (added) =>
      change((now) => ({
        ...now,
        entries: new Map([...now.entries, ...added.map((entry) => [entry.member, entry] as const)]),
      })),
    remove: (members) =>
      change((now) => ({
        ...now,
        entries: new Map([...now.entries].filter(([member]) => !members.includes(member))),
      })),
    sendings: () => content.sendings,
    noteSendings: (sendings) => change((now) => ({ ...now, sendings })),
    registration: () => content.registration,
    putRegistration: (registration) => change((now) => ({ ...now, registration })),
    reload: async () => {
      await last;
      const seen = stampOf(path);
      if (seen === stamp) return;
      content = await read(path, key, server);
      stamp = seen;
    },
    bind: async () => {
      if (server !== null && content.server === null) await change((now) => now);
    },
  };
}

type Change = (now: VaultContent) => VaultContent;

/**
 * Says that the server of a vault has moved: it is then for `to`.
 * @throws {UsageError} when it is for another than `from`.
 */
export async function moveVault(settings: VaultSettings, from: string, to: string): Promise<void> {
  const { path, key, workFactor = WORK_FACTOR } = settings;
  if (stampOf(path) === null)
    throw new UsageError(`There is no vault at ${path}: correct credentials.vault.`);
  const content = await read(path, key, serverAddress(from));
  const sealed = await seal(textOf({ ...content, server: serverAddress(to) }), key, workFactor);
  writePrivate(path, sealed, { durable: true });
}

async function read(path: string, key: Secret, server: string | null): Promise<VaultContent> {
  const file = fileAt(path);
  if (file === null) return { server, entries: new Map(), sendings: null, registration: null };
  const content = contentOf(path, await unseal(path, file, key));
  if (server !== null && content.server !== null && content.server !== server) {
    throw new UsageError(
      `The vault ${path} holds app passwords for ${content.server}, and the config names ${server}: nothing was sent. ` +
        `Correct server.url or credentials.vault. If the server has moved: menage credentials moved ${content.server}`,
    );
  }
  return content;
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
