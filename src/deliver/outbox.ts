import type { RunId } from '../model/ids.ts';
import type { OutgoingMail } from '../model/mail.ts';
import type { UtcMs } from '../model/units.ts';
import type { Delivery, OutboxStore } from '../store/store.ts';
import type { Pace } from './pacing.ts';
import type { MailTransport } from './transport.ts';

/** What a delivery needs from outside. */
export interface DeliverySetting {
  readonly outbox: OutboxStore;
  readonly transport: MailTransport;
  readonly pace: Pace;
  readonly clock: () => UtcMs;
  readonly wait: (ms: number) => Promise<void>;
  /** True once the program was asked to end: what is not begun stays queued. */
  readonly stopping: () => boolean;
}

/** Where every mail of the period stands after a delivery. */
export interface DeliverySummary {
  readonly sentNow: number;
  /** Sent by an earlier call in this period. */
  readonly sentBefore: number;
  /** Without those that an earlier call queued and this one has no reason for any more. */
  readonly notHandedOver: readonly Delivery[];
  /** The program stopped between "accepted" and "noted": not sent again, to be looked at. */
  readonly doubtful: readonly Delivery[];
}

const BACK_OFF_MS = [2_000, 10_000] as const;

/**
 * Delivers what the period still lacks: each mail is in the store before it goes, and is marked before its text leaves
 * and after it was taken, so that none goes twice whatever happens in between.
 */
export async function deliver(
  run: RunId,
  period: string,
  mails: readonly OutgoingMail[],
  setting: DeliverySetting,
): Promise<DeliverySummary> {
  const before = await settleInterrupted(period, setting);
  await setting.outbox.queue(
    mails.map((mail) => ({ run, period, key: mail.key, recipient: mail.to, messageId: mail.messageId })),
  );
  const byKey = new Map(mails.map((mail) => [mail.key, mail]));
  for (const backOff of [0, ...BACK_OFF_MS]) {
    const waiting = (await setting.outbox.list(period)).filter(isWaiting);
    const due = waiting.filter(({ key, state }) => byKey.has(key) && (backOff === 0 || state === 'deferred'));
    if (due.length === 0 || setting.stopping()) break;
    await setting.wait(backOff);
    await handOverAll(due, byKey, setting);
  }
  return summarise(await setting.outbox.list(period), before, byKey);
}

/** A delivery that was being handed over when the program died may have arrived: never again. */
async function settleInterrupted(
  period: string,
  { outbox, clock }: DeliverySetting,
): Promise<readonly Delivery[]> {
  const deliveries = await outbox.list(period);
  for (const delivery of deliveries) {
    if (delivery.state !== 'handing-over') continue;
    await outbox.mark(delivery.id, 'doubtful', clock(), 'the program stopped while the mail was handed over');
  }
  return deliveries;
}

async function handOverAll(
  due: readonly Delivery[],
  byKey: ReadonlyMap<string, OutgoingMail>,
  { outbox, transport, pace, clock, wait, stopping }: DeliverySetting,
): Promise<void> {
  for (const delivery of due) {
    const mail = byKey.get(delivery.key);
    if (mail === undefined || stopping()) continue;
    await wait(pace.delay(mail.to, clock()));
    // The identity under which the mail was queued stands, whichever run composed this text; its date is that of leaving.
    const leaving = { ...mail, messageId: delivery.messageId, date: clock() };
    const { outcome, reply } = await transport.send(leaving, () =>
      outbox.mark(delivery.id, 'handing-over', clock(), null),
    );
    await outbox.mark(delivery.id, outcome, clock(), reply);
    pace.note(mail.to, clock());
  }
}

function isWaiting({ state }: Delivery): boolean {
  return state === 'queued' || state === 'deferred';
}

function summarise(
  after: readonly Delivery[],
  before: readonly Delivery[],
  wanted: ReadonlyMap<string, OutgoingMail>,
): DeliverySummary {
  const sent = after.filter(({ state }) => state === 'sent').length;
  const sentBefore = before.filter(({ state }) => state === 'sent').length;
  return {
    sentNow: sent - sentBefore,
    sentBefore,
    notHandedOver: after.filter(({ key, state }) => wanted.has(key) && isWaitingState(state)),
    doubtful: after.filter(({ state }) => state === 'doubtful'),
  };
}

function isWaitingState(state: Delivery['state']): boolean {
  return state === 'queued' || state === 'deferred' || state === 'refused';
}
