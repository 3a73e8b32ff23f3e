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
import { isLoopback } from '../../model/network/loopback.ts';
import { shellWord } from '../../model/text/shell-word.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import type { SayLine } from '../../report/text/lines.ts';
import type { Context } from '../context.ts';
import type { AppApiOptions } from './order.ts';

/** What somebody is to do on the server while this waits. */
export function instructions(
  config: Config,
  at: ReachedAt,
  commands: readonly OccWords[],
  say: SayLine,
): string {
  const place = `${at.protocol}://${at.host}:${at.port}`;
  return [
    '',
    say('appapi.runThere'),
    '',
    shownCommands(config, commands),
    '',
    say('appapi.handed', { place }),
    ...tunnelTo(at, say),
    '',
  ].join('\n');
}

/** What somebody is to do to end a registration. */
export function endInstructions(
  config: Config,
  { place }: { readonly place: ListenPlace },
  commands: readonly OccWords[],
  say: SayLine,
): string {
  return [
    say('appapi.runThere'),
    '',
    shownCommands(config, commands),
    '',
    ...tunnelTo({ host: urlHost(place), port: place.port }, say),
    '',
  ].join('\n');
}

function tunnelTo({ host, port }: Pick<ReachedAt, 'host' | 'port'>, say: SayLine): readonly string[] {
  if (!isLoopback(host)) return [];
  return [say('appapi.tunnel', { command: tunnelCommand(host, port) })];
}

function shownCommands(config: Config, commands: readonly OccWords[]): string {
  return pastedCommands(config.credentials.occ?.map(shellWord).join(' ') ?? USUAL_OCC, commands);
}

/** Warns before the wait where Nextcloud most likely cannot reach us. */
export function noteUnreached(context: Context, occ: readonly string[], place: ListenPlace): void {
  const hint = unreachedHint(occ, place);
  if (hint !== null) context.log.warn(hint);
}

export function noteStep(context: Context, waiting: WaitingLine, step: HandshakeStep, say: SayLine): void {
  if (step === 'foreign')
    context.log.warn(
      'A secret came that the Nextcloud of server.url does not know: it was not taken, and the wait goes on.',
    );
  if (step === 'asked') waiting.show(say('appapi.found'));
  if (step === 'proven') waiting.show(say('appapi.proven'));
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
export function readableText(
  { members, byRegistration, byOwn, neverLoggedIn, declined, trial }: ReadableNow,
  say: SayLine,
): string {
  const lines = [say('appapi.readable', { n: byRegistration + byOwn, all: members })];
  if (trial !== null) {
    const problem = trial.problem ?? say('appapi.answers');
    lines.push(visibleText(say('appapi.tried', { member: trial.member, problem })));
  }
  if (byOwn > 0) lines.push(say('appapi.byOwn', { n: byOwn }));
  if (neverLoggedIn > 0) lines.push(say('appapi.never', { n: neverLoggedIn }));
  if (declined > 0) lines.push(say('appapi.declined', { n: declined }));
  return lines.join('\n');
}

/** What comes after a registration. Its end is where it began: Nextcloud sends the secret there once more. */
export function nextSteps(
  place: ListenPlace,
  { tlsCert, tlsKey, insecure }: AppApiOptions,
  say: SayLine,
): string {
  const isUsual = place.host === USUAL_PLACE.host && place.port === USUAL_PLACE.port;
  const options = [
    ...(isUsual ? [] : ['--listen', `${urlHost(place)}:${place.port}`]),
    ...(tlsCert === undefined ? [] : ['--tls-cert', tlsCert]),
    ...(tlsKey === undefined ? [] : ['--tls-key', tlsKey]),
    ...(insecure === true ? ['--insecure'] : []),
  ];
  const command = ['menage credentials appapi revoke', ...options.map(shellWord)].join(' ');
  const next = say('next.step', { step: 'menage audit' });
  return ['', say('appapi.opens'), say('appapi.endsBy', { command }), next].join('\n');
}
