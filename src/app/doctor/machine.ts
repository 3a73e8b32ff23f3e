import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../../config/load.ts';
import { smtpTransport } from '../../deliver/transport.ts';
import { MenageError, messageOf } from '../../model/errors.ts';
import { oddRecords } from '../../model/odd-record.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { mailGaps } from '../mail-gaps.ts';
import { withStore } from '../open.ts';
import { mailPassword } from '../secrets.ts';
import { type Diagnosis, failure, ok, warning } from './diagnosis.ts';

/** Whether the store is sound: the file, and every row in it that a command reads. */
export async function examineStore(config: Config, context: AppContext): Promise<readonly Diagnosis[]> {
  if (!existsSync(config.store)) return [ok('store', `${config.store} will be made by the first run`)];
  try {
    return await withStore(config, context, async (store) => {
      const broken = await store.integrity();
      if (broken !== null) return [failure('store', broken, 'restore it from a backup')];
      await readAll(store);
      const odd = store.unreadable();
      if (odd.length === 0) return [ok('store', `${config.store} is sound`)];
      const remedy = 'nothing: the next run writes sound rows, and "menage purge" ends with old ones';
      return [warning('store', `not readable: ${oddRecords(odd)}`, remedy)];
    });
  } catch (error) {
    return [failure('store', messageOf(error), 'correct "store" in the config')];
  }
}

async function readAll({ members, spaces, runs, outbox }: Store): Promise<void> {
  await members.known();
  await members.list();
  await spaces.list();
  await spaces.looks();
  await runs.usageHistory();
  await outbox.sent();
}

const LITTLE_ROOM = 1024 ** 3;

/** Whether there is room beside the store. */
export function examineDisk(config: Config): Diagnosis {
  const folder = existsSync(dirname(config.store)) ? dirname(config.store) : dirname(config.file);
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((Number(bavail) * Number(bsize)) / 1024 ** 2);
  const detail = `${free} MB free beside the store`;
  return free * 1024 ** 2 >= LITTLE_ROOM
    ? ok('disk', detail)
    : warning('disk', detail, 'make room: a run that fills the disk keeps the old state');
}

const MAIL_REMEDY = 'correct mail.transport, or the password in mail.passwordFile';
const FORGOTTEN_PASSWORD =
  'name the password in mail.passwordFile, or take the user out of mail.transport: menage sends without a login';

/** Whether mails can go, and the mail server answers and lets us in. Sends nothing. */
export async function examineMail(config: Config, context: AppContext): Promise<readonly Diagnosis[]> {
  const gaps = mailGaps(config).map((gap) => warning('mail', gap, `set it in ${config.file}`));
  const { transport } = config.mail;
  return transport === undefined ? gaps : [await examineTransport(transport, config, context), ...gaps];
}

async function examineTransport(transport: string, config: Config, context: AppContext): Promise<Diagnosis> {
  try {
    const password = mailPassword(config, context.environment);
    const { insecure } = config.mail;
    const problem = await smtpTransport({ address: transport, password, insecure }).verify();
    if (problem !== null) return failure('mail', `${transport}: ${problem}`, MAIL_REMEDY);
    if (password === null && new URL(transport).username !== '')
      return warning('mail', `${transport} answers, but the user has no password`, FORGOTTEN_PASSWORD);
    return ok('mail', `${transport} answers`);
  } catch (error) {
    if (error instanceof MenageError) return failure('mail', error.message, null);
    throw error;
  }
}
