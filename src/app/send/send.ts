import { resolve } from 'node:path';
import type { Config } from '../../config/load.ts';
import { writeMails } from '../../deliver/folder.ts';
import { queueMails } from '../../deliver/outbox.ts';
import { writeOutput } from '../../files/write.ts';
import { UsageError } from '../../model/errors.ts';
import { runId } from '../../model/ids.ts';
import type { OutgoingMail } from '../../model/mail.ts';
import { mayBeUsed } from '../../model/run.ts';
import type { ReportInput } from '../../report/input.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { openAnswers } from '../portal/answers.ts';
import { heldInvitations } from '../portal/invite.ts';
import { keysFor } from '../portal/mail-links.ts';
import { allMailsOf } from '../report/mails.ts';
import { periodOf } from '../report/period.ts';
import { templatesOf } from '../report/templates.ts';
import { sendChat } from './chat.ts';
import { type Plan, plan } from './plan.ts';
import { handOver, type Outcome, type Round, type Sending, settingOf } from './round.ts';
import { hasToLeave, noteSending } from './sendings.ts';

/** How a sending ended. */
export interface Sent extends Outcome {
  /** The number of members who have a mail this time. */
  readonly members: number;
  /** How many of these mails are held. */
  readonly held: number;
  /** Whether nothing is held by a brake, waits or is in doubt; a first sending that is held is no fault. */
  readonly isComplete: boolean;
}

/** @throws {UsageError} when the config does not say how to send. */
export function senderOf(config: Config): { readonly from: string; readonly transport: string } {
  const { from, transport } = config.mail;
  const missing = [
    ...(from === undefined ? ['mail.from'] : []),
    ...(transport === undefined ? ['mail.transport'] : []),
  ];
  if (from === undefined || transport === undefined)
    throw new UsageError(
      `To send mails the config must set ${missing.join(' and ')}: write it into ${config.file}.`,
    );
  return { from, transport };
}

/** @throws {UsageError} when no mail may rest on this run. */
export function assertMayBeSent({ run }: ReportInput['result'], use: 'sent' | 'tested' = 'sent'): void {
  if (mayBeUsed(run, use)) return;
  const what =
    run.scope === 'members'
      ? 'is of the members named by --member alone'
      : run.status === 'interrupted'
        ? 'was interrupted'
        : 'failed';
  throw new UsageError(
    `Run ${run.id} ${what}: no mail rests on it, and nothing was sent. "menage report --run ${run.id}" shows it; leave --run out to ` +
      'send by the last run of all members.',
  );
}

/**
 * Writes the mails of a run as files instead of sending them.
 * @param folder `mails/` is made in it.
 * @returns each mail with its path.
 * @throws {UsageError} when no mail may rest on this run.
 */
export async function writeAsFiles(
  config: Config,
  input: ReportInput,
  folder: string,
): Promise<readonly { readonly mail: OutgoingMail; readonly path: string }[]> {
  assertMayBeSent(input.result);
  const templates = templatesOf(config);
  const mails = allMailsOf(config, input, templates, null);
  const paths = await writeMails(mails, resolve(folder, 'mails'), writeOutput);
  return mails.map((mail, index) => ({ mail, path: paths[index] ?? '' }));
}

/**
 * Sends what the period of a run still lacks: to members and referents unless a brake holds, to the admins in any case.
 * @throws {UsageError} when no mail may rest on this run.
 */
export async function sendRun(
  store: Store,
  config: Config,
  input: ReportInput,
  context: AppContext,
  sending: Sending,
): Promise<Sent> {
  assertMayBeSent(input.result);
  const templates = templatesOf(config);
  const period = periodOfRun(config, input);
  const { members, heldMembers, going, held, heldMails, remembered } = await plan(
    store,
    config,
    input,
    context,
    { ...sending, period, templates },
  );
  if (await hasToLeave(store, going, period)) await noteSending(store, remembered, period, context);
  const run = runId(input.result.run.id);
  await store.outbox.noteHeld(heldMails.map((one) => ({ ...one, run, period })));
  const known = { ...input, ...(await waitingFor(store, config, context)) };
  const round: Round = { store, config, input: known, templates, run, period, going, held };
  const { summary, stop, delivery } = await handOver(round, {
    ...settingOf(store, config, context, sending),
    ...keysFor(store, config, context, run),
  });
  const isChatWell = await sendChat(store, config, { ...input, delivery }, context, {
    ...{ run, period, clock: context.now },
    ...{ retryRefused: sending.retryRefused, webhook: sending.secrets.webhook },
  });
  const isComplete =
    held.every(({ kind }) => kind === 'first') &&
    summary.notHandedOver.length === 0 &&
    summary.doubtful.length === 0 &&
    isChatWell;
  return { summary, stop, members, held: heldMembers, delivery, isComplete };
}

/**
 * Decides which mails of a run leave, and puts them into the outbox; `sendRun` hands them over.
 * @param store where all of it is one transaction.
 */
export async function queueRun(
  store: Store,
  config: Config,
  input: ReportInput,
  context: AppContext,
  sending: Pick<Sending, 'sender' | 'secrets' | 'yes' | 'agreeFirst' | 'retryRefused'>,
): Promise<Plan> {
  assertMayBeSent(input.result);
  const period = periodOfRun(config, input);
  const templates = templatesOf(config);
  const planned = await plan(store, config, input, context, { ...sending, period, templates });
  const run = runId(input.result.run.id);
  await store.outbox.noteHeld(planned.heldMails.map((one) => ({ ...one, run, period })));
  await queueMails(run, period, planned.going, settingOf(store, config, context, sending));
  return planned;
}

function periodOfRun({ mail, organisation }: Config, { result }: ReportInput): string {
  return periodOf(Date.parse(result.run.startedAt), mail.every, organisation.timezone);
}

/** What waits for the admins in the portal: their mail says so. */
async function waitingFor(
  store: Store,
  config: Config,
  context: AppContext,
): Promise<Pick<ReportInput, 'waiting'>> {
  const { portal, organisation } = config;
  if (portal === undefined) return {};
  const answers = await openAnswers(store, context.now(), organisation.timezone);
  const invitations = await heldInvitations(store, config, context);
  return { waiting: { answers: answers.length, invitations, page: `${portal.url}/admin` } };
}
