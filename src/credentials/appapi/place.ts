import { isIP } from 'node:net';
import { basename } from 'node:path';
import { UsageError } from '../../model/errors.ts';
import { isLoopback } from '../../model/network/loopback.ts';

const CONTAINER =
  'occ runs in a container: unless that shares the network of this machine, its 127.0.0.1 is not ours. Then name the host as containers reach it, as in --listen 172.17.0.1:PORT --insecure.';
const OTHER_MACHINE = `occ runs on another machine: keep "${tunnelCommand('127.0.0.1', 'PORT')}" open beside this, by which Nextcloud reaches us.`;

/** Where menage listens for Nextcloud. */
export interface ListenPlace {
  readonly host: string;
  /** 0 = any that is free. */
  readonly port: number;
}

export const USUAL_PLACE: ListenPlace = { host: '127.0.0.1', port: 23_901 };

/**
 * Reads `HOST:PORT`, `[::1]:PORT` or a host alone.
 * @throws {UsageError} where it is none, or all addresses at once, of which none can be named to Nextcloud.
 */
export function placeIn(text: string): ListenPlace {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:\s/]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? USUAL_PLACE.port : Number(digits);
  if (host === undefined || port > 65_535 || (bracketed !== undefined && isIP(bracketed) !== 6))
    throw new UsageError(`--listen ${text} is no place to listen: write HOST:PORT, as in 127.0.0.1:23901.`);
  if (['0.0.0.0', '::', '*'].includes(host))
    throw new UsageError(
      `--listen ${text} means all addresses of this machine: name the one at which the Nextcloud server reaches it.`,
    );
  return { host, port };
}

/** The host as a URL has it: IPv6 in brackets. */
export function urlHost({ host }: ListenPlace): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/**
 * By which Nextcloud on another machine reaches us. Where another program holds the port there, ssh alone would only
 * warn, and that program be handed the secret.
 */
export function tunnelCommand(host: string, port: number | string): string {
  return `ssh -o ExitOnForwardFailure=yes -R ${port}:${host}:${port} SERVER`;
}

/** Programs that run a command where 127.0.0.1 is another machine's, or another network's. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ...['docker', 'podman', 'nerdctl', 'kubectl', 'lxc', 'incus'].map((name) => [name, CONTAINER] as const),
  ['ssh', OTHER_MACHINE],
]);

/** Why Nextcloud may not reach a loopback address, by how its occ is called; null where nothing speaks for it. */
export function unreachedHint(occ: readonly string[], place: ListenPlace): string | null {
  if (!isLoopback(urlHost(place))) return null;
  const hints = occ.flatMap((word) => ELSEWHERE.get(basename(word)) ?? []);
  return hints[0]?.replaceAll('PORT', String(place.port)) ?? null;
}

/**
 * The secret comes in clear over http, and opens every account: it may cross no network.
 * @throws {UsageError} for another place than this machine without TLS, unless somebody insists.
 */
export function assertPrivate(
  place: ListenPlace,
  { tls, insecure }: { tls: boolean; insecure: boolean },
): void {
  if (tls || insecure || isLoopback(urlHost(place))) return;
  throw new UsageError(
    `--listen ${urlHost(place)}:${place.port} is not this machine alone, and Nextcloud sends there, in clear, a secret that opens every account. ` +
      `Best run "${tunnelCommand(USUAL_PLACE.host, USUAL_PLACE.port)}" beside this and leave --listen out; or name a certificate with --tls-cert and --tls-key; or, ` +
      'where that network is yours alone (as between containers of one machine), add --insecure.',
  );
}
