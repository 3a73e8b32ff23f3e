import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../../config/load.ts';
import { smtpTransport } from '../../deliver/transport.ts';
import { MenageError } from '../../model/errors.ts';
import { isPostgresAddress } from '../../model/network/postgres-address.ts';
import { oddRecords } from '../../model/odd-record.ts';
import { isStoreMade } from '../../store/look.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { mailGaps } from '../mail-gaps.ts';
import { withStore } from '../open.ts';
import { mailPassword } from '../secrets.ts';
import { storeLocation } from '../store-location.ts';
import { type Diagnosis, failure, ok, warning } from './diagnosis.ts';
import type { DoctorWords } from './words.ts';

/** Whether the store is sound: the file, and every row in it that a command reads. */
export async function examineStore(
  config: Config,
  context: AppContext,
  { say, problem }: DoctorWords,
): Promise<readonly Diagnosis[]> {
  const what = say('doctor.store');
  const { store: file } = config;
  try {
    if (!(await isStoreMade(storeLocation(config, context.environment))))
      return [ok(what, say('doctor.storeToCome', { store: file }))];
    return await withStore(config, context, async (store) => {
      const broken = await store.integrity();
      if (broken !== null) return [failure(what, broken, say('doctor.storeBroken'))];
      await readAll(store);
      const odd = store.unreadable();
      if (odd.length === 0) return [ok(what, say('doctor.storeSound', { store: file }))];
      const detail = say('doctor.storeOdd', { records: oddRecords(odd) });
      return [warning(what, detail, say('doctor.storeOddHow'))];
    });
  } catch (error) {
    return [failure(what, problem(error), say('doctor.storeHow'))];
  }
}

async function readAll({ members, spaces, runs, outbox }: Store): Promise<void> {
  await members.known();
  const rows = await members.list();
  await spaces.list();
  await spaces.looks();
  await runs.usageHistory(rows.map(({ id }) => id));
  await outbox.sent();
}

const LITTLE_ROOM = 1024 ** 3;

/** Whether there is room beside the store; of a database server the room is not known here. */
export function examineDisk(config: Config, { say }: DoctorWords): Diagnosis {
  const isElsewhere = isPostgresAddress(config.store);
  const folder =
    !isElsewhere && existsSync(dirname(config.store)) ? dirname(config.store) : dirname(config.file);
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((Number(bavail) * Number(bsize)) / 1024 ** 2);
  const detail = say(isElsewhere ? 'doctor.diskFreeConfig' : 'doctor.diskFree', { n: free });
  return free * 1024 ** 2 >= LITTLE_ROOM
    ? ok(say('doctor.disk'), detail)
    : warning(say('doctor.disk'), detail, say('doctor.diskHow'));
}

/** Whether mails can go, and the mail server answers and lets us in. Sends nothing. */
export async function examineMail(
  config: Config,
  context: AppContext,
  words: DoctorWords,
): Promise<readonly Diagnosis[]> {
  const { say } = words;
  const how = say('doctor.set', { file: config.file });
  const gaps = mailGaps(config, say).map((gap) => warning(say('doctor.mail'), gap, how));
  const { transport } = config.mail;
  return transport === undefined
    ? gaps
    : [await examineTransport(transport, config, context, words), ...gaps];
}

async function examineTransport(
  transport: string,
  config: Config,
  context: AppContext,
  { say, problem: problemOf }: DoctorWords,
): Promise<Diagnosis> {
  const what = say('doctor.mail');
  try {
    const password = mailPassword(config, context.environment);
    const { insecure } = config.mail;
    const problem = await smtpTransport({ address: transport, password, insecure }).verify();
    if (problem !== null) return failure(what, `${transport}: ${problem}`, say('doctor.mailHow'));
    if (password === null && new URL(transport).username !== '')
      return warning(what, say('doctor.mailNoPassword', { transport }), say('doctor.mailNoPasswordHow'));
    return ok(what, say('doctor.mailAnswers', { transport }));
  } catch (error) {
    if (error instanceof MenageError) return failure(what, problemOf(error), null);
    throw error;
  }
}
