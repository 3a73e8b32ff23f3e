import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { reveal, type Secret } from '../model/secret.ts';
import type { HandOver } from './transport.ts';

/** How a post ended: "refused" until the webhook is another, or somebody asks for it. */
export type Posted = Pick<HandOver, 'outcome' | 'reply'>;

const TIMEOUT_MS = 20_000;
/** A channel that asks for a longer pause gets the message with the next call. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Posts one message to a Mattermost incoming webhook; where the channel asks for a pause (429), once more after it. Its
 * address is a secret and is in no error text.
 */
export async function postToChat(webhook: Secret, text: string): Promise<Posted> {
  const message = { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) };
  const { pauseMs, ...first } = await post(webhook, message);
  if (pauseMs === null || pauseMs > LONGEST_PAUSE_MS) return first;
  await pause(pauseMs);
  const { pauseMs: _, ...second } = await post(webhook, message);
  return second;
}

/** Tells whether the webhook is another than last time; too short to lead back to it. */
export function webhookFingerprint(webhook: Secret): string {
  return createHash('sha256').update(reveal(webhook).trim()).digest('hex').slice(0, 12);
}

/** Tells a watchdog that a run began, ended well or failed: `URL/start`, `URL`, `URL/fail`. */
export async function heartbeat(url: Secret, moment: 'start' | 'success' | 'fail'): Promise<Posted> {
  const suffix = moment === 'success' ? '' : `/${moment}`;
  const { pauseMs: _, ...handOver } = await post(url, { headers: {}, body: '' }, suffix);
  return handOver;
}

interface Answer extends Posted {
  /** Milliseconds that a 429 asks to wait; null for every other answer. */
  readonly pauseMs: number | null;
}

async function post(
  url: Secret,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  suffix = '',
): Promise<Answer> {
  const address = `${reveal(url).trim().replace(/\/$/, '')}${suffix}`;
  const problem = problemOf(address);
  if (problem !== null) return deferred(problem);
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return answered(response);
  } catch (error) {
    return deferred(whyNot(error));
  }
}

/** 408, 425 and 429 are of now, as what is wrong with the server; every other 4xx stays until something is changed. */
const PASSING = [408, 425, 429];

function answered({ ok, status, headers }: Response): Answer {
  if (ok) return { outcome: 'sent', reply: String(status), pauseMs: null };
  const pauseMs = status === 429 ? retryAfterMs(headers.get('retry-after')) : null;
  if (status >= 500 || PASSING.includes(status)) return { ...deferred(`HTTP ${status}`), pauseMs };
  return { outcome: 'refused', reply: `HTTP ${status}`, pauseMs };
}

function deferred(reply: string): Answer {
  return { outcome: 'deferred', reply, pauseMs: null };
}

/** Seconds or a date (RFC 9110, 10.2.3); what is neither says nothing. */
function retryAfterMs(value: string | null): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

/** Why nothing can be posted to this address, without naming it; null when it looks right. */
function problemOf(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return 'What the file holds is no http or https address: write the whole address into it.';
  if (url.username !== '' || url.password !== '')
    return 'The address holds a user name or password, and must not.';
  return null;
}

/** Its code only: a message of fetch, or of what caused it, may quote the address. */
function whyNot(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `No answer came within ${TIMEOUT_MS / 1000} s.`;
  const code = codeIn(error instanceof Error ? error.cause : null);
  return `The request failed${code === null ? ', or was led to another address' : ` (${code})`}.`;
}

function codeIn(cause: unknown): string | null {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return null;
  return typeof cause.code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(cause.code) ? cause.code : null;
}
