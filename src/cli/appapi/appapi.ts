import { endSignalOf } from '../../app/context.ts';
import { readableNow } from '../../app/credentials/readable-now.ts';
import { registerApp } from '../../app/credentials/register-app.ts';
import { revokeApp } from '../../app/credentials/revoke-app.ts';
import { wordsOf } from '../../app/report/wording.ts';
import { terminalSpeaker } from '../../app/terminal.ts';
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
  const say = terminalSpeaker(context);
  try {
    const outcome = await revokeApp(config, context, order, {
      awaiting: (commands) => {
        if (order.occ === null) context.out(endInstructions(config, order, commands, say));
        waiting.show(say('appapi.waitRefused'));
      },
      exposed: (warning) => context.log.warn(warning),
    });
    waiting.end();
    if (outcome === 'stopped') return stoppedWith(context, 'The vault still holds the registration.');
    context.out(say(`appapi.end.${outcome}`));
    context.out(say('appapi.notDisable'));
    return EXIT.done;
  } finally {
    waiting.end();
  }
}

async function registered(
  context: Context,
  config: Config,
  options: AppApiOptions,
  renew: boolean,
): Promise<ExitCode> {
  const order = { ...placeOf(config, options), renew };
  const waiting = waitingLine(context);
  let { place } = order;
  const say = terminalSpeaker(context);
  try {
    const made = await registerApp(config, context, order, {
      awaiting: (at, commands) => {
        place = { ...place, port: at.port };
        context.out(say('appapi.tellFirst'));
        if (order.occ === null) context.out(instructions(config, at, commands, say));
        else noteUnreached(context, order.occ, place);
        waiting.show(say('appapi.wait'));
      },
      step: (step) => noteStep(context, waiting, step, say),
    });
    waiting.end();
    if (made.outcome === 'stopped') return stoppedWith(context, 'Nothing was sealed.');
    const day = isoUtc(made.registration.registeredAt).slice(0, 10);
    const { vault } = config.credentials;
    context.out(
      made.outcome === 'there' ? say('appapi.there', { day }) : say('appapi.registered', { vault }),
    );
    return showReadable(context, config, made.registration, nextSteps(place, options, say));
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
  context.out(readableText(readable, terminalSpeaker(context)));
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
