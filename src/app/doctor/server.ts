import type { Config } from '../../config/load.ts';
import { MenageError, RequestError, UsageError } from '../../model/errors.ts';
import { type OddRecord, oddSentence } from '../../model/odd-record.ts';
import type { Reason } from '../../model/reasons/reason.ts';
import { isoUtc } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { isOwnCloud } from '../../nextcloud/http/owncloud.ts';
import { type AccountRecord, listAccounts } from '../../nextcloud/ocs/accounts.ts';
import { readCapabilities } from '../../nextcloud/ocs/capabilities.ts';
import { closedBecause, isStranger, readStatus, type ServerStatus } from '../../nextcloud/ocs/status.ts';
import type { SayLine } from '../../report/text/lines.ts';
import { adminLogin } from '../access.ts';
import { clocksDisagree } from '../clocks.ts';
import type { AppContext } from '../context.ts';
import { adminPasswordPlace, refusedAdmin } from '../refused-admin.ts';
import { unsupportedBecause } from '../unsupported.ts';
import { type Diagnosis, type Fault, failure, ok, warning } from './diagnosis.ts';
import { examineNames } from './names.ts';
import type { DoctorWords } from './words.ts';

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
  words: DoctorWords,
): Promise<ServerDiagnosis> {
  const { url } = config.server;
  const { say } = words;
  const what = say('doctor.server');
  try {
    const status = await readStatus(client.as(null));
    if (isStranger(status)) return broken(what, words.because(status.stranger), null, 'ours');
    const unsupported = unsupportedBecause(status, url);
    if (unsupported !== null) return broken(what, unsupported, say('doctor.unsupported'), 'ours');
    const closed = closedBecause(status);
    if (closed !== null) return brokenWhile(closed, url, say);
    const { rows, accounts } = await examineAdmin(client, config, context, words);
    return { rows: [...answers(status, url, say), clockOf(status, context.now(), say), ...rows], accounts };
  } catch (error) {
    // A server that was not reached says what to do.
    const wasReached = !(error instanceof RequestError) || error.status !== null;
    return broken(what, words.problem(error), wasReached ? say('doctor.serverLog', { url }) : null, 'server');
  }
}

/** What answers, and of an ownCloud what is read there and what it does not tell. */
function answers({ product, version }: ServerStatus, url: string, say: SayLine): readonly Diagnosis[] {
  const server = product === 'owncloud' ? 'ownCloud' : 'Nextcloud';
  const row = ok(say('doctor.server'), say('doctor.answers', { server, version, url }));
  if (product !== 'owncloud') return [row];
  return [
    row,
    ok(say('doctor.known'), say('doctor.knownHow')),
    ok(say('doctor.unknown'), say('doctor.unknownHow')),
  ];
}

function brokenWhile(closed: 'maintenance' | 'upgrade', url: string, say: SayLine): ServerDiagnosis {
  const what = say('doctor.server');
  return closed === 'maintenance'
    ? broken(what, say('doctor.maintenance', { url }), say('doctor.later'), 'server')
    : broken(what, say('doctor.upgrade', { url }), say('doctor.upgradeHow'), 'server');
}

function broken(what: string, detail: string, remedy: string | null, fault: Fault): ServerDiagnosis {
  return { rows: [failure(what, detail, remedy, fault)], accounts: null };
}

/** The header has whole seconds, and the answer was under way. */
const CLOCKS_AGREE_MS = 60_000;

function clockOf({ clock }: ServerStatus, now: UtcMs, say: SayLine): Diagnosis {
  const what = say('doctor.clock');
  if (clock === null) return warning(what, say('doctor.noClock'), say('doctor.compare'));
  if (Math.abs(now - clock) <= CLOCKS_AGREE_MS) return ok(what, say('doctor.clockAgrees'));
  if (clocksDisagree(clock, now)) {
    const both = say('doctor.clocks', { own: isoUtc(now), server: isoUtc(clock) });
    return failure(what, both, say('doctor.clocksHow'), 'server');
  }
  const seconds = Math.round((now - clock) / 1000);
  const way = seconds > 0 ? 'ahead' : 'behind';
  return warning(
    what,
    say('doctor.clockOff', { seconds: Math.abs(seconds), way }),
    say('doctor.clockOffHow'),
  );
}

async function examineAdmin(
  client: Client,
  config: Config,
  context: AppContext,
  words: DoctorWords,
): Promise<ServerDiagnosis> {
  const { say, problem } = words;
  const what = say('doctor.administrator');
  const { user, passwordFile } = config.server.admin;
  try {
    const admin = await adminLogin(config, context);
    try {
      return await lookAround(client.as(admin), config, user, words);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { failure: why } = error;
      if (why !== 'unauthorised' && why !== 'forbidden') throw error;
      const place = adminPasswordPlace(passwordFile);
      return broken(what, refusedAdmin(admin, why, config.server.url, place), null, 'ours');
    }
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    const isOurs = error instanceof UsageError;
    const remedy = isOurs ? null : say('doctor.administratorHow');
    return broken(what, problem(error), remedy, isOurs ? 'ours' : 'server');
  }
}

async function lookAround(
  session: Session,
  config: Config,
  user: string,
  words: DoctorWords,
): Promise<ServerDiagnosis> {
  const { say } = words;
  const { allowListed } = await readCapabilities(session);
  const list = await listAccounts(session);
  const { records: accounts, odd, pastBound } = list;
  return {
    rows: [
      ok(say('doctor.administrator'), say('doctor.sees', { user, n: accounts.length })),
      ...oddAccounts(odd, say),
      ...cutList(pastBound, words),
      ...(await examineNames(session, config, list, say)),
      ...(isOwnCloud(session) ? [] : [bruteForceOf(allowListed, say)]),
    ],
    accounts,
  };
}

function cutList(pastBound: Reason | null, { say, because }: DoctorWords): readonly Diagnosis[] {
  if (pastBound === null) return [];
  return [warning(say('doctor.accounts'), because(pastBound), say('doctor.accountsBound'))];
}

function oddAccounts(odd: readonly OddRecord[], say: SayLine): readonly Diagnosis[] {
  const what = oddSentence(odd);
  if (what === null) return [];
  return [warning(say('doctor.accounts'), what, say('doctor.accountsOdd'))];
}

function bruteForceOf(allowListed: boolean | null, say: SayLine): Diagnosis {
  const what = say('doctor.bruteForce');
  if (allowListed === true) return ok(what, say('doctor.allowed'));
  const detail = say(allowListed === null ? 'doctor.allowedUnknown' : 'doctor.notAllowed');
  return warning(what, detail, say('doctor.allowedHow'));
}
