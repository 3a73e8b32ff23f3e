import { endSignalOf } from '../app/context.ts';
import { type ReadableNow, readableNow } from '../app/credentials/readable-now.ts';
import { type RegisterOrder, registerApp } from '../app/credentials/register-app.ts';
import { revokeApp } from '../app/credentials/revoke-app.ts';
import { wordsOf } from '../app/report/wording.ts';
import type { Config } from '../config/load.ts';
import { type OccWords, pastedCommands, type ReachedAt } from '../credentials/appapi/commands.ts';
import type { HandshakeStep } from '../credentials/appapi/handshake.ts';
import type { TlsPair } from '../credentials/appapi/listener.ts';
import { placeIn, USUAL_PLACE } from '../credentials/appapi/place.ts';
import { type Front, proxyRule } from '../credentials/appapi/proxy-rule.ts';
import { typedWords, USUAL_OCC } from '../credentials/occ.ts';
import { readNamedFile } from '../files/read.ts';
import { whyUnread } from '../files/why-unread.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
import { isLoopback } from '../model/loopback.ts';
import type { AppApiRegistration } from '../model/secret.ts';
import { shellWord } from '../model/text/shell-word.ts';
import { visibleText } from '../model/text/visible-text.ts';
import { isoUtc } from '../model/time.ts';
import { speaker } from '../report/text/words.ts';
import { configOf } from './config.ts';
import { type Context, exitCodeAfter } from './context.ts';

export interface AppApiOptions {
  readonly listen?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly insecure?: boolean;
  /** True where it was named without a command: that of the config. */
  readonly occ?: string | true;
  readonly announcement?: boolean;
  readonly proxyRule?: Front;
  readonly from?: readonly string[];
}

/** `menage credentials appapi`: one registration by which everybody is read; or the texts that belong to it. */
export async function register(context: Context, options: AppApiOptions): Promise<ExitCode> {
  const config = configOf(context);
  if (options.announcement === true) return announce(context, config);
  if (options.proxyRule !== undefined) {
    context.out(proxyRule(options.proxyRule, config.server.url, options.from));
    return EXIT.done;
  }
  return registered(context, config, options, false);
}

/** `menage credentials appapi rotate`: a new secret; the old one is refused from then on. */
export async function rotate(context: Context, options: AppApiOptions): Promise<ExitCode> {
  return registered(context, configOf(context), options, true);
}

/** `menage credentials appapi revoke`: the registration ends at the server, then in the vault. */
export async function revoke(context: Context, options: AppApiOptions): Promise<ExitCode> {
  const config = configOf(context);
  const occ = occOf(config, options);
  const waiting = waitingLine(context);
  try {
    const outcome = await revokeApp(config, context, { occ }, (commands) => {
      if (occ === null) context.out([RUN_THERE, '', shownCommands(config, commands), ''].join('\n'));
      waiting.show('Waiting until Nextcloud refuses the secret');
    });
    waiting.end();
    if (outcome === 'stopped') return stoppedWith(context, 'The vault still holds the registration.');
    context.out(
      outcome === 'none'
        ? 'The vault holds no registration: nothing to forget.'
        : 'The registration has ended: Nextcloud refuses its secret, and the vault has forgotten it. App passwords of members go on.',
    );
    context.out(WHY_NOT_DISABLE);
    return EXIT.done;
  } finally {
    waiting.end();
  }
}

const WHY_NOT_DISABLE =
  'To disable the app in Nextcloud would not be enough: before 32.0.10, 33.0.4 and 34.0.0 a disabled app still reads every file.';
const RUN_THERE =
  'Run on the server of Nextcloud (correct the first words if occ is called otherwise there):';

async function registered(
  context: Context,
  config: Config,
  options: AppApiOptions,
  renew: boolean,
): Promise<ExitCode> {
  const order = orderOf(config, options, renew);
  const waiting = waitingLine(context);
  try {
    const made = await registerApp(config, context, order, {
      awaiting: (at, commands) => {
        if (order.occ === null) context.out(instructions(config, at, commands));
        waiting.show('Waiting for Nextcloud');
      },
      step: (step) => noteStep(context, waiting, step),
    });
    waiting.end();
    if (made.outcome === 'stopped') return stoppedWith(context, 'Nothing was sealed.');
    const when = isoUtc(made.registration.registeredAt).slice(0, 10);
    context.out(
      made.outcome === 'there'
        ? `menage is registered since ${when}, and Nextcloud accepts it. A new secret: menage credentials appapi rotate`
        : `Registered: Nextcloud knows the secret, and it is sealed in ${config.credentials.vault}.`,
    );
    return showReadable(context, config, made.registration);
  } finally {
    waiting.end();
  }
}

function orderOf(config: Config, options: AppApiOptions, renew: boolean): RegisterOrder {
  return {
    place: options.listen === undefined ? USUAL_PLACE : placeIn(options.listen),
    tls: tlsOf(options),
    insecure: options.insecure === true,
    occ: occOf(config, options),
    renew,
  };
}

function occOf(config: Config, { occ }: AppApiOptions): readonly string[] | null {
  if (occ === undefined) return null;
  if (occ !== true) return typedWords(occ);
  if (config.credentials.occ !== undefined) return config.credentials.occ;
  throw new UsageError(
    `--occ names no command, and the config has no credentials.occ: write --occ 'docker exec -u www-data nextcloud php occ', as occ is called on your server.`,
  );
}

function tlsOf({ tlsCert, tlsKey }: AppApiOptions): TlsPair | null {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new UsageError('--tls-cert and --tls-key belong together: name both files, as PEM.');
  return {
    cert: partIn(tlsCert, 'the certificate of --tls-cert', 'own'),
    key: partIn(tlsKey, 'the key of --tls-key', 'secret'),
  };
}

function partIn(file: string, what: string, keeping: 'own' | 'secret'): Buffer {
  try {
    return readNamedFile(file, what, keeping);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot read ${file} (${what}): ${whyUnread(error)}. Correct the path.`, {
      cause: error,
    });
  }
}

function instructions(config: Config, at: ReachedAt, commands: readonly OccWords[]): string {
  const place = `${at.protocol}://${at.host}:${at.port}`;
  const tunnel = `If Nextcloud runs on another machine: ssh -R ${at.port}:${at.host}:${at.port} SERVER in a second terminal, until this is done.`;
  return [
    'Tell the members first: menage credentials appapi --announcement',
    '',
    RUN_THERE,
    '',
    shownCommands(config, commands),
    '',
    `Nextcloud makes a secret and hands it over at ${place}, where this waits for ten minutes; no secret stands in a command.`,
    ...(isLoopback(at.host) ? [tunnel] : []),
    '',
  ].join('\n');
}

function shownCommands(config: Config, commands: readonly OccWords[]): string {
  return pastedCommands(config.credentials.occ?.map(shellWord).join(' ') ?? USUAL_OCC, commands);
}

function noteStep(context: Context, waiting: WaitingLine, step: HandshakeStep): void {
  if (step === 'foreign')
    context.log.warn(
      'A secret came that the Nextcloud of server.url does not know: it was not taken, and the wait goes on.',
    );
  if (step === 'asked') waiting.show('Nextcloud has found us');
  if (step === 'proven') waiting.show('Nextcloud has handed over its secret, and knows it');
}

interface WaitingLine {
  show(what: string): void;
  end(): void;
}

/** A line on the terminal with the seconds that have passed. */
function waitingLine(context: Context): WaitingLine {
  const began = performance.now();
  let what = '';
  const draw = () => context.progress(`${what} (${Math.round((performance.now() - began) / 1000)} s)`);
  let timer: NodeJS.Timeout | null = null;
  return {
    show(now) {
      what = now;
      timer ??= setInterval(draw, 1_000);
      draw();
    },
    end() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      context.progress(null);
    },
  };
}

function stoppedWith(context: Context, state: string): ExitCode {
  context.log.warn(
    `Stopped. ${state} If a command was run already, "menage credentials appapi revoke" clears what is left at the server.`,
  );
  return exitCodeAfter(endSignalOf(context) ?? 'SIGINT');
}

/** How many members can be read now; exit 3 where the trial failed. */
async function showReadable(
  context: Context,
  config: Config,
  registration: AppApiRegistration,
): Promise<ExitCode> {
  const readable = await readableNow(config, context, registration);
  context.out(readableText(readable));
  if (!config.credentials.use.includes('appapi'))
    context.log.warn(
      'credentials.use in the config leaves appapi out: nobody is read by it until it is added.',
    );
  context.out(NEXT);
  return (readable.trial?.problem ?? null) === null ? EXIT.done : EXIT.partial;
}

function readableText({
  members,
  byRegistration,
  byOwn,
  neverLoggedIn,
  declined,
  trial,
}: ReadableNow): string {
  const lines = [`${byRegistration + byOwn} of ${members} members can be read now.`];
  if (trial !== null)
    lines.push(
      visibleText(
        trial.problem === null
          ? `Tried with ${trial.member}: the root answers.`
          : `Tried with ${trial.member}: ${trial.problem}`,
      ),
    );
  if (byOwn > 0) lines.push(`${byOwn} by an app password of their own, which comes first.`);
  if (neverLoggedIn > 0)
    lines.push(`${neverLoggedIn} never logged in, and are not asked: that would make their home folder.`);
  if (declined > 0) lines.push(`${declined} declined (members.declined), and are read by nothing.`);
  return lines.join('\n');
}

const NEXT = `
This secret opens every account, for reading and writing. Let the server hold it to reading: menage credentials appapi --proxy-rule nginx (or apache, caddy)
It ends by: menage credentials appapi revoke
Next: menage audit`;

/** The text by which the organisation tells its members, in its language. */
function announce(context: Context, config: Config): ExitCode {
  const { name, language } = config.organisation;
  const say = speaker(wordsOf(config), 'setup', language);
  context.out(say('appapi.announcement', { organisation: name }));
  return EXIT.done;
}
