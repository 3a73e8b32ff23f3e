import type { Readable } from 'node:stream';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Bytes } from '../../model/units.ts';
import type { Traffic } from './exchange.ts';

/**
 * The body, counted as it comes.
 * @throws {RequestError} 'too-big' where it is larger than any true answer.
 */
export async function* countedBody(
  body: Readable,
  traffic: Traffic,
  alive: () => void,
  most: Bytes,
): AsyncGenerator<Buffer> {
  let received = 0;
  for await (const chunk of body) {
    const bytes: Buffer = chunk;
    received += bytes.length;
    traffic.bytesReceived += bytes.length;
    alive();
    if (received > most) throw requestError('too-big', because('answer.too-large'), null);
    yield bytes;
  }
}

/**
 * Aborts when nothing arrived for `ms` milliseconds, or the whole took `most`: an answer that drips in would hold a run
 * for ever. An own timer: AbortSignal.any leaks. Node's timers count whole milliseconds and may fire early by one: which
 * bound it was is for `expired` to tell, not for a clock.
 */
export function idleTimer(ms: number, most: number) {
  const controller = new AbortController();
  let expired: 'silence' | 'whole' | null = null;
  const expire = (bound: 'silence' | 'whole') => {
    expired ??= bound;
    controller.abort();
  };
  let timer = setTimeout(expire, ms, 'silence');
  const whole = setTimeout(expire, most, 'whole');
  return {
    signal: controller.signal,
    rearm: () => {
      clearTimeout(timer);
      timer = setTimeout(expire, ms, 'silence');
    },
    /** Gives the answer up, whatever is left of its time. */
    giveUp: () => controller.abort(),
    expired: (): 'silence' | 'whole' | null => expired,
    end: () => {
      clearTimeout(timer);
      clearTimeout(whole);
    },
  };
}
