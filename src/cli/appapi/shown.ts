import type { ReadableNow } from '../../app/credentials/readable-now.ts';
import type { Config } from '../../config/load.ts';
import { type OccWords, pastedCommands, type ReachedAt } from '../../credentials/appapi/commands.ts';
import type { HandshakeStep } from '../../credentials/appapi/handshake.ts';
import {
  type ListenPlace,
  tunnelCommand,
  USUAL_PLACE,
  unreachedHint,
  urlHost,
} from '../../credentials/appapi/place.ts';
import { USUAL_OCC } from '../../credentials/occ.ts';
import { isLoopback } from '../../model/loopback.ts';
import { shellWord } from '../../model/text/shell-word.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import type { Context } from '../context.ts';
import type { AppApiOptions } from './order.ts';

export const WHY_NOT_DISABLE =
  'To disable the app in Nextcloud would not be enough: before 32.0.10, 33.0.4 and 34.0.0 a disabled app still reads every file.';
/** Said by whichever way the commands are run. */
export const TELL_FIRST = 'Tell the members first: menage credentials appapi --announcement\n';
const RUN_THERE =
  'Run on the server of Nextcloud (correct the first words if occ is called otherwise there):';

/** What somebody is to do on the server while this waits. */
export function instructions(config: Config, at: ReachedAt, commands: readonly OccWords[]): string {
  const place = `${at.protocol}://${at.host}:${at.port}`;
  return [
    RUN_THERE,
    '',
    shownCommands(config, commands),
    '',
    `Nextcloud makes a secret and hands it over at ${place}, where this waits for ten minutes; no secret stands in a command.`,
    ...tunnelTo(at),
    '',
  ].join('\n');
}

/** What somebody is to do to end a registration. */
export function endInstructions(
  config: Config,
  { place }: { readonly place: ListenPlace },
  commands: readonly OccWords[],
): string {
  return [
    RUN_THERE,
    '',
    shownCommands(config, commands),
    '',
    ...tunnelTo({ host: urlHost(place), port: place.port }),
    '',
  ].join('\n');
}

function tunnelTo({ host, port }: Pick<ReachedAt, 'host' | 'port'>): readonly string[] {
  if (!isLoopback(host)) return [];
  return [
    `If Nextcloud runs on another machine, first in a second terminal, until this is done: ${tunnelCommand(host, port)}`,
  ];
}

function shownCommands(config: Config, commands: readonly OccWords[]): string {
  return pastedCommands(config.credentials.occ?.map(shellWord).join(' ') ?? USUAL_OCC, commands);
}

/** Warns before the wait where Nextcloud most likely cannot reach us. */
export function noteUnreached(context: Context, occ: readonly string[], place: ListenPlace): void {
  const hint = unreachedHint(occ, place);
  if (hint !== null) context.log.warn(hint);
}

export function noteStep(context: Context, waiting: WaitingLine, step: HandshakeStep): void {
  if (step === 'foreign')
    context.log.warn(
      'A secret came that the Nextcloud of server.url does not know: it was not taken, and the wait goes on.',
    );
  if (step === 'asked') waiting.show('Nextcloud has found us');
  if (step === 'proven') waiting.show('Nextcloud has handed over its secret, and knows it');
}

export interface WaitingLine {
  show(what: string): void;
  end(): void;
}

/** A line on the terminal with the seconds that have passed. */
export function waitingLine(context: Context): WaitingLine {
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

/** Who can be read now, a line for each kind. */
export function readableText({
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

/** What comes after a registration. Its end is where it began: Nextcloud sends the secret there once more. */
export function nextSteps(place: ListenPlace, { tlsCert, tlsKey, insecure }: AppApiOptions): string {
  const isUsual = place.host === USUAL_PLACE.host && place.port === USUAL_PLACE.port;
  const options = [
    ...(isUsual ? [] : ['--listen', `${urlHost(place)}:${place.port}`]),
    ...(tlsCert === undefined ? [] : ['--tls-cert', tlsCert]),
    ...(tlsKey === undefined ? [] : ['--tls-key', tlsKey]),
    ...(insecure === true ? ['--insecure'] : []),
  ];
  return [
    '',
    'This secret opens every account, for reading and writing. Let the server hold it to reading: menage credentials appapi --proxy-rule nginx (or apache, caddy)',
    `It ends by: ${['menage credentials appapi revoke', ...options.map(shellWord)].join(' ')}`,
    'Next: menage audit',
  ].join('\n');
}
