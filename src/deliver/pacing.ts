import type { UtcMs } from '../model/units.ts';

const WINDOW_MS = 60_000;

/** How long to wait before the next mail to a domain, so that neither bound is passed in any minute. */
export interface Pace {
  /** Milliseconds until a mail to this address may go. */
  delay(address: string, now: UtcMs): number;
  note(address: string, now: UtcMs): void;
}

/**
 * A sliding minute: at most `perMinute` mails in all, and at most half of that to one domain, for big mail hosts
 * slow down a sender that comes in bursts.
 */
export function pace(perMinute: number): Pace {
  const perDomain = Math.max(1, Math.ceil(perMinute / 2));
  const sent: { readonly domain: string; readonly at: UtcMs }[] = [];
  return {
    delay(address, now) {
      while (sent[0] !== undefined && now - sent[0].at >= WINDOW_MS) sent.shift();
      const domain = domainOf(address);
      const same = sent.filter((mail) => mail.domain === domain);
      return Math.max(wait(sent, perMinute, now), wait(same, perDomain, now));
    },
    note(address, now) {
      sent.push({ domain: domainOf(address), at: now });
    },
  };
}

/** Until the oldest of the last `bound` mails leaves the window. */
function wait(sent: readonly { readonly at: UtcMs }[], bound: number, now: UtcMs): number {
  const oldest = sent.at(-bound);
  return oldest === undefined || sent.length < bound ? 0 : Math.max(0, oldest.at + WINDOW_MS - now);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
