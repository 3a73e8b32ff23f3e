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
 * for ever. An own timer: AbortSignal.any leaks.
 */
export function idleTimer(ms: number, most: number) {
  const controller = new AbortController();
  let expired = false;
  let timer = setTimeout(expire, ms);
  const whole = setTimeout(expire, most);
  function expire() {
    expired = true;
    controller.abort();
  }
  return {
    signal: controller.signal,
    rearm: () => {
      clearTimeout(timer);
      timer = setTimeout(expire, ms);
    },
    expired: () => expired,
    end: () => {
      clearTimeout(timer);
      clearTimeout(whole);
    },
  };
}
