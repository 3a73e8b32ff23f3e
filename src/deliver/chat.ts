import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { networkFaultOf } from '../model/network/fault.ts';
import { portOf, unreachedBecause } from '../model/network/unreached.ts';
import { capitalised, reasonSentence } from '../model/reasons/sentence.ts';
import { reveal, type Secret } from '../model/secret.ts';
import type { HandOver } from './transport.ts';

/** How a post ended: "refused" until the webhook is another, or somebody asks for it. */
export type Posted = Pick<HandOver, 'outcome' | 'reply'>;

/** Who is posted to, as messages name them: the address is a secret, its host too. */
interface Addressee {
  readonly host: string;
  /** The key of the config that names the file with the address. */
  readonly key: string;
}

const CHAT: Addressee = { host: 'the chat server', key: 'admins.mattermost.webhookFile' };
const WATCHDOG: Addressee = { host: 'the watchdog', key: 'admins.heartbeat.urlFile' };

const TIMEOUT_MS = 20_000;
/** A channel that asks for a longer pause gets the message with the next call. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Posts one message to a Mattermost incoming webhook; where the channel asks for a pause (429), once more after it. Its
 * address is a secret and is in no error text.
 */
export async function postToChat(webhook: Secret, text: string): Promise<Posted> {
  const message = { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) };
  const { pauseMs, ...first } = await post(webhook, message, CHAT);
  if (pauseMs === null || pauseMs > LONGEST_PAUSE_MS) return first;
  await pause(pauseMs);
  const { pauseMs: _, ...second } = await post(webhook, message, CHAT);
  return second;
}

/** Tells whether the webhook is another than last time; too short to lead back to it. */
export function webhookFingerprint(webhook: Secret): string {
  return createHash('sha256').update(reveal(webhook).trim()).digest('hex').slice(0, 12);
}

/** Tells a watchdog that a run began, ended well or failed: `URL/start`, `URL`, `URL/fail`. */
export async function heartbeat(url: Secret, moment: 'start' | 'success' | 'fail'): Promise<Posted> {
  const suffix = moment === 'success' ? '' : `/${moment}`;
  const { pauseMs: _, ...handOver } = await post(url, { headers: {}, body: '' }, WATCHDOG, suffix);
  return handOver;
}

interface Answer extends Posted {
  /** Milliseconds that a 429 asks to wait; null for every other answer. */
  readonly pauseMs: number | null;
}

async function post(
  url: Secret,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  addressee: Addressee,
  suffix = '',
): Promise<Answer> {
  const text = `${reveal(url).trim().replace(/\/$/, '')}${suffix}`;
  const address = URL.canParse(text) ? new URL(text) : null;
  if (address === null || !/^https?:$/.test(address.protocol)) return deferred(noAddress(addressee));
  if (address.username !== '' || address.password !== '') return deferred(withLogin(addressee));
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return answered(response, address, addressee);
  } catch (error) {
    return deferred(whyNot(error, address, addressee));
  }
}

/** 408, 425 and 429 are of now, as what is wrong with the server; every other 4xx stays until something is changed. */
const PASSING = [408, 425, 429];

function answered({ ok, status, headers }: Response, address: URL, addressee: Addressee): Answer {
  if (status >= 300 && status < 400)
    return deferred(pointingElsewhere(headers.get('location'), address, addressee));
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

function noAddress({ key }: Addressee): string {
  return `What the file of ${key} holds is no http or https address: write the whole address into it.`;
}

function withLogin({ key }: Addressee): string {
  return `The address in the file of ${key} holds a user name or password, and must not.`;
}

/** A redirect is not followed: it would carry the message to whom nobody named. */
function pointingElsewhere(location: string | null, address: URL, { host, key }: Addressee): string {
  const target =
    location !== null && URL.canParse(location, address.href) ? new URL(location, address) : null;
  const isOther = target !== null && target.hostname !== address.hostname;
  const where = isOther ? target.origin : `another address (${target?.protocol ?? 'of no known form'})`;
  return `${capitalised(host)} points to ${where}: write the address that it is to go to into the file of ${key}.`;
}

/** The fault only: a message of fetch, or of what caused it, may quote the address. */
function whyNot(error: unknown, address: URL, { host, key }: Addressee): string {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `No answer came from ${host} within ${TIMEOUT_MS / 1000} s.`;
  const fault = networkFaultOf(error);
  if (fault === null) return `The request to ${host} failed.`;
  const cause = unreachedBecause(fault, { service: 'web', host, port: portOf(address), key }, null);
  return `${capitalised(reasonSentence([cause]))}.`;
}
