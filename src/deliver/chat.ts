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
  const address = `${reveal(url).trim().replace(/\/$/, '')}${suffix}`;
  const problem = problemOf(address);
  if (problem !== null) return { outcome: 'deferred', reply: problem };
  try {
    const response = await fetch(address, {
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
    return { outcome: 'deferred', reply: whyNot(error) };
  }
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
