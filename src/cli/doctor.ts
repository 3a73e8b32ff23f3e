import { clientOf } from '../app/open.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';
import { type Diagnosis, lineOf, ok } from './diagnosis.ts';
import { examineDisk, examineMail, examineStore } from './doctor-machine.ts';
import { examineMembers } from './doctor-members.ts';
import { examineServer } from './doctor-server.ts';

interface DoctorOptions {
  readonly member?: string;
  readonly json?: boolean;
}

/** `menage doctor`: looks at everything that a run needs. Ends as an audit would: 2 for what is ours, 4 for the server, 3 for the rest. */
export async function doctor(context: Context, options: DoctorOptions): Promise<ExitCode> {
  const config = configOf(context);
  const client = await clientOf(config);
  try {
    const server = await examineServer(client, config, context);
    const all = [
      ok('config', config.file),
      ...server.rows,
      ...(await examineMembers(client, config, context, server.accounts, options.member)),
      ...(await examineStore(config, context)),
      examineDisk(config),
      ...(await examineMail(config, context)),
    ];
    const shown = all.map(({ what, state, detail, remedy }) => ({ what, state, detail, remedy }));
    if (options.json === true) context.document(JSON.stringify(shown, null, 2));
    else context.out(all.map(lineOf).join('\n'));
    return exitCodeOf(all);
  } finally {
    client.close();
  }
}

/** What is ours to correct comes first: an audit would not even ask the server. */
function exitCodeOf(all: readonly Diagnosis[]): ExitCode {
  const codes = all.flatMap(({ exitCode }) => (exitCode === undefined ? [] : [exitCode]));
  return [EXIT.usage, EXIT.unusable, EXIT.partial].find((code) => codes.includes(code)) ?? EXIT.done;
}
