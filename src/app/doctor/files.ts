import type { Config } from '../../config/load.ts';
import { UsageError } from '../../model/errors.ts';
import type { AppContext } from '../context.ts';
import { directoryOf } from '../directory.ts';
import { templatesOf } from '../report/templates.ts';
import { wordsOf } from '../report/wording.ts';
import { chatWebhook, heartbeatAddress } from '../secrets.ts';
import { type Diagnosis, failure, ok } from './diagnosis.ts';

/** The files that the config names beside passwords of server and mail: whether each can be read, and makes sense. */
export function examineFiles(config: Config, { environment }: AppContext): readonly Diagnosis[] {
  const { members, templates, admins } = config;
  return [
    ...tried('directory', members.directory, () => directoryOf(config)),
    ...tried('templates', templates?.directory, () => {
      templatesOf(config);
      wordsOf(config);
    }),
    ...tried('webhook', admins.mattermost?.webhookFile, () => chatWebhook(config, environment)),
    ...tried('heartbeat', admins.heartbeat?.urlFile, () => heartbeatAddress(config, environment)),
  ];
}

function tried(what: string, path: string | undefined, read: () => unknown): readonly Diagnosis[] {
  if (path === undefined) return [];
  try {
    read();
    return [ok(what, `${path} can be read`)];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [failure(what, error.message, null, 'ours')];
  }
}
