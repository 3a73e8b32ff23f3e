import { endSignalOf } from '../../app/context.ts';
import { readableNow } from '../../app/credentials/readable-now.ts';
import { registerApp } from '../../app/credentials/register-app.ts';
import { revokeApp } from '../../app/credentials/revoke-app.ts';
import { wordsOf } from '../../app/report/wording.ts';
import type { Config } from '../../config/load.ts';
import { proxyRule } from '../../credentials/appapi/proxy-rule.ts';
import { EXIT, type ExitCode, UsageError } from '../../model/errors.ts';
import type { AppApiRegistration } from '../../model/secret.ts';
import { isoUtc } from '../../model/time.ts';
import { speaker } from '../../report/text/words.ts';
import { configOf } from '../config.ts';
import { type Context, exitCodeAfter } from '../context.ts';
import { type AppApiOptions, assertChanges, placeOf } from './order.ts';
import {
  endInstructions,
  instructions,
  nextSteps,
  noteStep,
  noteUnreached,
  readableText,
  TELL_FIRST,
  WHY_NOT_DISABLE,
  waitingLine,
} from './shown.ts';

/** `menage credentials appapi`: one registration by which everybody is read; or the texts that belong to it. */
export async function register(context: Context, options: AppApiOptions): Promise<ExitCode> {
  const config = configOf(context);
  if (options.announcement === true) return announce(context, config);
  if (options.proxyRule !== undefined) {
    context.out(proxyRule(options.proxyRule, config.server.url, options.from));
    return EXIT.done;
  }
  if (options.from !== undefined)
    throw new UsageError('--from says who may use the secret in a rule: add --proxy-rule.');
  return registered(context, config, options, false);
}

/** `menage credentials appapi rotate`: a new secret; the old one is refused from then on. */
export async function rotate(context: Context, options: AppApiOptions): Promise<ExitCode> {
  assertChanges(options);
  return registered(context, configOf(context), options, true);
}

/** `menage credentials appapi revoke`: the registration ends at the server, then in the vault. */
export async function revoke(context: Context, options: AppApiOptions): Promise<ExitCode> {
  assertChanges(options);
  const config = configOf(context);
  const order = placeOf(config, options);
  const waiting = waitingLine(context);
  try {
    const outcome = await revokeApp(config, context, order, {
      awaiting: (commands) => {
        if (order.occ === null) context.out(endInstructions(config, order, commands));
        waiting.show('Waiting until Nextcloud refuses the secret');
      },
      exposed: (warning) => context.log.warn(warning),
    });
    waiting.end();
    if (outcome === 'stopped') return stoppedWith(context, 'The vault still holds the registration.');
    context.out(ENDED[outcome]);
    context.out(WHY_NOT_DISABLE);
    return EXIT.done;
  } finally {
    waiting.end();
  }
}

const ENDED = {
  revoked:
    'The registration has ended: Nextcloud refuses its secret, and the vault has forgotten it. App passwords of members go on.',
  cleared: 'Nextcloud has ended the registration that it had; the vault held none.',
  none: 'The vault holds no registration: nothing to forget.',
} as const;

async function registered(
  context: Context,
  config: Config,
  options: AppApiOptions,
  renew: boolean,
): Promise<ExitCode> {
  const order = { ...placeOf(config, options), renew };
  const waiting = waitingLine(context);
  let { place } = order;
  try {
    const made = await registerApp(config, context, order, {
      awaiting: (at, commands) => {
        place = { ...place, port: at.port };
        context.out(TELL_FIRST);
        if (order.occ === null) context.out(instructions(config, at, commands));
        else noteUnreached(context, order.occ, place);
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
    return showReadable(context, config, made.registration, nextSteps(place, options));
  } finally {
    waiting.end();
  }
}

function stoppedWith(context: Context, state: string): ExitCode {
  context.log.warn(
    `Stopped. ${state} If a command was run already, end it on the server, for it goes on looking for who listens here; then "menage credentials appapi revoke" clears what is left.`,
  );
  return exitCodeAfter(endSignalOf(context) ?? 'SIGINT');
}

/** How many members can be read now; exit 3 where the trial failed. */
async function showReadable(
  context: Context,
  config: Config,
  registration: AppApiRegistration,
  next: string,
): Promise<ExitCode> {
  const readable = await readableNow(config, context, registration);
  context.out(readableText(readable));
  if (!config.credentials.use.includes('appapi'))
    context.log.warn(
      'credentials.use in the config leaves appapi out: nobody is read by it until it is added.',
    );
  context.out(next);
  return (readable.trial?.problem ?? null) === null ? EXIT.done : EXIT.partial;
}

/** The text by which the organisation tells its members, in its language. */
function announce(context: Context, config: Config): ExitCode {
  const { name, language } = config.organisation;
  const say = speaker(wordsOf(config), 'setup', language);
  context.out(say('appapi.announcement', { organisation: name }));
  return EXIT.done;
}
