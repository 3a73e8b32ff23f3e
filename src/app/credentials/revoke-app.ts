import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../config/load.ts';
import { type OccWords, UNREGISTER } from '../../credentials/appapi/commands.ts';
import { type Listener, openListener, type TlsPair } from '../../credentials/appapi/listener.ts';
import { assertPrivate, type ListenPlace } from '../../credentials/appapi/place.ts';
import { occFailed } from '../../credentials/appapi/running.ts';
import { runOcc } from '../../credentials/occ.ts';
import { UsageError } from '../../model/errors.ts';
import { assertServes } from '../assert-serves.ts';
import type { AppContext } from '../context.ts';
import { vaultOf } from '../open.ts';
import { stateOf } from './register-app.ts';

/** How the registration is to be ended. */
export interface RevokeOrder {
  /** Where Nextcloud was to reach menage when it was registered. */
  readonly place: ListenPlace;
  readonly tls: TlsPair | null;
  readonly insecure: boolean;
  /** The words that run occ; null where a person pastes the command. */
  readonly occ: readonly string[] | null;
  /** How often the server is asked whether it is done, and for how long; milliseconds. */
  readonly patience?: { readonly everyMs: number; readonly allMs: number };
}

/** Whoever watches a registration end. */
export interface RevokeWatch {
  /** This command is to be run on the server, or is being run. */
  readonly awaiting: (commands: readonly OccWords[]) => void;
  /** Another program may be handed the secret: a warning. */
  readonly exposed: (warning: string) => void;
}

/** The vault held none: "cleared" = our occ ended one at the server, "none" = nothing is known of any there. */
export type RevokeOutcome = 'revoked' | 'cleared' | 'none' | 'stopped';

const PATIENCE = { everyMs: 2_000, allMs: 600_000 };

/**
 * Ends the registration at the server, waits until it refuses the secret, and lets the vault forget it. It listens
 * meanwhile: Nextcloud's last request bears the secret, which opens everything until that request is answered.
 * @throws {UsageError} when the server goes on accepting it: the vault keeps it, so that this is known; also before our
 *   own occ is run while another program listens.
 */
export async function revokeApp(
  config: Config,
  { stop, ...context }: AppContext,
  { occ, patience = PATIENCE, ...at }: RevokeOrder,
  watch: RevokeWatch,
): Promise<RevokeOutcome> {
  assertPrivate(at.place, { tls: at.tls !== null, insecure: at.insecure });
  const vault = await vaultOf(config, { stop, ...context });
  const registration = vault.registration();
  if (registration !== null) await assertServes(config);
  const accepts = async () =>
    registration !== null && (await stateOf(config, registration.secret)) !== 'refused';
  if (registration === null || (await accepts())) {
    const listener = await listenerAt(at, (warning) => {
      if (occ !== null) throw new UsageError(`${warning} Nothing was done.`);
      watch.exposed(warning);
    });
    try {
      watch.awaiting([UNREGISTER]);
      const ran = occ === null ? null : await runOcc(occ, UNREGISTER, '--occ', stop);
      const failed = ran === null || ran.done || stop.aborted ? null : occFailed(UNREGISTER, ran.printed);
      if (registration === null) {
        if (failed !== null && !NOT_THERE.test(ran?.printed ?? '')) throw new UsageError(failed);
        return ran?.done === true ? 'cleared' : 'none';
      }
      const until = performance.now() + (occ === null ? patience.allMs : 0);
      // Only the first refusal counts at the server as an attempt to guess, and it ends this.
      while (await accepts()) {
        if (stop.aborted) return 'stopped';
        if (performance.now() >= until)
          throw new UsageError(failed === null ? STILL_ACCEPTED : `${failed} ${KEPT}`);
        await pause(patience.everyMs, undefined, { signal: stop }).catch(() => {});
      }
    } finally {
      await listener?.close();
    }
  }
  await vault.putRegistration(null);
  return 'revoked';
}

/** Answers Nextcloud's last request, and takes no secret; null where nothing can listen, which is handed on as a warning. */
async function listenerAt(
  at: Pick<RevokeOrder, 'place' | 'tls'>,
  exposed: (warning: string) => void,
): Promise<Listener | null> {
  try {
    return await openListener(at, { heartbeat: () => {}, init: () => false, enabled: () => true });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    exposed(`${error.message} ${EXPOSED}`);
    return null;
  }
}

const EXPOSED =
  'Nextcloud sends the secret there once more before it refuses it: end that program first (ss -ltnp names it), or say by --listen where menage was registered. ' +
  'Where it cannot wait, run the command of "menage credentials appapi revoke" by hand.';
/** As occ says it of an app that is not registered. */
const NOT_THERE = /not found/i;
const KEPT = 'Nextcloud still accepts the registration; the vault keeps it.';
const STILL_ACCEPTED =
  'The Nextcloud of server.url still accepts the registration: run the command there, on its own server, and this again. The vault keeps it.';
