import { smtpTransport } from '../../deliver/transport.ts';
import { MenageError, RequestError } from '../../model/errors.ts';
import { groupedBy } from '../../model/lists/grouped.ts';
import { isLoopback } from '../../model/network/loopback.ts';
import { reasonOf } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { Credential, Secret } from '../../model/secret.ts';
import { type Client, type ClientSettings, openClient } from '../../nextcloud/http/client.ts';
import { listAccounts } from '../../nextcloud/ocs/accounts.ts';
import { APP_API_SINCE } from '../../nextcloud/ocs/app-api.ts';
import { closedBecause, isStranger, readStatus } from '../../nextcloud/ocs/status.ts';
import { unsupportedBecause } from '../unsupported.ts';

/** What came of trying an answer: a value, or why it will not do. */
export type Tried<T> = { readonly value: T } | { readonly problem: Reason };

/** The server that the answers speak of. */
export type ServerAnswer = Pick<ClientSettings, 'url' | 'ca'>;

/** What the administrator sees of the server. */
export interface Sight {
  readonly accounts: number;
  /** By size, the largest first. */
  readonly groups: readonly { readonly id: string; readonly members: number }[];
  /** Of the account that asks; null where it has none. */
  readonly mail: string | null;
}

/** Somebody sits before it. */
const PATIENCE_MS = 10_000;

/** Whether a Nextcloud answers there; its version. */
export async function tryServer(server: ServerAnswer): Promise<Tried<string>> {
  return asking(server, async (client) => {
    const { url } = server;
    const status = await readStatus(client.as(null));
    if (isStranger(status)) return { problem: status.stranger };
    const unsupported = unsupportedBecause(status, url);
    if (unsupported !== null) return { problem: because('problem', { message: unsupported }) };
    const closed = closedBecause(status);
    return closed === null ? { value: status.version } : { problem: because(`run.${closed}`, { url }) };
  });
}

/** Whether a server of this version can be read by one registration; an ownCloud has lower numbers. */
export function hasAppApi(version: string): boolean {
  return Number.parseInt(version, 10) >= APP_API_SINCE;
}

/** Whether a login is taken, and may list the accounts; "refused": the account or its password is wrong. */
export async function tryLogin(
  server: ServerAnswer,
  credential: Credential,
): Promise<Tried<Sight | 'refused'>> {
  return asking<Sight | 'refused'>(server, async (client) => {
    // The product decides how accounts are listed.
    await readStatus(client.as(null));
    const listing = await unlessRefused(listAccounts(client.as(credential)));
    if (listing === 'refused') return { value: 'refused' };
    const { records } = listing;
    const places = records.flatMap(({ id, groups = [] }) => groups.map((group) => ({ id, group })));
    const groups = [...groupedBy(places, ({ group }) => group)].map(([id, own]) => ({
      id,
      members: own.length,
    }));
    return {
      value: {
        accounts: records.length,
        groups: groups.sort((a, b) => b.members - a.members || (a.id < b.id ? -1 : 1)),
        mail: records.find(({ id }) => id === credential.login)?.email || null,
      },
    };
  });
}

async function unlessRefused<T>(asked: Promise<T>): Promise<T | 'refused'> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RequestError && error.failure === 'unauthorised') return 'refused';
    throw error;
  }
}

/** Whether a mail server lets us in. Nothing is sent. */
export async function tryMailServer(address: string, password: Secret | null): Promise<Tried<null>> {
  const insecure = isLoopback(new URL(address).hostname);
  const message = await smtpTransport({ address, password, insecure }).verify();
  return message === null ? { value: null } : { problem: because('problem', { message }) };
}

async function asking<T>(
  server: ServerAnswer,
  ask: (client: Client) => Promise<Tried<T>>,
): Promise<Tried<T>> {
  let client: Client | null = null;
  try {
    client = await openClient({ ...server, concurrency: 1, idleTimeoutMs: PATIENCE_MS, maxTries: 1 });
    return await ask(client);
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    return { problem: reasonOf(error) };
  } finally {
    client?.close();
  }
}
