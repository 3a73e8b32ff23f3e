import type { Config } from '../../config/load.ts';
import type { AppContext } from '../context.ts';
import { clientOf } from '../open.ts';
import { type Diagnosis, ok } from './diagnosis.ts';
import { examineFiles } from './files.ts';
import { examineDisk, examineMail, examineStore } from './machine.ts';
import { examineMembers } from './members.ts';
import { examinePortal } from './portal.ts';
import { examineServer } from './server.ts';
import { type DoctorWords, doctorWords } from './words.ts';

/**
 * Looks at everything that a run needs, and changes nothing: config, server, administrator, app passwords, files, store, disk, mail.
 * @param member whose tree is to be tried, too; undefined = nobody's.
 * @param words of the reader's language; English unless given.
 */
export async function diagnose(
  config: Config,
  context: AppContext,
  member: string | undefined,
  words: DoctorWords = doctorWords('en'),
): Promise<readonly Diagnosis[]> {
  const client = await clientOf(config);
  try {
    const server = await examineServer(client, config, context, words);
    return [
      ok(words.say('doctor.config'), config.file),
      ...server.rows,
      ...(await examineMembers({ client, config, context, words }, server.accounts, member)),
      ...examinePortal(config, server.accounts, words),
      ...examineFiles(config, context, words),
      ...(await examineStore(config, context, words)),
      examineDisk(config, words),
      ...(await examineMail(config, context, words)),
    ];
  } finally {
    client.close();
  }
}
