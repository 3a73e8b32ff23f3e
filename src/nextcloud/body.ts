import type { Readable } from 'node:stream';
import { RequestError } from '../errors.ts';
import type { Traffic } from './exchange.ts';

const MAX_BODY_BYTES = 2 * 1024 ** 3;

/**
 * The body, counted as it comes.
 * @throws {RequestError} 'too-big' where it is larger than any true answer.
 */
export async function* countedBody(
  body: Readable,
  traffic: Traffic,
  alive: () => void,
): AsyncGenerator<Buffer> {
  let received = 0;
  for await (const chunk of body) {
    const bytes: Buffer = chunk;
    received += bytes.length;
    traffic.bytesReceived += bytes.length;
    alive();
    if (received > MAX_BODY_BYTES)
      throw new RequestError('too-big', 'An answer was larger than 2 GB and was cut.', null);
    yield bytes;
  }
}

/** So many times the patience with silence is the patience with a whole answer: one that drips in would hold a run for ever. */
const WHOLE_ANSWER = 20;

/** Aborts when nothing was heard for `ms` milliseconds. An own timer: AbortSignal.any leaks. */
export function idleTimer(ms: number) {
  const controller = new AbortController();
  let expired = false;
  let timer = setTimeout(expire, ms);
  const whole = setTimeout(expire, WHOLE_ANSWER * ms);
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
