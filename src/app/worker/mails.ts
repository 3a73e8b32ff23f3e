import { PartialError } from '../../model/errors.ts';
import type { RunId } from '../../model/ids.ts';
import { CHAT_KEY } from '../../model/mail.ts';
import { addJob } from '../../queue/add-job.ts';
import type { JobOf } from '../../queue/job.ts';
import type { Delivery } from '../../store/store.ts';
import { beat } from '../heartbeat.ts';
import { inviteMembers } from '../portal/invite.ts';
import { reportInput } from '../report/input.ts';
import { templatesOf } from '../report/templates.ts';
import { wordsOf } from '../report/wording.ts';
import { reportAndSend } from '../report-and-send.ts';
import { heartbeatAddress, sendingSecrets } from '../secrets.ts';
import type { Sending } from '../send/round.ts';
import { queueRun, type Sent, senderOf } from '../send/send.ts';
import type { JobSetting, NextJob } from './job-setting.ts';

/** So that what sending lacks shows before anybody is read: sender, templates, wordings, secrets. */
export async function assertMailsMayLeave(setting: JobSetting): Promise<void> {
  templatesOf(setting.config);
  wordsOf(setting.config);
  sendingOf(setting);
  await watch(setting, 'start');
}

/** Decides which mails of a run leave: the decision, the outbox and the job that hands them over stand together, or none does. */
export async function decideMails(setting: JobSetting, run: RunId): Promise<void> {
  const { store, config, context, instance } = setting;
  const input = await reportInput(store, config, wordsOf(config), run);
  const sending = sendingOf(setting);
  // Why mails are held is reported by who hands them over.
  const quiet = { ...context, log: { warn: () => undefined } };
  const { members, heldMembers } = await store.atomically(async (within, statements) => {
    const plan = await queueRun(within, config, input, quiet, sending);
    await addJob(statements, { kind: 'deliver', instance: instance.name, run }, {});
    return plan;
  });
  context.log.info({ run, mails: members - heldMembers, held: heldMembers }, 'Mails queued');
}

/**
 * Writes the report of a run and hands its mails over; never one twice.
 * @throws {PartialError} when some wait: the queue tries again.
 */
export async function deliver(setting: JobSetting, job: JobOf<'deliver'>): Promise<readonly NextJob[]> {
  const { store, config, context, instance } = setting;
  const { run } = job;
  const sending = sendingOf(setting);
  const { sent } = await reportAndSend(store, config, context, run, sending, () => undefined);
  if (config.portal !== undefined && sent.delivery.held.length === 0)
    await inviteMembers(store, config, context, sending);
  const waiting = await waitingIn(setting, sent);
  const { name } = instance;
  context.log.info({ run, sent: sent.summary.sentNow, waiting, held: sent.held }, 'Mails handed over');
  if (waiting > 0 && context.stop.aborted) return [{ job, how: {} }];
  await watch(setting, sent.isComplete ? 'success' : 'fail');
  if (waiting === 0) {
    await setting.noteEnd('mails', null);
    return [];
  }
  const cause = sent.stop === null ? 'the mail server did not take them' : sent.stop.reply;
  throw new PartialError(
    `${waiting} messages of run ${run} of ${name} wait: ${cause}. They go with the next try.`,
  );
}

/** How many messages are in the outbox that were to leave and did not. */
async function waitingIn({ store, config }: JobSetting, { summary }: Sent): Promise<number> {
  const isWaiting = ({ state }: Delivery) => state === 'queued' || state === 'deferred';
  const chat = config.admins.mattermost === undefined ? [] : (await store.outbox.under(CHAT_KEY)).slice(0, 1);
  return [...summary.notHandedOver, ...chat].filter(isWaiting).length;
}

function sendingOf({ config, context }: JobSetting): Sending {
  return {
    sender: senderOf(config),
    secrets: sendingSecrets(config, context.environment),
    yes: false,
    retryRefused: false,
    // The first mails of an instance are released by hand.
    agreeFirst: async () => false,
  };
}

async function watch({ config, context }: JobSetting, moment: 'start' | 'success' | 'fail'): Promise<void> {
  await beat(heartbeatAddress(config, context.environment), context, moment);
}
