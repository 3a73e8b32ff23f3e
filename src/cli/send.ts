import { resolve } from 'node:path';
import { assertRightTime } from '../app/clocks.ts';
import { withLockedStore } from '../app/open.ts';
import { reportInput, undeliveredOf } from '../app/report/input.ts';
import { adminMailsOf, mailsOf } from '../app/report/mails.ts';
import { periodOf } from '../app/report/period.ts';
import { templatesOf } from '../app/report/templates.ts';
import { OWN_VOICE, wordingOf } from '../app/report/wording.ts';
import { type SendingSecrets, sendingSecrets } from '../app/secrets.ts';
import { hasToLeave, heldAsRestored, noteSending, rememberedSendings } from '../app/send/sendings.ts';
import type { Config } from '../config/load.ts';
import { brakes } from '../deliver/brakes.ts';
import { circuit } from '../deliver/circuit.ts';
import { writeMails } from '../deliver/folder.ts';
import { type DeliverySetting, deliver } from '../deliver/outbox.ts';
import { pace } from '../deliver/pacing.ts';
import { smtpTransport } from '../deliver/transport.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { writeOutput } from '../files/write.ts';
import { runId } from '../model/ids.ts';
import { visibleText } from '../model/visible-text.ts';
import { asOnePeriod } from '../report/figures/one-period.ts';
import type { DeliveryReport, ReportInput } from '../report/input.ts';
import { heldSentence } from '../report/text/delivery.ts';
import type { Store } from '../store/store.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';
import { folderOf } from './report.ts';
import { sendChat } from './send-chat.ts';
import { tellSummary } from './send-summary.ts';

export interface SendOptions {
  readonly run?: number;
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly yes?: boolean;
  /** What is tried again although nothing of it changed. */
  readonly retry?: 'refused';
}

/** `menage send`: delivers a run's mails and the admin message, and never one twice. */
export async function send(context: Context, options: SendOptions): Promise<ExitCode> {
  const config = configOf(context);
  const sender = senderOf(config);
  const secrets = options.dryRun === true ? null : sendingSecrets(config, context.environment);
  return withLockedStore(config, context, 'menage send', async (store) => {
    if (secrets !== null) await assertRightTime(store, config, context.now());
    const input = await reportInput(store, config, wordingOf(config), options.run);
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
  readonly sender: { readonly from: string; readonly transport: string };
  readonly secrets: SendingSecrets;
}

/** How a sending ended, and what became of the mails to the members. */
interface Sent {
  readonly exitCode: ExitCode;
  readonly delivery: DeliveryReport;
}

/** Sends what the period of a run still lacks: to the members unless a brake holds, to the admins in any case. */
export async function sendRun(
  store: Store,
  config: Config,
  input: ReportInput,
  context: Context,
  { sender, secrets, yes = false, retry }: Sending,
): Promise<Sent> {
  const templates = templatesOf(config);
  const mails = mailsOf(config, input, templates);
  const period = periodOf(
    Date.parse(input.result.run.startedAt),
    config.mail.every,
    config.organisation.timezone,
  );
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
  const forAll = [...heldAsRestored(remembered, period, context), ...all];
  const held = yes ? [] : [...forAll, ...single.values()];
  const going = yes ? mails : forAll.length > 0 ? [] : mails.filter(({ key }) => !single.has(key));
  for (const reason of held)
    context.log.warn(
      `Held back: ${heldSentence(reason, OWN_VOICE.words, 'en')} Look at it, then "menage send --yes".`,
    );
  const breaker = circuit();
  const retryRefused = retry === 'refused';
  const setting = {
    outbox: store.outbox,
    transport: smtpTransport({
      address: sender.transport,
      password: secrets.mailPassword,
      insecure: config.mail.insecure,
      from: sender.from,
    }),
    pace: pace(config.mail.maxPerMinute),
    circuit: breaker,
    clock: context.now,
    wait: (ms: number) =>
      ms <= 0 ? Promise.resolve() : new Promise<void>((resume) => setTimeout(resume, ms)),
    stopping: () => context.stop.aborted,
    retryRefused,
  };
  const run = runId(input.result.run.id);
  if (await hasToLeave(store, going, period)) await noteSending(store, remembered, period, context);
  const tellAdmins = async (delivery: DeliveryReport, how: DeliverySetting) =>
    deliver(
      run,
      period,
      adminMailsOf(config, { ...input, delivery }, templates, folderOf(config, input)),
      how,
    );
  const waited = await undeliveredOf(store, config, input);
  const isResuming = held.length === 0 && waited.some(({ isCommon }) => isCommon === true);
  // What held the mails back may hold them back again half way: the admins hear of it first.
  const first = isResuming ? await tellAdmins({ held, undelivered: waited, resuming: true }, setting) : null;
  const toMembers = await deliver(run, period, going, setting);
  const delivery = { held, undelivered: await undeliveredOf(store, config, input) };
  const stop = breaker.opened();
  // A server that let us in and refused the members may take a mail for the admins: one try, by a breaker of its own.
  const how = stop?.letIn === true ? { ...setting, circuit: circuit(1) } : setting;
  const toAdmins = await tellAdmins(delivery, how);
  const summary = {
    ...toAdmins,
    sentNow: (first?.sentNow ?? 0) + toMembers.sentNow + toAdmins.sentNow,
    sentBefore: (first ?? toMembers).sentBefore,
    notHandedOver: [...toMembers.notHandedOver, ...toAdmins.notHandedOver],
  };
  const message = { run, period, clock: context.now, retryRefused, webhook: secrets.webhook };
  const isChatWell = await sendChat(store, config, { ...input, delivery }, context, message);
  tellSummary(summary, stop ?? null, going.length, context);
  const incomplete =
    held.length > 0 || summary.notHandedOver.length > 0 || summary.doubtful.length > 0 || !isChatWell;
  return { exitCode: incomplete ? EXIT.partial : EXIT.done, delivery };
}
