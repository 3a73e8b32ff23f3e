import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../config/load.ts';
import { type OccWords, UNREGISTER } from '../../credentials/appapi/commands.ts';
import { runOcc } from '../../credentials/occ.ts';
import { UsageError } from '../../model/errors.ts';
import { assertServes } from '../assert-serves.ts';
import type { AppContext } from '../context.ts';
import { vaultOf } from '../open.ts';
import { stateOf } from './register-app.ts';

/** How the registration is to be ended. */
export interface RevokeOrder {
  /** The words that run occ; null where a person pastes the command. */
  readonly occ: readonly string[] | null;
  /** How often the server is asked whether it is done, and for how long; milliseconds. */
  readonly patience?: { readonly everyMs: number; readonly allMs: number };
}

/** "none": the vault held none, and the server was not asked. */
export type RevokeOutcome = 'revoked' | 'none' | 'stopped';

const PATIENCE = { everyMs: 2_000, allMs: 600_000 };

/**
 * Ends the registration at the server, waits until it refuses the secret, and lets the vault forget it.
 * @param awaiting is handed the command that is to be run on the server, or is being run.
 * @throws {UsageError} when the server goes on accepting it: the vault keeps it, so that this is known.
 */
export async function revokeApp(
  config: Config,
  { stop, ...context }: AppContext,
  { occ, patience = PATIENCE }: RevokeOrder,
  awaiting: (commands: readonly OccWords[]) => void,
): Promise<RevokeOutcome> {
  const vault = await vaultOf(config, { stop, ...context });
  const registration = vault.registration();
  if (registration !== null) await assertServes(config);
  const accepts = async () =>
    registration !== null && (await stateOf(config, registration.secret)) !== 'refused';
  if (registration === null || (await accepts())) {
    awaiting([UNREGISTER]);
    if (occ !== null) await runOcc(occ, UNREGISTER, '--occ', stop);
    if (registration === null) return 'none';
    const until = performance.now() + (occ === null ? patience.allMs : 0);
    // Only the first refusal counts at the server as an attempt to guess, and it ends this.
    while (await accepts()) {
      if (stop.aborted) return 'stopped';
      if (performance.now() >= until) throw new UsageError(STILL_ACCEPTED);
      await pause(patience.everyMs, undefined, { signal: stop }).catch(() => {});
    }
  }
  await vault.putRegistration(null);
  return 'revoked';
}

const STILL_ACCEPTED =
  'The Nextcloud of server.url still accepts the registration: run the command there, on its own server, and this again. The vault keeps it.';
