import type { Config } from '../../config/load.ts';
import type { AppContext } from '../context.ts';
import { clientOf } from '../open.ts';
import { type Diagnosis, ok } from './diagnosis.ts';
import { examineFiles } from './files.ts';
import { examineDisk, examineMail, examineStore } from './machine.ts';
import { examineMembers } from './members.ts';
import { examineServer } from './server.ts';

/**
 * Looks at everything that a run needs, and changes nothing: config, server, administrator, app passwords, files, store, disk, mail.
 * @param member whose tree is to be tried, too; undefined = nobody's.
 */
export async function diagnose(
  config: Config,
  context: AppContext,
  member: string | undefined,
): Promise<readonly Diagnosis[]> {
  const client = await clientOf(config);
  try {
    const server = await examineServer(client, config, context);
    return [
      ok('config', config.file),
      ...server.rows,
      ...(await examineMembers(client, config, context, server.accounts, member)),
      ...examineFiles(config, context),
      ...(await examineStore(config, context)),
      examineDisk(config),
      ...(await examineMail(config, context)),
    ];
  } finally {
    client.close();
  }
}
