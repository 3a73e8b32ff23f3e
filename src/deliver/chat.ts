import { messageOf } from '../errors.ts';
import { reveal, type Secret } from '../model/secret.ts';
import type { HandOver } from './transport.ts';

const TIMEOUT_MS = 20_000;

/** Posts one message to a Mattermost incoming webhook. Its address is a secret and is in no error text. */
export async function postToChat(webhook: Secret, text: string): Promise<HandOver> {
  return post(webhook, { 'content-type': 'application/json' }, JSON.stringify({ text }));
}

/** Tells a watchdog that a run began, ended well or failed: `URL/start`, `URL`, `URL/fail`. */
export async function heartbeat(url: Secret, moment: 'start' | 'success' | 'fail'): Promise<HandOver> {
  const suffix = moment === 'success' ? '' : `/${moment}`;
  return post(url, {}, '', suffix);
}

async function post(
  url: Secret,
  headers: Record<string, string>,
  body: string,
  suffix = '',
): Promise<HandOver> {
  try {
    const response = await fetch(`${reveal(url).replace(/\/$/, '')}${suffix}`, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (response.ok) return { outcome: 'sent', reply: String(response.status) };
    return { outcome: response.status >= 500 ? 'deferred' : 'refused', reply: `HTTP ${response.status}` };
  } catch (error) {
    // The message of fetch names no address; its cause may, so it is left out.
    return { outcome: 'deferred', reply: messageOf(error) };
  }
}
