import { resolve } from 'node:path';
import type { Config } from '../../config/load.ts';
import { brakes } from '../../deliver/brakes.ts';
import { writeMails } from '../../deliver/folder.ts';
import { writeOutput } from '../../files/write.ts';
import { UsageError } from '../../model/errors.ts';
import { runId } from '../../model/ids.ts';
import { type HeldReason, memberOfKey, type OutgoingMail } from '../../model/mail.ts';
import { mayBeUsed } from '../../model/run.ts';
import { asOnePeriod } from '../../report/figures/one-period.ts';
import type { ReportInput } from '../../report/input.ts';
import type { CompiledTemplates } from '../../report/templates.ts';
import { heldSentence } from '../../report/text/delivery.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { ownMessages } from '../report/locales.ts';
import { allMailsOf, mailsOf, referentMailsOf } from '../report/mails.ts';
import { periodOf } from '../report/period.ts';
import { templatesOf } from '../report/templates.ts';
import { sendChat } from './chat.ts';
import { handOver, type Outcome, type Round, type Sending, settingOf } from './round.ts';
import { hasToLeave, heldAsRestored, noteSending, rememberedSendings } from './sendings.ts';

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
  const { every } = config.mail;
  const period = periodOf(Date.parse(input.result.run.startedAt), every, config.organisation.timezone);
  const { members, heldMembers, going, held } = await plan(store, config, input, context, {
    ...sending,
    period,
    templates,
  });
  const run = runId(input.result.run.id);
  const round: Round = { store, config, input, templates, run, period, going, held };
  const { summary, stop, delivery } = await handOver(round, settingOf(store, config, context, sending));
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

/** Which mails go to members and referents, and why others are held. Notes that they are about to leave. */
async function plan(
  store: Store,
  config: Config,
  input: ReportInput,
  context: AppContext,
  {
    period,
    templates,
    yes,
    agreeFirst,
  }: Pick<Sending, 'yes' | 'agreeFirst'> & { readonly period: string; readonly templates: CompiledTemplates },
): Promise<{
  readonly members: number;
  /** The number of mails to members that are held. */
  readonly heldMembers: number;
  readonly going: readonly OutgoingMail[];
  readonly held: readonly HeldReason[];
}> {
  const mails = mailsOf(config, input, templates);
  const toReferents = referentMailsOf(config, input, templates);
  const earlier = (await store.outbox.sent()).filter((one) => one.period !== period);
  const { all, single } = brakes(
    input.result,
    asOnePeriod(input).previous,
    mails,
    earlier,
    config.mail,
    await store.members.absences(),
  );
  const remembered = await rememberedSendings(store, config, context);
  const byBrakes = [...heldAsRestored(remembered, period, context), ...all];
  const waiting = [...mails, ...toReferents];
  const isFirst = !yes && waiting.length > 0 && !(await isReleased(store, period));
  // Nothing is asked about mails that a brake holds anyway.
  const isHeldAsFirst = isFirst && (byBrakes.length > 0 || !(await agreeFirst(waiting)));
  const forAll: readonly HeldReason[] = [
    ...(isHeldAsFirst ? [{ kind: 'first', mails: waiting.length } as const] : []),
    ...byBrakes,
  ];
  const held = yes ? [] : [...forAll, ...single.values()];
  const going = yes ? waiting : forAll.length > 0 ? [] : waiting.filter(({ key }) => !single.has(key));
  for (const reason of held)
    context.log.warn(`Held back: ${heldSentence(reason, ownMessages, 'en')} ${whatNext(reason)}`);
  if (await hasToLeave(store, going, period)) await noteSending(store, remembered, period, context);
  const members = going.filter(({ key }) => memberOfKey(key) !== null).length;
  return { members: mails.length, heldMembers: mails.length - members, going, held };
}

/** Whether mails to members went before, or were let go in this period: what is held is not even queued. */
async function isReleased({ outbox }: Store, period: string): Promise<boolean> {
  if (await outbox.hasMailedMembers()) return true;
  return (await outbox.list(period)).some(({ key }) => memberOfKey(key) !== null);
}

function whatNext({ kind }: HeldReason): string {
  return kind === 'first'
    ? 'See them with "menage send --dry-run", have them sent to you alone with "menage send --to ADDRESS", release them with "menage send --yes".'
    : 'Look at it, then "menage send --yes".';
}
