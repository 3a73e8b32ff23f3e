import { z } from 'zod';
import { memberId } from '../model/ids.ts';
import { secret } from '../model/secret.ts';
import type { UtcMs } from '../model/units.ts';
import type { VaultEntry } from './vault.ts';

/** App passwords that were made, and what went wrong, one sentence each, without a secret. */
export interface Minted {
  readonly entries: readonly VaultEntry[];
  readonly problems: readonly string[];
}

/** What occ prints in its last line (72 characters on Nextcloud 24 to 33). */
const TOKEN = /^[A-Za-z0-9]{20,200}$/;
const LINE = /^\{"uid":(".*"),"token":"(.*)","tokens":(.*)\}$/;
const Uid = z.string().min(1);
const Tokens = z.array(z.object({ id: z.union([z.number(), z.string()]).transform(String) }));

/**
 * Takes what the script of `mintScript` prints, one JSON line per member, and keeps each app password as its line
 * comes: it stands nowhere else.
 */
export async function takeMinted(
  lines: AsyncIterable<string> | Iterable<string>,
  now: UtcMs,
  keep: (entry: VaultEntry) => Promise<void>,
): Promise<Minted> {
  const read: (VaultEntry | string)[] = [];
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const minted = readLine(line, number, now);
    if (typeof minted !== 'string') await keep(minted);
    read.push(minted);
  }
  return split(read);
}

function readLine(line: string, number: number, now: UtcMs): VaultEntry | string {
  const [, name = '', token = '', tokens = ''] = LINE.exec(line) ?? [];
  const uid = Uid.safeParse(jsonOf(name));
  if (!uid.success) return `line ${number} was not printed by the script of "menage credentials mint"`;
  return mintedEntry(uid.data, token, tokens, now);
}

/** Sorts entries from problems. */
export function split(read: readonly (VaultEntry | string)[]): Minted {
  return {
    entries: read.flatMap((one) => (typeof one === 'string' ? [] : [one])),
    problems: read.filter((one) => typeof one === 'string'),
  };
}

/**
 * The entry of a member, or what is wrong.
 * @param tokens the member's tokens as occ lists them in JSON: the newest has the highest number. '' where occ has no list.
 */
export function mintedEntry(uid: string, token: string, tokens: string, now: UtcMs): VaultEntry | string {
  if (!TOKEN.test(token))
    return `${uid}: the server gave no app password; run occ for this member to see why`;
  return {
    member: memberId(uid),
    login: uid,
    password: secret(token),
    tokenId: newestId(tokens),
    addedAt: now,
  };
}

function newestId(tokens: string): string | null {
  const list = Tokens.safeParse(jsonOf(tokens));
  if (!list.success) return null;
  const ids = list.data.map(({ id }) => id).filter((id) => /^\d+$/.test(id));
  return ids.reduce<string | null>((top, id) => (top === null || BigInt(id) > BigInt(top) ? id : top), null);
}

/** Null instead of the parser's error, which repeats a piece of the text. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
