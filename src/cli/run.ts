import { endSignalOf } from '../app/context.ts';
import { beat } from '../app/heartbeat.ts';
import { withLockedStore } from '../app/open.ts';
import { inviteMembers } from '../app/portal/invite.ts';
import { templatesOf } from '../app/report/templates.ts';
import { wordsOf } from '../app/report/wording.ts';
import { reportAndSend, reportRun } from '../app/report-and-send.ts';
import { heartbeatAddress, type SendingSecrets, sendingSecrets } from '../app/secrets.ts';
import type { Sending } from '../app/send/round.ts';
import { senderOf } from '../app/send/send.ts';
import { assertTestAddress, sendTest } from '../app/send/test-sending.ts';
import type { Config } from '../config/load.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
import { mayBeUsed } from '../model/run.ts';
import { parseDuration, timerMs } from '../model/units.ts';
import type { Store } from '../store/store.ts';
import { type AuditOptions, auditInto, exitCodeOf, showResult } from './audit.ts';
import { configOf } from './config.ts';
import { type Context, exitCodeAfter } from './context.ts';
import { showInvited } from './portal/invite.ts';
import { agreementTo, showSent, showTest } from './send.ts';

interface RunOptions extends AuditOptions {
  readonly yes?: boolean;
  readonly to?: string;
  readonly maxDuration?: string;
}

interface RunSetting extends AuditOptions, Pick<Sending, 'yes' | 'agreeFirst'> {
  readonly secrets: SendingSecrets;
  /** Where the mails go as a test instead of to whom they are for. */
  readonly to?: string;
}

/** `menage run`: audit, report and send, what cron calls. */
export async function run(context: Context, options: RunOptions): Promise<ExitCode> {
  if (options.to !== undefined) assertTestAddress(options.to);
  const config = configOf(context);
  senderOf(config);
  // A broken template or sentence, or a missing secret, must not show only after hours of reading.
  templatesOf(config);
  wordsOf(config);
  const secrets = sendingSecrets(config, context.environment);
  const watchdog = heartbeatAddress(config, context.environment);
  await beat(watchdog, context, 'start');
  let exitCode: ExitCode = EXIT.unforeseen;
  try {
    exitCode = await withLockedStore(config, context, 'menage run', (store) =>
      runInto(store, config, limited(context, options.maxDuration), {
        ...{ ...options, secrets },
        ...{ yes: options.yes === true, agreeFirst: agreementTo(context) },
      }),
    );
    return exitCode;
  } finally {
    await beat(watchdog, context, exitCode === EXIT.done || exitCode === EXIT.findings ? 'success' : 'fail');
  }
}

/** One run into an open store; the demo lets a month pass by the context's clock. */
export async function runInto(
  store: Store,
  config: Config,
  context: Context,
  options: RunSetting,
): Promise<ExitCode> {
  const outcome = await auditInto(store, config, context, options);
  await showResult(outcome, store, config, context, options);
  const audited = exitCodeOf(outcome, options.failOn, context);
  if (outcome.problem !== null) return audited;
  const { run } = outcome.result;
  // Standard output holds the JSON document then, and nothing else.
  const shown = options.json === '-' ? { ...context, quiet: true } : context;
  const sending = {
    ...{ sender: senderOf(config), secrets: options.secrets },
    ...{ yes: options.yes, agreeFirst: options.agreeFirst, retryRefused: false },
  };
  if (options.to !== undefined && mayBeUsed(run, 'tested')) {
    const target = { to: options.to, member: null };
    const { input, isPurged } = await reportRun(store, config, context, run.id);
    const tested = showTest(await sendTest(store, config, input, context, sending, target), target, shown);
    return tested === EXIT.done && isPurged ? audited : EXIT.partial;
  }
  if (!mayBeUsed(run, 'sent')) {
    if (run.scope === 'members') context.log.warn(notSent(run.id));
    return audited;
  }
  const { sent, isPurged } = await reportAndSend(store, config, context, run.id, sending, (ended) =>
    showSent(ended, shown),
  );
  // A run that looks unlike the last one invites nobody either.
  const isInvited =
    config.portal === undefined ||
    sent.delivery.held.length > 0 ||
    (await inviteNewcomers(store, config, shown, sending));
  const signal = endSignalOf(context);
  if (!sent.isComplete || !isInvited) return signal === null ? EXIT.partial : exitCodeAfter(signal);
  return isPurged ? audited : EXIT.partial;
}

/** Invites who came since, and delivers what else is due; the first invitations leave by "menage invite" alone. */
async function inviteNewcomers(
  store: Store,
  config: Config,
  context: Context,
  { sender, secrets }: Pick<Sending, 'sender' | 'secrets'>,
): Promise<boolean> {
  const how = { sender, secrets, yes: false, agreeFirst: async () => false };
  const invited = await inviteMembers(store, config, context, how);
  const { plan, summary } = invited;
  const isQuiet = plan.members.length + summary.sent + summary.failed.length + summary.left === 0;
  return isQuiet || showInvited(invited, context) === EXIT.done;
}

function notSent(run: number): string {
  return (
    `Run ${run} is of the members named by --member alone: no report of the month is written and nothing is sent by it. ` +
    `"menage report --run ${run}" shows it; "menage send" sends by the last run of all members.`
  );
}

/** The same context, asked to end after a while. */
function limited(context: Context, text: string | undefined): Context {
  if (text === undefined) return context;
  const duration = parseDuration(text);
  if (duration === null) throw new UsageError(`"${text}" is no duration: write it as in --max-duration 2h.`);
  return {
    ...context,
    stop: AbortSignal.any([context.stop, AbortSignal.timeout(timerMs(duration))]),
  };
}
