import type { DeliverySummary } from '../deliver/outbox.ts';
import { remedyForAll } from '../deliver/smtp-fault.ts';
import type { HandOver } from '../deliver/transport.ts';
import type { Delivery } from '../store/store.ts';
import type { Context } from './context.ts';

/**
 * Tells how a sending ended: each mail that was not handed over for a reason of its own, and one line with a number for
 * those that wait for a reason common to all.
 * @param stop what the mail server said when sending stopped; null when it did not.
 * @param members how many members have a mail this time.
 */
export function tellSummary(
  { sentNow, sentBefore, notHandedOver, doubtful }: DeliverySummary,
  stop: HandOver | null,
  members: number,
  context: Context,
): void {
  const isCommon = ({ state, fault }: Delivery) =>
    stop !== null && (state === 'queued' || (state === 'deferred' && fault !== 'person'));
  const own = notHandedOver.filter((delivery) => !isCommon(delivery));
  for (const { recipient, state, lastReply } of own)
    context.log.warn(
      `Not handed over to ${recipient}: ${state}, ${sentence(lastReply ?? 'not tried yet')} ${whatNext(state)}`,
    );
  if (stop !== null) {
    const waiting = notHandedOver.length - own.length;
    context.log.warn(
      `Sending stopped, for what went wrong concerns all mails: ${sentence(stop.reply)} ` +
        `${waiting === 1 ? '1 mail waits' : `${waiting} mails wait`}: ${remedyForAll(stop)}; then "menage send".`,
    );
  }
  for (const { recipient } of doubtful) {
    context.log.warn(
      `Perhaps handed over to ${recipient}: the program or the connection ended in between. It is not sent again.`,
    );
  }
  if (context.quiet) return;
  const before = sentBefore > 0 ? `, ${sentBefore} were sent before in this period` : '';
  context.out(`${sentNow} mails sent${before}; ${members} members have one this time.`);
}

function sentence(words: string): string {
  return `${words.trim().replace(/\.$/, '')}.`;
}

function whatNext(state: Delivery['state']): string {
  return state === 'refused'
    ? 'Check the address in Nextcloud, or ask the person to make room; where it is right again: menage send --retry refused.'
    : 'It goes with the next "menage send".';
}
