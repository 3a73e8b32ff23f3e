import { APP_ID, APP_VERSION } from '../../model/secret.ts';
import { shellWord } from '../../model/text/shell-word.ts';

/** As the server's list of external apps shows it. */
const NAME = 'Menage';

/** Where the server reaches menage while it registers. */
export interface ReachedAt {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

/** The words of one command of occ. No secret is among them: Nextcloud makes it, and hands it over in a request. */
export type OccWords = readonly string[];

/** The two commands that register menage: where it is reached (kept by the server, harmless to repeat), and the app. */
export function registerCommands(at: ReachedAt, serverUrl: string): readonly OccWords[] {
  const place = placeName(at);
  const info = { name: NAME, version: APP_VERSION, port: at.port };
  return [
    ['app_api:daemon:register', place, NAME, 'manual-install', at.protocol, at.host, serverUrl],
    ['app_api:app:register', APP_ID, place, '--json-info', JSON.stringify(info)],
  ];
}

/** The command that ends the registration: its secret is refused at once. Also without anybody listening (`--force`). */
export const UNREGISTER: OccWords = ['app_api:app:unregister', APP_ID, '--force'];

/**
 * The server keeps the first host that it was given for a name, whatever is said later: so each host has a name of its
 * own.
 */
function placeName({ protocol, host }: ReachedAt): string {
  if (protocol === 'http' && host === '127.0.0.1') return 'menage_host';
  return `menage_host_${protocol}_${host.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
}

/**
 * Commands for a terminal of the server, one a line.
 * @param occ how occ is called there, as one would type it.
 */
export function pastedCommands(occ: string, commands: readonly OccWords[]): string {
  return commands.map((words) => [occ, ...words.map(shellWord)].join(' ')).join('\n');
}
