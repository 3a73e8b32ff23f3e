import type { Config } from '../../config/load.ts';
import { circuit } from '../../deliver/circuit.ts';
import { type DeliverySetting, type DeliverySummary, deliver } from '../../deliver/outbox.ts';
import { pace } from '../../deliver/pacing.ts';
import { type HandOver, smtpTransport } from '../../deliver/transport.ts';
import type { RunId } from '../../model/ids.ts';
import type { DeliveryKey, HeldReason, OutgoingMail } from '../../model/mail.ts';
import type { DeliveryReport, ReportInput } from '../../report/input.ts';
import type { CompiledTemplates } from '../../report/templates.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { deliveryOf } from '../report/input.ts';
import { adminMailsOf } from '../report/mails.ts';
import { folderOf } from '../report/write.ts';
import type { SendingSecrets } from '../secrets.ts';

/** Who sends, and what may be sent all the same. */
export interface Sending {
  readonly sender: { readonly from: string; readonly transport: string };
  readonly secrets: SendingSecrets;
  /** Whether mails leave although a brake holds them, or it is the first sending. */
  readonly yes: boolean;
  /** These mails alone leave, although a brake holds them: an admin looked at each. Left out = all that may. */
  readonly only?: ReadonlySet<DeliveryKey>;
  /** Asked before the first mails ever to members leave this store; false holds them. */
  readonly agreeFirst: (mails: readonly OutgoingMail[]) => Promise<boolean>;
  /** Whether what was refused for good is tried again although nothing of it changed. */
  readonly retryRefused: boolean;
}

/** What became of the mails. */
export interface Outcome {
  readonly summary: DeliverySummary;
  /** What the mail server answered when sending stopped for all; null when it did not. */
  readonly stop: HandOver | null;
  readonly delivery: DeliveryReport;
}

/** How mails leave by the config: the server, the pace, the breaker. */
export function settingOf(
  { outbox }: Store,
  { mail }: Config,
  context: AppContext,
  { sender, secrets, retryRefused }: Pick<Sending, 'sender' | 'secrets' | 'retryRefused'>,
): DeliverySetting {
  return {
    outbox,
    transport: smtpTransport({
      address: sender.transport,
      password: secrets.mailPassword,
      insecure: mail.insecure,
      from: sender.from,
    }),
    pace: pace(mail.maxPerMinute),
    circuit: circuit(),
    clock: context.now,
    wait: (ms: number) =>
      ms <= 0 ? Promise.resolve() : new Promise<void>((resume) => setTimeout(resume, ms)),
    stopping: () => context.stop.aborted,
    retryRefused,
  };
}

/** The mails of one run, and what they are made from. */
export interface Round {
  readonly store: Store;
  readonly config: Config;
  readonly input: ReportInput;
  readonly templates: CompiledTemplates;
  readonly run: RunId;
  readonly period: string;
  readonly going: readonly OutgoingMail[];
  readonly held: readonly HeldReason[];
}

/** Hands the mails over: to the members, then to the admins, who learn what became of them. */
export async function handOver(
  { store, config, input, templates, run, period, going, held }: Round,
  setting: DeliverySetting,
): Promise<Outcome> {
  const mailAdmins = async (delivery: DeliveryReport, how: DeliverySetting) =>
    deliver(
      run,
      period,
      adminMailsOf(config, { ...input, delivery }, templates, folderOf(config, input)),
      how,
    );
  const { undelivered: waited } = await deliveryOf(store, config, input);
  const isResuming = held.length === 0 && waited.some(({ isCommon }) => isCommon === true);
  // What held the mails back may hold them back again half way: the admins hear of it first.
  const first = isResuming ? await mailAdmins({ held, undelivered: waited, resuming: true }, setting) : null;
  const toMembers = await deliver(run, period, going, setting);
  const delivery = { held, ...(await deliveryOf(store, config, input)) };
  const stop = setting.circuit.opened() ?? null;
  // A server that let us in and refused the members may take a mail for the admins: one try, by a breaker of its own.
  const how = stop?.letIn === true ? { ...setting, circuit: circuit(1) } : setting;
  const toAdmins = await mailAdmins(delivery, how);
  const summary = {
    ...toAdmins,
    sentNow: (first?.sentNow ?? 0) + toMembers.sentNow + toAdmins.sentNow,
    sentBefore: (first ?? toMembers).sentBefore,
    notHandedOver: [...toMembers.notHandedOver, ...toAdmins.notHandedOver],
  };
  return { summary, stop, delivery };
}
