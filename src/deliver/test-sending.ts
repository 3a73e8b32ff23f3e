import type { OutgoingMail } from '../model/mail.ts';
import type { UtcMs } from '../model/units.ts';
import type { DeliverySetting } from './outbox.ts';
import type { HandOver } from './transport.ts';

/** What a test sending needs from outside: no outbox, for nothing is noted. */
export type TestSetting = Pick<
  DeliverySetting,
  'transport' | 'pace' | 'circuit' | 'clock' | 'wait' | 'stopping'
>;

/** How a test sending ended. */
export interface TestSummary {
  readonly sent: number;
  /** Mails that were not taken, or perhaps. */
  readonly failed: readonly { readonly subject: string; readonly reply: string }[];
  /** Mails that were not tried: what went wrong concerns all, or the program was asked to end. */
  readonly left: number;
  /** What the mail server answered when sending stopped for all; null when it did not. */
  readonly stop: HandOver | null;
}

/** Hands each mail over once, to whomever it names; nothing is stored, so the true mails are all still due. */
export async function deliverTest(
  mails: readonly OutgoingMail[],
  { transport, pace, circuit, clock, wait, stopping }: TestSetting,
): Promise<TestSummary> {
  const failed: { readonly subject: string; readonly reply: string }[] = [];
  let sent = 0;
  for (const mail of mails) {
    await wait(pace.delay(mail.to, clock()));
    if (stopping() || circuit.opened() !== null) break;
    const began = performance.now();
    const handOver = await transport.send({ ...mail, date: clock() }, undefined, circuit.patienceMs());
    circuit.note(handOver, performance.now() - began);
    pace.note(mail.to, clock());
    if (handOver.outcome === 'sent') sent += 1;
    else failed.push({ subject: mail.subject, reply: handOver.reply });
  }
  return { sent, failed, left: mails.length - sent - failed.length, stop: circuit.opened() };
}

/**
 * A mail as a test to somebody else: marked in its subject, by an identity of its own, lest a mailbox take the true one
 * for the same later, and without the headers by which a mail program ends the member's mails.
 * @param at when the test is sent.
 */
export function asTest(mail: OutgoingMail, to: string, at: UtcMs): OutgoingMail {
  const { 'List-Unsubscribe': _, 'List-Unsubscribe-Post': __, ...headers } = mail.headers;
  return {
    ...mail,
    to,
    headers,
    subject: `[test] ${mail.subject}`,
    messageId: mail.messageId.replace('<', `<test.${at.toString(36)}.`),
  };
}
