import { addAbortSignal } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { askingAs } from '../app/credentials/ask-as-members.ts';
import { clientOf, vaultKey, vaultOf } from '../app/open.ts';
import { checkCredentials } from '../credentials/check.ts';
import { parseCredentials } from '../credentials/import.ts';
import { revokeCredentials } from '../credentials/revoke.ts';
import { rotateCredentials } from '../credentials/rotate.ts';
import { moveVault, type Vault } from '../credentials/vault.ts';
import { EXIT, type ExitCode, messageOf, UsageError } from '../errors.ts';
import { readNamedFile } from '../files/read.ts';
import { memberId } from '../model/ids.ts';
import { isoUtc } from '../model/time.ts';
import { visibleText } from '../model/visible-text.ts';
import { writtenText } from '../model/written-text.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';

/**
 * The text of a file or, for `-`, of standard input.
 * @param stop ends the wait for who types or sends nothing.
 */
export async function inputText(file: string, stop?: AbortSignal): Promise<string> {
  if (file === '-') {
    const input = stop === undefined ? process.stdin : addAbortSignal(stop, process.stdin);
    return writtenText(await untilStopped(buffer(input)), 'standard input');
  }
  let bytes: Uint8Array;
  try {
    bytes = readNamedFile(file, 'app passwords', 'any');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot read ${file}: ${messageOf(error)}.`, { cause: error });
  }
  return writtenText(bytes, file);
}

async function untilStopped(read: Promise<Buffer>): Promise<Buffer> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError')
      throw new UsageError('Stopped: nothing was read.', { cause: error });
    throw error;
  }
}

async function openVaultOf(context: Context): Promise<{ config: ReturnType<typeof configOf>; vault: Vault }> {
  const config = configOf(context);
  const vault = await vaultOf(config, context, 'any');
  if (vault === null) throw new TypeError('a vault was asked for');
  return { config, vault };
}

/** `menage credentials import FILE`: into the vault; no request is sent. */
export async function importCredentials(context: Context, file: string): Promise<ExitCode> {
  const { vault } = await openVaultOf(context);
  const entries = parseCredentials(
    await inputText(file, context.stop),
    file === '-' ? 'standard input' : file,
    context.now(),
  );
  await vault.put(entries);
  context.out(`${entries.length} app passwords are in the vault. Try them with: menage credentials check`);
  return EXIT.done;
}

/** `menage credentials moved OLD-URL`: the vault is for `server.url` from now on. */
export async function moveCredentials(context: Context, from: string): Promise<ExitCode> {
  const config = configOf(context);
  if (!URL.canParse(from))
    throw new UsageError(`"${from}" is no address: write it as server.url was before.`);
  const { url } = config.server;
  await moveVault({ path: config.credentials.vault, key: vaultKey(config, context) }, from, url);
  context.out(`The app passwords in the vault are for ${url} from now on.`);
  return EXIT.done;
}

/** `menage credentials list`: who has granted access, never what. */
export async function listCredentials(
  context: Context,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const { vault } = await openVaultOf(context);
  const rows = vault
    .list()
    .map(({ member, login, tokenId, addedAt }) => ({ member, login, tokenId, addedAt: isoUtc(addedAt) }));
  if (options.json === true) context.document(JSON.stringify(rows, null, 2));
  else {
    const lines = rows.map(({ member, login, addedAt }) =>
      visibleText(
        `${member}${login === member ? '' : ` (logs in as ${login})`}  since ${addedAt.slice(0, 10)}`,
      ),
    );
    context.out([...lines, `${rows.length} members have granted access.`].join('\n'));
  }
  return EXIT.done;
}

/** `menage credentials check`: one cheap request each. */
export async function checkCredentialsOf(context: Context): Promise<ExitCode> {
  const { config, vault } = await openVaultOf(context);
  const client = await clientOf(config);
  try {
    const entries = vault.list();
    const outcomes = await askingAs(
      config,
      context,
      client,
      entries.map(({ member }) => member),
      () => checkCredentials(entries, (credential) => client.as(credential)),
    );
    return report(context, outcomes, 'works');
  } finally {
    client.close();
  }
}

/** `menage credentials revoke MEMBER…`: on the server by the token itself, then out of the vault. */
export async function revokeCredentialsOf(context: Context, members: readonly string[]): Promise<ExitCode> {
  const { config, vault } = await openVaultOf(context);
  const client = await clientOf(config);
  try {
    const ids = members.map(memberId);
    const outcomes = await askingAs(config, context, client, ids, () =>
      revokeCredentials(vault, ids, (credential) => client.as(credential)),
    );
    return report(context, outcomes, 'revoked', 'already-invalid');
  } finally {
    client.close();
  }
}

/** `menage credentials rotate FILE`: a new one is checked before the old one is revoked. */
export async function rotateCredentialsOf(context: Context, file: string): Promise<ExitCode> {
  const { config, vault } = await openVaultOf(context);
  const fresh = parseCredentials(
    await inputText(file, context.stop),
    file === '-' ? 'standard input' : file,
    context.now(),
  );
  const client = await clientOf(config);
  try {
    const ids = fresh.map(({ member }) => member);
    const outcomes = await askingAs(config, context, client, ids, () =>
      rotateCredentials(vault, fresh, (credential) => client.as(credential)),
    );
    return report(context, outcomes, 'rotated');
  } finally {
    client.close();
  }
}

interface Outcome {
  readonly member: string;
  readonly outcome: string;
  readonly detail: string | null;
}

/** A line for each that is not well, and a count; exit 3 when there is one, 4 when the server told nothing of anybody. */
function report(context: Context, outcomes: readonly Outcome[], ...well: readonly string[]): ExitCode {
  const bad = outcomes.filter(({ outcome }) => !well.includes(outcome));
  for (const { member, outcome, detail } of bad)
    context.out(visibleText(`${member}: ${outcome}${detail === null ? '' : ` (${detail})`}`));
  context.out(`${outcomes.length - bad.length} of ${outcomes.length}: ${well[0]}.`);
  const noneAnswered = outcomes.length > 0 && outcomes.every(({ outcome }) => outcome === 'unknown');
  if (noneAnswered) return EXIT.unusable;
  return bad.length === 0 ? EXIT.done : EXIT.partial;
}
