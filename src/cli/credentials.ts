import { addAbortSignal } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  type CredentialFile,
  checkAll,
  importCredentials,
  listCredentials,
  moveCredentials,
  revokeOf,
  rotateAll,
} from '../app/credentials/manage.ts';
import type { Config } from '../config/load.ts';
import type { Outcome } from '../credentials/check.ts';
import { readNamedFile } from '../files/read.ts';
import { whyUnread } from '../files/why-unread.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
import { memberId } from '../model/ids.ts';
import { visibleText } from '../model/text/visible-text.ts';
import { writtenText } from '../model/text/written-text.ts';
import { isoUtc } from '../model/time.ts';
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
    throw new UsageError(
      `Cannot read ${file} (app passwords): ${whyUnread(error)}. Nothing was done; correct the path.`,
      { cause: error },
    );
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

async function credentialFile(context: Context, file: string): Promise<CredentialFile> {
  return {
    name: file === '-' ? 'standard input' : file,
    text: await inputText(file, context.stop),
  };
}

/** `menage credentials import FILE`: into the vault; no request is sent. */
export async function runImport(context: Context, file: string): Promise<ExitCode> {
  const count = await importCredentials(configOf(context), context, () => credentialFile(context, file));
  context.out(`${count} app passwords are in the vault. Try them with: menage credentials check`);
  return EXIT.done;
}

/** `menage credentials moved OLD-URL`: the vault is for `server.url` from now on. */
export async function runMoved(context: Context, from: string): Promise<ExitCode> {
  const config = configOf(context);
  await moveCredentials(config, context, from);
  context.out(`The app passwords in the vault are for ${config.server.url} from now on.`);
  return EXIT.done;
}

/** `menage credentials list`: by which right members are read, never with what. */
export async function runList(context: Context, options: { readonly json?: boolean }): Promise<ExitCode> {
  const config = configOf(context);
  const { own, registeredAt } = await listCredentials(config, context);
  const rows = own.map(({ member, login, tokenId, addedAt }) => {
    return { member, login, tokenId, addedAt: isoUtc(addedAt) };
  });
  if (options.json === true) context.document(JSON.stringify(rows, null, 2));
  else {
    const lines = rows.map(({ member, login, addedAt }) =>
      visibleText(
        `${member}${login === member ? '' : ` (logs in as ${login})`}  since ${addedAt.slice(0, 10)}`,
      ),
    );
    context.out(
      [
        ...lines,
        `${rows.length} members have granted access.`,
        ...(registeredAt === null ? [] : [registrationLine(isoUtc(registeredAt), config)]),
      ].join('\n'),
    );
  }
  return EXIT.done;
}

function registrationLine(registeredAt: string, { credentials, members }: Config): string {
  const since = `AppAPI: registered since ${registeredAt.slice(0, 10)}`;
  if (!credentials.use.includes('appapi')) return `${since}; not used (credentials.use).`;
  const but = members.declined.length === 0 ? '' : ` but who declined (${members.declined.join(', ')})`;
  return credentials.use[0] === 'own'
    ? `${since}; it reads everybody else${visibleText(but)}.`
    : `${since}; it reads everybody${visibleText(but)}.`;
}

/** `menage credentials check`: one cheap request each. */
export async function runCheck(context: Context): Promise<ExitCode> {
  return report(context, await checkAll(configOf(context), context), 'works');
}

/** `menage credentials revoke MEMBER…`: on the server by the token itself, then out of the vault. */
export async function runRevoke(context: Context, members: readonly string[]): Promise<ExitCode> {
  const outcomes = await revokeOf(configOf(context), context, members.map(memberId));
  return report(context, outcomes, 'revoked', 'already-invalid');
}

/** `menage credentials rotate FILE`: a new one is checked before the old one is revoked. */
export async function runRotate(context: Context, file: string): Promise<ExitCode> {
  const outcomes = await rotateAll(configOf(context), context, () => credentialFile(context, file));
  return report(context, outcomes, 'rotated');
}

/** A line for each that is not well, and a count; exit 3 when there is one, 4 when the server told nothing of anybody. */
function report(
  context: Context,
  outcomes: readonly Outcome<string>[],
  ...well: readonly string[]
): ExitCode {
  const bad = outcomes.filter(({ outcome }) => !well.includes(outcome));
  for (const { member, outcome, detail } of bad)
    context.out(visibleText(`${member}: ${outcome}${detail === null ? '' : ` (${detail})`}`));
  context.out(`${outcomes.length - bad.length} of ${outcomes.length}: ${well[0]}.`);
  const noneAnswered = outcomes.length > 0 && outcomes.every(({ outcome }) => outcome === 'unknown');
  if (noneAnswered) return EXIT.unusable;
  return bad.length === 0 ? EXIT.done : EXIT.partial;
}
