import { UsageError } from '../model/errors.ts';
import type { MemberId } from '../model/ids.ts';
import { shellWord } from '../model/text/shell-word.ts';
import type { UtcMs } from '../model/units.ts';
import { type Minted, mintedEntry, split } from './minted.ts';
import { runOcc } from './occ.ts';
import type { VaultEntry } from './vault.ts';

export { takeMinted } from './minted.ts';

/** The server's own commands of one version. */
interface Commands {
  readonly add: readonly string[];
  /** Null where the version has none. */
  readonly list: readonly string[] | null;
}

/** Nextcloud API notes, 6.1: `user:auth-tokens:add` from 28 on, before it `user:add-app-password` (24 to 27). */
function commandsOf(major: number): Commands {
  if (major >= 28) {
    return { add: ['user:auth-tokens:add', '-n'], list: ['user:auth-tokens:list', '--output', 'json'] };
  }
  if (major >= 24) return { add: ['user:add-app-password', '-n'], list: null };
  throw new UsageError(
    `Nextcloud ${major} has no command that makes app passwords: let the members grant access with "menage credentials login".`,
  );
}

/** A uid that begins with a hyphen would else be an option. */
function argument(uid: string): readonly string[] {
  return uid.startsWith('-') ? ['--', uid] : [uid];
}

/**
 * A shell script for the server's administrator to read and run: it makes an app password for each member by the
 * server's own command, and prints one JSON line each for `menage credentials mint --take`.
 * @param occ how occ is called on that server, as one would type it.
 */
export function mintScript(order: {
  readonly members: readonly MemberId[];
  readonly major: number;
  readonly occ: string;
}): string {
  const { add, list } = commandsOf(order.major);
  const listing =
    list === null
      ? 'tokens=null'
      : `tokens=$(run_occ ${list.join(' ')} "$@" 2>/dev/null </dev/null | tr -d '\\n')`;
  return `#!/bin/sh
# Makes an app password for ${order.members.length} members of this Nextcloud (${order.major}), for menage, which only reads.
# Nextcloud writes each member a mail that an app password was made: send the announcement first.
# Read this, correct the next line if occ lives elsewhere, and run it on the server:
#   sh mint.sh | menage credentials mint --take
# What it prints are passwords: pipe it, do not keep it in a file.
run_occ() { ${order.occ} "$@"; }

# mint NAME-AS-JSON UID
mint() {
  name=$1
  shift
  if answer=$(run_occ ${add.join(' ')} "$@" </dev/null); then
    token=$(printf '%s\\n' "$answer" | tail -n 1)
    ${listing}
    printf '{"uid":%s,"token":"%s","tokens":%s}\\n' "$name" "$token" "$tokens"
  else
    printf 'no app password for %s\\n' "$name" >&2
  fi
}

${order.members.map((uid) => ['mint', JSON.stringify(uid), ...argument(uid)].map(shellWord).join(' ')).join('\n')}
`;
}

/**
 * Makes the app passwords by running the server's own command, one member after the other.
 * @param command the words that run occ, as in `['ssh', 'cloud', 'php', 'occ']`; no shell of ours sees the names, and for
 * ssh, which hands its words to a shell over there, they are quoted.
 */
export async function runMint(order: {
  readonly members: readonly MemberId[];
  readonly major: number;
  readonly command: readonly string[];
  readonly now: UtcMs;
  /** Stores an app password before the next one is made: it stands nowhere else, and the server mails its owner. */
  readonly keep: (entry: VaultEntry) => Promise<void>;
  /** True once the program was asked to end. */
  readonly stopping?: () => boolean;
}): Promise<Minted> {
  const commands = commandsOf(order.major);
  const read: (VaultEntry | string)[] = [];
  for (const uid of order.members) {
    if (order.stopping?.() === true) {
      read.push(`${uid} and whoever follows: not made, for the program was asked to end`);
      break;
    }
    const minted = await mintOne(uid, commands, order.command, order.now);
    if (typeof minted !== 'string') await order.keep(minted);
    read.push(minted);
  }
  return split(read);
}

async function mintOne(
  uid: MemberId,
  { add, list }: Commands,
  command: readonly string[],
  now: UtcMs,
): Promise<VaultEntry | string> {
  const answer = await run(command, [...add, ...argument(uid)]);
  if (answer === null) return `${uid}: occ failed; run "${add.join(' ')}" for this member to see why`;
  const tokens = list === null ? '' : await run(command, [...list, ...argument(uid)]);
  return mintedEntry(uid, answer.trimEnd().split('\n').at(-1)?.trim() ?? '', tokens ?? '', now);
}

/** What a command printed; null when it failed. Its own words may hold a password, and are not passed on. */
async function run(command: readonly string[], words: readonly string[]): Promise<string | null> {
  const { done, printed } = await runOcc(command, words, 'credentials.occ');
  return done ? printed : null;
}
