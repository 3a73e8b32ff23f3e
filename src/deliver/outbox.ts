import type { RunId } from '../model/ids.ts';
import type { OutgoingMail } from '../model/mail.ts';
import type { UtcMs } from '../model/units.ts';
import type { Delivery, OutboxStore } from '../store/store.ts';
import type { Circuit } from './circuit.ts';
import type { Pace } from './pacing.ts';
import type { HandOver, MailTransport } from './transport.ts';

/** What a delivery needs from outside. */
export interface DeliverySetting {
  readonly outbox: OutboxStore;
  readonly transport: MailTransport;
  readonly pace: Pace;
  /** One for all mails of a run: what stops the members' mails stops the admins' too. */
  readonly circuit: Circuit;
  readonly clock: () => UtcMs;
  readonly wait: (ms: number) => Promise<void>;
  /** True once the program was asked to end: what is not begun stays queued. */
  readonly stopping: () => boolean;
  /** Whether what was refused is tried again, whatever the reason was. */
  readonly retryRefused?: boolean;
  /** Makes a mail whole right before it goes: its links get their keys; left out = it is. */
  readonly complete?: (mail: OutgoingMail) => Promise<OutgoingMail>;
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
/** A server that is away costs no long wait; one that answers "for now" (greylisting) is worth it. */
const TRIES_WITHOUT_REPLY = 1;

/**
 * Delivers what the period still lacks: each mail is in the store before it goes, and is marked before its text leaves
 * and after it was taken, so that none goes twice whatever happens in between. What concerns all mails ends it early.
 */
export async function deliver(
  run: RunId,
  period: string,
  mails: readonly OutgoingMail[],
  setting: DeliverySetting,
): Promise<DeliverySummary> {
  const { outbox, circuit } = setting;
  const before = await settleInterrupted(period, setting);
  await queueMails(run, period, mails, setting);
  const round: Round = {
    byKey: new Map(mails.map((mail) => [mail.key, mail])),
    unclear: [],
    again: new Map(),
  };
  for (const [tries, backOff] of [0, ...BACK_OFF_MS].entries()) {
    const waiting = (await outbox.list(period)).filter(isWaiting);
    const due = waiting.filter(({ key }) =>
      tries === 0 ? round.byKey.has(key) : tries <= (round.again.get(key) ?? 0),
    );
    if (due.length === 0 || setting.stopping() || circuit.opened() !== null) break;
    await setting.wait(backOff);
    round.again.clear();
    await handOverAll(due, round, tries === 0, setting);
  }
  return summarise(await outbox.list(period), before, round.byKey);
}

/** Puts mails into the outbox: what the period still lacks waits there. */
export async function queueMails(
  run: RunId,
  period: string,
  mails: readonly OutgoingMail[],
  { outbox, transport, retryRefused = false }: Pick<DeliverySetting, 'outbox' | 'transport' | 'retryRefused'>,
): Promise<void> {
  await outbox.queue(
    mails.map(({ key, occasion, to, messageId }) => ({
      run,
      period,
      key,
      occasion,
      recipient: to,
      messageId,
    })),
    { via: transport.fingerprint, retryRefused },
  );
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

interface Round {
  readonly byKey: ReadonlyMap<string, OutgoingMail>;
  /** Refused for good, but perhaps not for what they are: they wait until another mail was taken. */
  readonly unclear: { readonly delivery: Delivery; readonly reply: string }[];
  /** Worth another try in this call, by key: how often in all. */
  readonly again: Map<string, number>;
}

async function handOverAll(
  due: readonly Delivery[],
  round: Round,
  isFirst: boolean,
  setting: DeliverySetting,
): Promise<void> {
  const { pace, circuit, clock, wait, stopping } = setting;
  for (const delivery of due) {
    const mail = round.byKey.get(delivery.key);
    if (mail === undefined || stopping() || circuit.opened() !== null) continue;
    await wait(pace.delay(mail.to, clock()));
    const began = performance.now();
    const handOver = await handOverOne(delivery, mail, setting);
    // Put off once more is no news: the server answered the first time.
    if (isFirst || handOver.code === null) circuit.note(handOver, performance.now() - began);
    await settle(delivery, handOver, round, setting);
    pace.note(mail.to, clock());
  }
}

/** The identity under which the mail was queued stands, whichever run composed this text; its date is of now. */
async function handOverOne(
  { id, messageId }: Delivery,
  mail: OutgoingMail,
  { outbox, transport, circuit, clock, complete = async (whole) => whole }: DeliverySetting,
): Promise<HandOver> {
  return transport.send(
    { ...(await complete(mail)), messageId, date: clock() },
    () => outbox.mark(id, 'handing-over', clock(), null),
    circuit.patienceMs(),
  );
}

/** Notes how a hand-over ended; a refusal that may be everybody's is one only once another mail was taken. */
async function settle(
  delivery: Delivery,
  { outcome, reply, fault, code }: HandOver,
  round: Round,
  { outbox, transport, circuit, clock }: DeliverySetting,
): Promise<void> {
  const via = transport.fingerprint;
  const isUnclear = outcome === 'refused' && fault === 'unclear';
  if (outcome === 'sent') await outbox.mark(delivery.id, 'sent', clock(), reply);
  else await outbox.mark(delivery.id, isUnclear ? 'deferred' : outcome, clock(), reply, { fault, via });
  if (isUnclear) round.unclear.push({ delivery, reply });
  else if (outcome === 'deferred' && (code ?? 0) < 500)
    round.again.set(delivery.key, code === null ? TRIES_WITHOUT_REPLY : BACK_OFF_MS.length);
  const isOpen = circuit.opened() !== null;
  if (outcome !== 'sent' && !isOpen) return;
  const [state, whose] = isOpen ? (['deferred', 'all'] as const) : (['refused', 'person'] as const);
  for (const { delivery: one, reply } of round.unclear.splice(0))
    await outbox.mark(one.id, state, clock(), reply, { fault: whose, via });
}

function isWaiting({ state }: Pick<Delivery, 'state'>): boolean {
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
    notHandedOver: after.filter(
      ({ key, state }) => wanted.has(key) && (isWaiting({ state }) || state === 'refused'),
    ),
    doubtful: after.filter(({ state }) => state === 'doubtful'),
  };
}
