import type { RegisterOrder } from '../../app/credentials/register-app.ts';
import type { Config } from '../../config/load.ts';
import type { TlsPair } from '../../credentials/appapi/listener.ts';
import { placeIn, USUAL_PLACE } from '../../credentials/appapi/place.ts';
import type { Front } from '../../credentials/appapi/proxy-rule.ts';
import { typedWords } from '../../credentials/occ.ts';
import { readNamedFile } from '../../files/read.ts';
import { whyUnread } from '../../files/why-unread.ts';
import { UsageError } from '../../model/errors.ts';

/** The options of `menage credentials appapi`, and of the commands below it. */
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

/**
 * The options stand on the command above, so that each could be typed here as well.
 * @throws {UsageError} for those that only print: who asks for a text wants nothing changed.
 */
export function assertChanges({ announcement, proxyRule, from }: AppApiOptions): void {
  if (announcement === undefined && proxyRule === undefined && from === undefined) return;
  throw new UsageError(
    '--announcement, --proxy-rule and --from belong to "menage credentials appapi" alone. Nothing was done.',
  );
}

/** @throws {UsageError} for what is no place, no command, or no file of that kind. */
export function placeOf(config: Config, options: AppApiOptions): Omit<RegisterOrder, 'renew' | 'patience'> {
  return {
    place: options.listen === undefined ? USUAL_PLACE : placeIn(options.listen),
    tls: tlsOf(options),
    insecure: options.insecure === true,
    occ: occOf(config, options),
  };
}

/** The words that run occ; null where a person pastes the commands. */
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
