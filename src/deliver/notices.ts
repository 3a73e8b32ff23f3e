import type { OutgoingMail } from '../model/mail.ts';
import type { UtcMs } from '../model/units.ts';
import type { Notice, NoticeStore } from '../store/portal/portal-store.ts';
import type { DeliverySetting } from './outbox.ts';
import type { HandOver } from './transport.ts';

/** What becomes of a notice that is due. */
export type ComposedNotice =
  | { readonly kind: 'mail'; readonly mail: OutgoingMail }
  /** There is no reason for it any more. */
  | { readonly kind: 'dropped' }
  | { readonly kind: 'later'; readonly at: UtcMs };

/** What their delivery needs from outside. */
export interface NoticeSetting
  extends Pick<DeliverySetting, 'transport' | 'pace' | 'circuit' | 'clock' | 'wait' | 'stopping'> {
  readonly notices: NoticeStore;
  /** Makes the mail, with its keys, right before it goes. */
  readonly compose: (notice: Notice) => Promise<ComposedNotice>;
  /** Called once a mail was taken. */
  readonly onSent: (notice: Notice) => Promise<void>;
}

/** How a delivery ended. */
export interface NoticeSummary {
  readonly sent: number;
  /** Deferred or refused, with the mail server's last words. */
  readonly failed: readonly { readonly notice: Notice; readonly reply: string }[];
  /** Due and not tried: what went wrong concerns all, or the program was asked to end. */
  readonly left: number;
  /** What the mail server answered when sending stopped for all; null when it did not. */
  readonly stop: HandOver | null;
}

/** A hand-over takes some minutes at most: whoever began earlier has died over it. */
const LONGEST_HAND_OVER_MS = 15 * 60_000;
/** What the mail server put off is tried again after it. */
const PAUSE_MS = 5 * 60_000;
/** A notice that could not be handed over for so long is given up. */
const PATIENCE_MS = 14 * 86_400_000;

/**
 * Delivers the notices that are due. Several programs may do so at once: each notice is taken by one of them, before its
 * text leaves, so that none goes twice whatever happens in between.
 */
export async function deliverNotices(setting: NoticeSetting): Promise<NoticeSummary> {
  const { notices, circuit, clock, stopping } = setting;
  await notices.settleInterrupted(clock() - LONGEST_HAND_OVER_MS);
  const due = await notices.due(clock(), clock() - PAUSE_MS);
  const failed: { readonly notice: Notice; readonly reply: string }[] = [];
  let [sent, tried] = [0, 0];
  for (const notice of due) {
    if (stopping() || circuit.opened() !== null) break;
    tried += 1;
    const handOver = await deliverOne(notice, setting);
    if (handOver === null) continue;
    if (handOver.outcome === 'sent') sent += 1;
    else failed.push({ notice, reply: handOver.reply });
  }
  return { sent, failed, left: due.length - tried, stop: circuit.opened() };
}

/** Null where the notice was dropped, put off, or taken by another process. */
async function deliverOne(notice: Notice, setting: NoticeSetting): Promise<HandOver | null> {
  const { notices, transport, circuit, pace, clock, wait } = setting;
  const { id, state, dueAt } = notice;
  const composed = await setting.compose(notice);
  if (composed.kind === 'dropped') {
    await notices.drop(id);
    return null;
  }
  if (composed.kind === 'later') {
    await notices.postpone(id, composed.at);
    return null;
  }
  const { mail } = composed;
  await wait(pace.delay(mail.to, clock()));
  const began = performance.now();
  let taken = false;
  const take = async () => {
    taken = await notices.mark(id, state, { state: 'handing-over', at: clock(), reply: null });
    if (!taken) throw new TakenElsewhere();
  };
  let handOver: HandOver;
  try {
    handOver = await transport.send({ ...mail, date: clock() }, take, circuit.patienceMs());
  } catch (error) {
    if (error instanceof TakenElsewhere) return null;
    throw error;
  }
  circuit.note(handOver, performance.now() - began);
  pace.note(mail.to, clock());
  const { outcome, reply } = handOver;
  const isGivenUp = outcome === 'deferred' && clock() - dueAt > PATIENCE_MS;
  await notices.mark(id, taken ? 'handing-over' : state, {
    ...{ state: isGivenUp ? 'refused' : outcome, at: clock(), reply },
  });
  if (outcome === 'sent') await setting.onSent(notice);
  return handOver;
}

/** Another process had taken the notice: its mail does not go a second time. */
class TakenElsewhere extends Error {}
