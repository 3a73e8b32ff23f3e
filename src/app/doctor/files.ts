import type { Config } from '../../config/load.ts';
import { UsageError } from '../../model/errors.ts';
import type { SayLine } from '../../report/text/lines.ts';
import type { AppContext } from '../context.ts';
import { directoryOf } from '../directory.ts';
import { templatesOf } from '../report/templates.ts';
import { wordsOf } from '../report/wording.ts';
import { chatWebhook, heartbeatAddress } from '../secrets.ts';
import { type Diagnosis, failure, ok } from './diagnosis.ts';
import type { DoctorWords } from './words.ts';

/** The files that the config names beside passwords of server and mail: whether each can be read, and makes sense. */
export function examineFiles(
  config: Config,
  { environment }: AppContext,
  { say }: DoctorWords,
): readonly Diagnosis[] {
  const tried = (what: string, path: string | undefined, read: () => unknown) =>
    triedFile(say, what, path, read);
  const { members, templates, admins } = config;
  return [
    ...tried(say('doctor.directory'), members.directory, () => directoryOf(config)),
    ...tried(say('doctor.templates'), templates?.directory, () => {
      templatesOf(config);
      wordsOf(config);
    }),
    ...tried(say('doctor.webhook'), admins.mattermost?.webhookFile, () => chatWebhook(config, environment)),
    ...tried(say('doctor.heartbeat'), admins.heartbeat?.urlFile, () => heartbeatAddress(config, environment)),
  ];
}

function triedFile(
  say: SayLine,
  what: string,
  path: string | undefined,
  read: () => unknown,
): readonly Diagnosis[] {
  if (path === undefined) return [];
  try {
    read();
    return [ok(what, say('doctor.fileRead', { path }))];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [failure(what, error.message, null, 'ours')];
  }
}
