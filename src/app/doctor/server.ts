import type { Config } from '../../config/load.ts';
import { MenageError, messageOf, RequestError, UsageError } from '../../model/errors.ts';
import { type OddRecord, oddSentence } from '../../model/odd-record.ts';
import type { Reason } from '../../model/reasons/reason.ts';
import { reasonSentence } from '../../model/reasons/sentence.ts';
import { isoUtc } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { isOwnCloud } from '../../nextcloud/http/owncloud.ts';
import { type AccountRecord, listAccounts } from '../../nextcloud/ocs/accounts.ts';
import { readCapabilities } from '../../nextcloud/ocs/capabilities.ts';
import { closedBecause, isStranger, readStatus, type ServerStatus } from '../../nextcloud/ocs/status.ts';
import { adminLogin } from '../access.ts';
import { clocksDisagree } from '../clocks.ts';
import type { AppContext } from '../context.ts';
import { adminPasswordPlace, refusedAdmin } from '../refused-admin.ts';
import { unsupportedBecause } from '../unsupported.ts';
import { type Diagnosis, type Fault, failure, ok, warning } from './diagnosis.ts';
import { examineNames } from './names.ts';

export interface ServerDiagnosis {
  readonly rows: readonly Diagnosis[];
  /** Every account; null where the administrator could not ask. */
  readonly accounts: readonly AccountRecord[] | null;
}

/** Whether the server answers as a Nextcloud or an ownCloud 10, and lets the administrator look around. */
export async function examineServer(
  client: Client,
  config: Config,
  context: AppContext,
): Promise<ServerDiagnosis> {
  const { url } = config.server;
  try {
    const status = await readStatus(client.as(null));
    if (isStranger(status)) return broken('server', reasonSentence([status.stranger]), null, 'ours');
    const unsupported = unsupportedBecause(status, url);
    if (unsupported !== null)
      return broken(
        'server',
        unsupported,
        'set server.url to a Nextcloud or an ownCloud 10: menage reads no other server',
        'ours',
      );
    const closed = closedBecause(status);
    if (closed !== null) return brokenWhile(closed, url);
    const { rows, accounts } = await examineAdmin(client, config, context);
    return { rows: [...answers(status, url), clockOf(status, context.now()), ...rows], accounts };
  } catch (error) {
    // A server that was not reached says what to do.
    const wasReached = !(error instanceof RequestError) || error.status !== null;
    return broken('server', messageOf(error), wasReached ? `look at ${url} and its log` : null, 'server');
  }
}

/** What answers, and of an ownCloud what is read there and what it does not tell. */
function answers({ product, version }: ServerStatus, url: string): readonly Diagnosis[] {
  if (product !== 'owncloud') return [ok('server', `Nextcloud ${version} at ${url}`)];
  return [
    ok('server', `ownCloud ${version} at ${url}`),
    ok('known there', 'accounts, groups, own files with their exact sum, received folders, links and shares'),
    ok(
      'not known there',
      'the default quota, upload times, sizes of folders in the trash bin, its own count of shares; app passwords are made and deleted by the members in ownCloud',
    ),
  ];
}

function brokenWhile(closed: 'maintenance' | 'upgrade', url: string): ServerDiagnosis {
  return closed === 'maintenance'
    ? broken('server', `${url} is in maintenance`, 'try again later', 'server')
    : broken(
        'server',
        `${url} waits for its upgrade`,
        'run "occ upgrade" there, or open it in a browser',
        'server',
      );
}

function broken(what: string, detail: string, remedy: string | null, fault: Fault): ServerDiagnosis {
  return { rows: [failure(what, detail, remedy, fault)], accounts: null };
}

/** The header has whole seconds, and the answer was under way. */
const CLOCKS_AGREE_MS = 60_000;

function clockOf({ clock }: ServerStatus, now: UtcMs): Diagnosis {
  if (clock === null)
    return warning('clock', 'the server does not tell its time', 'compare the clocks by hand');
  const seconds = Math.round((now - clock) / 1000);
  if (Math.abs(now - clock) <= CLOCKS_AGREE_MS) return ok('clock', 'agrees with the clock of the server');
  if (clocksDisagree(clock, now)) {
    const both = `this machine says ${isoUtc(now)}, the server ${isoUtc(clock)}`;
    return failure(
      'clock',
      both,
      'set both clocks by NTP: until then nothing is read, sent or erased',
      'server',
    );
  }
  const detail = `this machine is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the server`;
  return warning('clock', detail, 'set both clocks by NTP: the age of files and links is judged by them');
}

async function examineAdmin(client: Client, config: Config, context: AppContext): Promise<ServerDiagnosis> {
  const { user, passwordFile } = config.server.admin;
  try {
    const admin = await adminLogin(config, context);
    try {
      return await lookAround(client.as(admin), config, user);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { failure: why } = error;
      if (why !== 'unauthorised' && why !== 'forbidden') throw error;
      const place = adminPasswordPlace(passwordFile);
      return broken('administrator', refusedAdmin(admin, why, config.server.url, place), null, 'ours');
    }
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    const isOurs = error instanceof UsageError;
    const remedy = isOurs ? null : 'try again later, or look at the log of the server';
    return broken('administrator', error.message, remedy, isOurs ? 'ours' : 'server');
  }
}

async function lookAround(session: Session, config: Config, user: string): Promise<ServerDiagnosis> {
  const { allowListed } = await readCapabilities(session);
  const list = await listAccounts(session);
  const { records: accounts, odd, pastBound } = list;
  return {
    rows: [
      ok('administrator', `${user} sees ${accounts.length} accounts`),
      ...oddAccounts(odd),
      ...cutList(pastBound),
      ...(await examineNames(session, config, list)),
      ...(isOwnCloud(session) ? [] : [bruteForceOf(allowListed)]),
    ],
    accounts,
  };
}

function cutList(pastBound: Reason | null): readonly Diagnosis[] {
  if (pastBound === null) return [];
  return [
    warning(
      'accounts',
      reasonSentence([pastBound]),
      'raise that bound if the server really has so many, else look at it',
    ),
  ];
}

function oddAccounts(odd: readonly OddRecord[]): readonly Diagnosis[] {
  const what = oddSentence(odd);
  if (what === null) return [];
  return [warning('accounts', what, 'look at these accounts in Nextcloud (Accounts) and in its log')];
}

function bruteForceOf(allowListed: boolean | null): Diagnosis {
  if (allowListed === true) return ok('brute-force protection', 'this machine is on the allow-list');
  return warning(
    'brute-force protection',
    allowListed === null ? 'the server does not say' : 'this machine is not on the allow-list',
    'add its address in Administration › Security (app "Brute-force settings")',
  );
}
