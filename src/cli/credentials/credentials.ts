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
} from '../../app/credentials/manage.ts';
import { terminalSpeaker } from '../../app/terminal.ts';
import type { Config } from '../../config/load.ts';
import type { Outcome } from '../../credentials/check.ts';
import { readNamedFile } from '../../files/read.ts';
import { whyUnread } from '../../files/why-unread.ts';
import { EXIT, type ExitCode, UsageError } from '../../model/errors.ts';
import { memberId } from '../../model/ids.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { writtenText } from '../../model/text/written-text.ts';
import { isoUtc } from '../../model/time.ts';
import type { SayLine } from '../../report/text/lines.ts';
import { configOf } from '../config.ts';
import type { Context } from '../context.ts';

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
  context.out(terminalSpeaker(context)('credentials.imported', { n: count }));
  return EXIT.done;
}

/** `menage credentials moved OLD-URL`: the vault is for `server.url` from now on. */
export async function runMoved(context: Context, from: string): Promise<ExitCode> {
  const config = configOf(context);
  await moveCredentials(config, context, from);
  context.out(terminalSpeaker(context)('credentials.moved', { url: config.server.url }));
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
    const say = terminalSpeaker(context);
    const lines = rows.map(({ member, login, addedAt }) => {
      const as = login === member ? 'self' : 'another';
      return visibleText(say('credentials.one', { member, as, login, day: addedAt.slice(0, 10) }));
    });
    const count = say('credentials.count', { n: rows.length });
    const registered = registeredAt === null ? [] : [registrationLine(isoUtc(registeredAt), config, say)];
    context.out([...lines, count, ...registered].join('\n'));
  }
  return EXIT.done;
}

function registrationLine(registeredAt: string, { credentials, members }: Config, say: SayLine): string {
  const isUsed = credentials.use.includes('appapi');
  const line = say('credentials.appapi', {
    day: registeredAt.slice(0, 10),
    use: isUsed ? (credentials.use[0] === 'own' ? 'rest' : 'all') : 'none',
    declined: isUsed && members.declined.length > 0 ? 'yes' : 'no',
    names: members.declined.join(', '),
  });
  return visibleText(line);
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
  const say = terminalSpeaker(context);
  for (const { member, outcome, detail } of bad) {
    const word = wordOf(outcome, say);
    const shown = detail === null ? word : say('credentials.detail', { outcome: word, detail });
    context.out(visibleText(say('credentials.outcome', { member, outcome: shown })));
  }
  const n = outcomes.length - bad.length;
  const word = wordOf(well[0] ?? '', say);
  context.out(say('credentials.well', { n, all: outcomes.length, outcome: word }));
  const noneAnswered = outcomes.length > 0 && outcomes.every(({ outcome }) => outcome === 'unknown');
  if (noneAnswered) return EXIT.unusable;
  return bad.length === 0 ? EXIT.done : EXIT.partial;
}

/** The names of choices in messages have no hyphens. */
function wordOf(outcome: string, say: SayLine): string {
  return say('credentials.word', { outcome: outcome.replaceAll('-', '') });
}
