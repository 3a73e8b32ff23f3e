import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSafe } from 'node:https';
import { isIP } from 'node:net';
import { PrivateAddressError } from '../model/errors.ts';
import { networkFaultOf } from '../model/network/fault.ts';
import { isLoopback } from '../model/network/loopback.ts';
import { portOf, unreachedBecause } from '../model/network/unreached.ts';
import { because, type Reason } from '../model/reasons/reason.ts';
import { type AddressRule, lookupBy, mayAsk } from './public-address.ts';

/** Bytes that a list may have. */
export const LARGEST_LIST = 2 * 1024 ** 2;
const MOST_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** What stands at an address. */
export interface Fetched {
  readonly bytes: Uint8Array;
  /** As the server says, without parameters and in lower case. */
  readonly contentType: string;
  readonly charset: string | null;
  /** Where it was found after redirects. */
  readonly address: URL;
}

/**
 * Fetches a page by GET: at most 2 MB and ten seconds in all, following redirects within its host, without cookies or login.
 * Never at an address of a private network, unless the config names this very machine.
 */
export async function fetchList(
  address: URL,
  { timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {},
): Promise<Fetched | { readonly missing: Reason }> {
  const signal = AbortSignal.timeout(timeoutMs);
  const rule: AddressRule = isLoopback(address.hostname) ? 'loopback' : 'public';
  try {
    return await fetchFrom(address, rule, signal);
  } catch (error) {
    if (signal.aborted) return { missing: because('list.too-slow', { host: address.host }) };
    if (error instanceof PrivateAddressError)
      return { missing: because('list.private', { host: address.host }) };
    const fault = networkFaultOf(error);
    const peer = { service: 'web', host: address.hostname, port: portOf(address), key: 'register' } as const;
    return {
      missing:
        fault === null
          ? because('list.unreached', { host: address.host })
          : unreachedBecause(fault, peer, error),
    };
  }
}

async function fetchFrom(
  first: URL,
  rule: AddressRule,
  signal: AbortSignal,
): Promise<Fetched | { readonly missing: Reason }> {
  const { host } = first;
  let address = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    // No file of the Nextcloud is ever fetched by WebDAV (the rule of our client, too).
    if (/^\/.*\b(?:remote|public)\.php\b/i.test(address.pathname))
      return { missing: because('list.dav', { host }) };
    const answer = await ask(address, rule, signal);
    const { statusCode = 0, headers } = answer;
    const location = REDIRECTS.includes(statusCode) ? headers.location : undefined;
    if (location === undefined) return bodyOf(answer, address);
    answer.destroy();
    const next = URL.canParse(location, address.href) ? new URL(location, address) : null;
    if (next === null || next.host !== host || next.protocol !== first.protocol)
      return { missing: because('list.elsewhere', { host, other: next?.host ?? '?' }) };
    address = next;
  }
  return { missing: because('list.redirects', { host }) };
}

function ask(address: URL, rule: AddressRule, signal: AbortSignal): Promise<IncomingMessage> {
  const host = address.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !mayAsk(host, rule)) return Promise.reject(new PrivateAddressError());
  const request = address.protocol === 'https:' ? requestSafe : requestPlain;
  return new Promise((resolve, reject) => {
    const headers = {
      accept: 'text/html, text/markdown, text/csv, text/plain',
      'accept-encoding': 'identity',
      'user-agent': 'menage',
    };
    const options = { headers, lookup: lookupBy(rule), signal, agent: false, rejectUnauthorized: true };
    const sent = request(address, options, resolve);
    sent.on('error', reject);
    sent.end();
  });
}

async function bodyOf(
  answer: IncomingMessage,
  address: URL,
): Promise<Fetched | { readonly missing: Reason }> {
  const { host } = address;
  const { statusCode = 0, headers } = answer;
  const refuse = (missing: Reason) => {
    answer.destroy();
    return { missing };
  };
  if (statusCode !== 200) return refuse(because('list.answered', { host, status: statusCode }));
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') return refuse(because('list.kind', { kind: encoding }));
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of answer) {
    const bytes: Buffer = chunk;
    received += bytes.length;
    if (received > LARGEST_LIST) return refuse(because('list.too-large'));
    chunks.push(bytes);
  }
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.flatMap((one) => /^\s*charset="?([\w-]+)/.exec(one)?.[1] ?? [])[0] ?? null;
  return { bytes: Buffer.concat(chunks), contentType: type.trim(), charset, address };
}
