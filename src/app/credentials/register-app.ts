import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../config/load.ts';
import {
  type OccWords,
  type ReachedAt,
  registerCommands,
  UNREGISTER,
} from '../../credentials/appapi/commands.ts';
import {
  type Handshake,
  type HandshakeSettings,
  type HandshakeStep,
  openHandshake,
} from '../../credentials/appapi/handshake.ts';
import type { TlsPair } from '../../credentials/appapi/listener.ts';
import { assertPrivate, type ListenPlace, urlHost } from '../../credentials/appapi/place.ts';
import { type Running, runCommands } from '../../credentials/appapi/running.ts';
import { runOcc } from '../../credentials/occ.ts';
import { UsageError } from '../../model/errors.ts';
import { type AppApiRegistration, isSameSecret, type Secret } from '../../model/secret.ts';
import { APP_API_SINCE, type RegistrationState, readRegistrationState } from '../../nextcloud/ocs/app-api.ts';
import { assertServes } from '../assert-serves.ts';
import type { AppContext } from '../context.ts';
import { clientOf, vaultOf } from '../open.ts';

/** How menage is to be registered. */
export interface RegisterOrder {
  readonly place: ListenPlace;
  readonly tls: TlsPair | null;
  /** Lets the secret cross a network in clear. */
  readonly insecure: boolean;
  /** The words that run occ; null where a person pastes the commands. */
  readonly occ: readonly string[] | null;
  /** Ends the registration that there is, and makes a new one. */
  readonly renew: boolean;
  /** How long Nextcloud is awaited, and how long once occ is done; milliseconds. */
  readonly patience?: { readonly allMs: number; readonly afterOccMs: number; readonly settleMs: number };
}

/** Whoever watches a registration. */
export interface RegisterWatch {
  /** Nextcloud is awaited there; these commands are to be run on its server, or are being run. */
  readonly awaiting: (at: ReachedAt, commands: readonly OccWords[]) => void;
  readonly step: (step: HandshakeStep) => void;
}

export type RegisterOutcome =
  | { readonly outcome: 'registered' | 'there'; readonly registration: AppApiRegistration }
  | { readonly outcome: 'stopped' };

const PATIENCE = { allMs: 600_000, afterOccMs: 60_000, settleMs: 5_000 };

/**
 * Registers menage with the server's AppAPI and seals the secret in the vault. One that works already is kept, unless it
 * is to be renewed.
 * @throws {UsageError} where it cannot be made, with what to do; then nothing was sealed.
 */
export async function registerApp(
  config: Config,
  context: AppContext,
  order: RegisterOrder,
  watch: RegisterWatch,
): Promise<RegisterOutcome> {
  assertPrivate(order.place, { tls: order.tls !== null, insecure: order.insecure });
  await assertHasAppApi(config);
  const vault = await vaultOf(config, context);
  const earlier = vault.registration();
  if (earlier !== null && !order.renew) {
    const state = await stateOf(config, earlier.secret);
    if (state === 'disabled') throw new UsageError(SWITCHED_OFF);
    if (state === 'enabled') return { outcome: 'there', registration: earlier };
  }
  const isEnding = (candidate: Secret) =>
    earlier !== null && order.renew && isSameSecret(candidate, earlier.secret);
  // Who has the old one could otherwise be sealed again before it is refused.
  const prove = async (candidate: Secret) =>
    isEnding(candidate) ? 'refused' : await stateOf(config, candidate);
  return withSecret(config, context, { ...order, prove }, watch, async (secret) => {
    const registration = { secret, registeredAt: context.now() };
    await vault.putRegistration(registration);
    return { outcome: 'registered', registration };
  });
}

async function assertHasAppApi(config: Config): Promise<void> {
  const { product, major, version } = await assertServes(config);
  if (product === 'nextcloud' && major >= APP_API_SINCE) return;
  const what = product === 'nextcloud' ? 'Nextcloud' : 'ownCloud';
  throw new UsageError(
    `${config.server.url} is ${what} ${version}, which has no AppAPI (Nextcloud has it since ${APP_API_SINCE}): let each member grant access, with "menage credentials login" or "mint".`,
  );
}

/** What the server says of a secret. A client of its own each time: a refused login ends one. */
export async function stateOf(config: Config, secret: Secret): Promise<RegistrationState> {
  const client = await clientOf(config, { maxTries: 2 });
  try {
    return await readRegistrationState(client.as({ appSecret: secret, uid: '' }));
  } finally {
    client.close();
  }
}

/** Awaits the secret and hands it to `keep`; where that fails, what our own occ has made at the server is taken back. */
async function withSecret(
  config: Config,
  { stop }: AppContext,
  order: RegisterOrder & Pick<HandshakeSettings, 'prove'>,
  watch: RegisterWatch,
  keep: (secret: Secret) => Promise<RegisterOutcome>,
): Promise<RegisterOutcome> {
  const { place, tls, occ, prove, patience = PATIENCE } = order;
  let wasAsked = false;
  const handshake = await openHandshake({
    ...{ place, tls, prove, settleMs: patience.settleMs },
    note: (step) => {
      wasAsked = true;
      watch.step(step);
    },
  });
  const at = {
    protocol: tls === null ? 'http' : 'https',
    host: urlHost(place),
    port: handshake.port,
  } as const;
  const commands = [...(order.renew ? [UNREGISTER] : []), ...registerCommands(at, config.server.url)];
  const late = AbortSignal.timeout(patience.allMs);
  let running: Running | null = null;
  let kept: RegisterOutcome | null = null;
  try {
    watch.awaiting(at, commands);
    if (occ !== null) running = runCommands(occ, commands);
    const ended = AbortSignal.any([stop, late]);
    const secret = await first(handshake, running, ended, patience.afterOccMs);
    if (secret !== null) {
      kept = await keep(secret);
      // It has been answered, and ends by itself.
      await running?.ended.catch(() => {});
      return kept;
    }
    if (late.aborted) throw new UsageError(lateBecause(at, wasAsked));
    return { outcome: 'stopped' };
  } finally {
    running?.stop();
    if (kept === null && occ !== null && running?.hasMade() === true)
      await runOcc(occ, UNREGISTER, '--occ').catch(() => {});
    await handshake.close();
  }
}

/** The secret; null where the wait was ended. Rejects when our own occ failed, or was done and no secret came. */
async function first(
  handshake: Handshake,
  running: Running | null,
  ended: AbortSignal,
  afterOccMs: number,
): Promise<Secret | null> {
  const whenEnded = new Promise<null>((done) => {
    if (ended.aborted) done(null);
    ended.addEventListener('abort', () => done(null), { once: true });
  });
  const waits: Promise<Secret | null>[] = [handshake.secret, whenEnded];
  if (running !== null)
    waits.push(
      running.ended.then(async () => {
        // Nextcloud may hand the secret over in a process of its own.
        await pause(afterOccMs, undefined, { ref: false });
        throw new UsageError(
          'occ is done, and Nextcloud did not hand over a secret here: is the occ that of server.url, and does its server reach --listen?',
        );
      }),
    );
  return Promise.race(waits);
}

const SWITCHED_OFF =
  'menage is registered, but switched off in Nextcloud: "menage credentials appapi rotate" registers it anew, "revoke" ends it.';

function lateBecause({ protocol, host, port }: ReachedAt, wasAsked: boolean): string {
  const clear =
    'Before another try end the command on the server, if it still runs, and run "menage credentials appapi revoke", which clears what is left of this one.';
  return wasAsked
    ? `Nextcloud asked at ${protocol}://${host}:${port}, but did not finish in time. Nothing was sealed. Look into its log. ${clear}`
    : `Nextcloud did not ask at ${protocol}://${host}:${port} in time: were the commands run, on the server of server.url, and does it reach this address (--listen)? Nothing was sealed. ${clear}`;
}
