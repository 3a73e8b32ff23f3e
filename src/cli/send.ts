import { resolve } from 'node:path';
import type { Config } from '../config/load.ts';
import { brakes } from '../deliver/brakes.ts';
import { postToChat } from '../deliver/chat.ts';
import { writeMails } from '../deliver/folder.ts';
import { type DeliverySummary, deliver } from '../deliver/outbox.ts';
import { pace } from '../deliver/pacing.ts';
import { smtpTransport } from '../deliver/transport.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { writeOutput } from '../files/write.ts';
import { runId } from '../model/ids.ts';
import type { OutgoingMail } from '../model/mail.ts';
import type { Secret } from '../model/secret.ts';
import type { UtcMs } from '../model/units.ts';
import { visibleText } from '../model/visible-text.ts';
import { chatMessage } from '../report/chat.ts';
import { heldSentence } from '../report/delivery.ts';
import type { DeliveryState, ReportInput } from '../report/input.ts';
import { asOnePeriod } from '../report/one-period.ts';
import type { Store } from '../store/store.ts';
import { withLockedStore } from './audit.ts';
import type { Context } from './context.ts';
import { adminMailsOf, mailsOf } from './mails.ts';
import { OWN_VOICE, voiceOf } from './own-words.ts';
import { periodOf } from './period.ts';
import { folderOf } from './report.ts';
import { reportInput, undeliveredOf } from './report-input.ts';
import { assertRightTime } from './right-time.ts';
import { type SendingSecrets, sendingSecrets } from './secrets.ts';
import { configOf } from './setup.ts';
import { templatesOf } from './template-files.ts';

export interface SendOptions {
  readonly run?: number;
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly yes?: boolean;
}

/** `menage send`: delivers a run's mails and the admin message, and never one twice. */
export async function send(context: Context, options: SendOptions): Promise<ExitCode> {
  const config = configOf(context);
  const sender = senderOf(config);
  const secrets = options.dryRun === true ? null : sendingSecrets(config, context.environment);
  return withLockedStore(config, 'menage send', async (store) => {
    if (secrets !== null) await assertRightTime(store, config, Date.now());
    const input = await reportInput(store, config, voiceOf(config), options.run);
    if (secrets !== null)
      return (await sendRun(store, config, input, context, { ...options, sender, secrets })).exitCode;
    const templates = templatesOf(config);
    const mails = [...mailsOf(config, input, templates), ...adminMailsOf(config, input, templates, null)];
    const folder = options.out === undefined ? folderOf(config, input) : resolve(options.out);
    const paths = await writeMails(mails, resolve(folder, 'mails'), writeOutput);
    for (const [index, { to, subject }] of mails.entries())
      context.out(visibleText(`${to}  ${subject}  ${paths[index]}`));
    return EXIT.done;
  });
}

/** @throws {UsageError} when the config does not say how to send. */
export function senderOf(config: Config): { readonly from: string; readonly transport: string } {
  const { from, transport } = config.mail;
  const missing = [
    ...(from === undefined ? ['mail.from'] : []),
    ...(transport === undefined ? ['mail.transport'] : []),
  ];
  if (from === undefined || transport === undefined)
    throw new UsageError(`To send mails the config must set ${missing.join(' and ')}.`);
  return { from, transport };
}

interface Sending extends SendOptions {
  readonly sender: { readonly transport: string };
  readonly secrets: SendingSecrets;
  readonly clock?: () => UtcMs;
}

/** How a sending ended, and what became of the mails to the members. */
interface Sent {
  readonly exitCode: ExitCode;
  readonly delivery: DeliveryState;
}

/** Sends what the period of a run still lacks: to the members unless a brake holds, to the admins in any case. */
export async function sendRun(
  store: Store,
  config: Config,
  input: ReportInput,
  context: Context,
  { sender, secrets, yes = false, clock = Date.now }: Sending,
): Promise<Sent> {
  const templates = templatesOf(config);
  const mails = mailsOf(config, input, templates);
  const period = periodOf(
    Date.parse(input.result.run.startedAt),
    config.mail.every,
    config.organisation.timezone,
  );
  const earlier = (await store.outbox.sent()).filter((one) => one.period !== period);
  const { all, single } = brakes(input.result, asOnePeriod(input).previous, mails, earlier, config.mail);
  const held = yes ? [] : [...all, ...single.values()];
  const going = yes ? mails : all.length > 0 ? [] : mails.filter(({ key }) => !single.has(key));
  for (const reason of held)
    context.log.warn(
      `Held back: ${heldSentence(reason, OWN_VOICE.words.delivery, 'en')} Look at it, then "menage send --yes".`,
    );
  const setting = {
    outbox: store.outbox,
    transport: smtpTransport({
      address: sender.transport,
      password: secrets.mailPassword,
      insecure: config.mail.insecure,
    }),
    pace: pace(config.mail.maxPerMinute),
    clock,
    wait: (ms: number) =>
      ms <= 0 ? Promise.resolve() : new Promise<void>((resume) => setTimeout(resume, ms)),
    stopping: () => context.stop.aborted,
  };
  const run = runId(input.result.run.id);
  const toMembers = await deliver(run, period, going, setting);
  const told = {
    ...input,
    delivery: { held, undelivered: await undeliveredOf(store, config, input) },
  };
  const toAdmins = await deliver(
    run,
    period,
    adminMailsOf(config, told, templates, folderOf(config, input)),
    setting,
  );
  const summary = {
    ...toAdmins,
    sentNow: toMembers.sentNow + toAdmins.sentNow,
    sentBefore: toMembers.sentBefore,
    notHandedOver: [...toMembers.notHandedOver, ...toAdmins.notHandedOver],
  };
  const chat = await sendChat(store, config, told, context, { webhook: secrets.webhook, period, clock });
  report(summary, going, context);
  const incomplete =
    held.length > 0 || summary.notHandedOver.length > 0 || summary.doubtful.length > 0 || !chat;
  return { exitCode: incomplete ? EXIT.partial : EXIT.done, delivery: told.delivery };
}

interface ChatSetting {
  readonly webhook: Secret | null;
  readonly period: string;
  readonly clock: () => UtcMs;
}

/** One message in the admins' channel per period. Returns whether there is nothing to complain of. */
async function sendChat(
  store: Store,
  config: Config,
  input: ReportInput,
  context: Context,
  { webhook, period, clock }: ChatSetting,
): Promise<boolean> {
  const chat = config.admins.mattermost;
  if (chat === undefined || webhook === null) return true;
  const run = runId(input.result.run.id);
  await store.outbox.queue([
    { run, period, key: 'chat', recipient: 'mattermost', messageId: `chat.${period}` },
  ]);
  const delivery = (await store.outbox.list(period)).find(({ key }) => key === 'chat');
  if (delivery === undefined || !['queued', 'deferred'].includes(delivery.state)) return true;
  await store.outbox.mark(delivery.id, 'handing-over', clock(), null);
  const { outcome, reply } = await postToChat(
    webhook,
    chatMessage(asOnePeriod(input), { nameMembers: chat.nameMembers, link: chat.link ?? null }),
  );
  await store.outbox.mark(delivery.id, outcome, clock(), reply);
  if (outcome !== 'sent') context.log.warn(`The chat message was not taken: ${reply}`);
  return outcome === 'sent';
}

function report(summary: DeliverySummary, going: readonly OutgoingMail[], context: Context): void {
  for (const { recipient, state, lastReply } of summary.notHandedOver)
    context.log.warn(`Not handed over to ${recipient}: ${state}, ${lastReply ?? 'not tried yet'}`);
  for (const { recipient } of summary.doubtful) {
    context.log.warn(
      `Perhaps handed over to ${recipient}: the program or the connection ended in between. It is not sent again.`,
    );
  }
  if (context.quiet) return;
  const before = summary.sentBefore > 0 ? `, ${summary.sentBefore} were sent before in this period` : '';
  context.out(`${summary.sentNow} mails sent${before}; ${going.length} members have one this time.`);
}
