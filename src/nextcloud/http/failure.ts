import type { Readable } from 'node:stream';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { RequestError, RequestFailure } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { Traffic } from './exchange.ts';
import { ocsCodeOf } from './ocs-code.ts';
import { retryAfter } from './retry.ts';
import { shownAddress } from './shown-address.ts';
import type { RawAnswer } from './transport.ts';

/** Enough of an error body to know its class; the rest is read and dropped, so that the connection can be used again. */
const KEEP_BYTES = 64 * 1024;
const DRAIN_BYTES = 8 * 1024 * 1024;

/** Reads a body that nobody wants to its end, or cuts the connection where it never ends. */
export async function drain(body: Readable, traffic: Traffic): Promise<string> {
  const kept: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      const bytes = Buffer.from(chunk);
      if (size < KEEP_BYTES) kept.push(bytes);
      size += bytes.length;
      traffic.bytesReceived += bytes.length;
      if (size > DRAIN_BYTES) break;
    }
  } catch {
    // The answer is an error already; a body that breaks on top of it changes nothing.
  } finally {
    body.destroy();
  }
  return Buffer.concat(kept).toString('utf8');
}

const parser = new XMLParser({
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreAttributes: true,
  removeNSPrefix: true,
  processEntities: { enabled: true, maxTotalExpansions: 100 },
});

/** What Sabre says of an error: class names, which are the same in every language, and a message, which is not. */
export interface DavError {
  readonly exception: string;
  readonly message: string;
}

/** Reads a Sabre error document; null when the text is none, or is one that no honest server sends. */
export function davErrorOf(text: string): DavError | null {
  const error = at(documentOf(text), 'error');
  const exception = at(error, 'exception');
  const message = at(error, 'message');
  if (typeof exception !== 'string') return null;
  return { exception: exception.trim(), message: typeof message === 'string' ? message.trim() : '' };
}

/** Null also where the parser refuses what is nested too deep, or has entities of its own: that says nothing of the error. */
function documentOf(text: string): unknown {
  if (!text.trimStart().startsWith('<') || XMLValidator.validate(text) !== true) return null;
  try {
    return parser.parse(text);
  } catch {
    return null;
  }
}

/** Whether a 503 says by itself that the server is in maintenance. */
export function saysMaintenance(error: DavError | null): boolean {
  return error?.exception.endsWith('\\ServerMaintenanceMode') ?? false;
}

/** A disabled account answers 503 with a class before a translated text: the second one from Nextcloud 32 on. */
const DISABLED = /^OC\\User\\(?:LoginException|DisabledUserException)/;

/** ownCloud answers 401 with these words, by DAV and by OCS, and the class of a refused login. */
const DISABLED_IN_OWNCLOUD = /<s:message>User disabled<|"message":"User disabled"/;

/**
 * Whether an answer to a request by AppAPI says that the server takes none from here for a while, after wrong secrets:
 * DAV answers 500, OCS 429 in its envelope.
 */
export function saysLockedOut(status: number, body: string): boolean {
  if (status === 429) return ocsCodeOf(body) === 429;
  return status === 500 && (davErrorOf(body)?.exception.endsWith('\\MaxDelayReached') ?? false);
}

export function saysDisabledAccount(error: DavError | null): boolean {
  return error !== null && DISABLED.test(error.message);
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/**
 * What a proxy says when the server behind it did not answer it (RFC 9110, 15.6.3 and 15.6.5; 520 to 524 are those of a
 * well-known one), or when the request did not reach it in time. Passes like a cut connection.
 */
const GATEWAY = [408, 425, 502, 504, 520, 521, 522, 523, 524];

/** What a status from 300 on means; `closed` is whether status.php spoke of maintenance or an upgrade, where it was asked. */
export function failureOf(status: number, body: string, closed: boolean): RequestFailure {
  if (status < 400) return 'redirected';
  if (status === 401) return DISABLED_IN_OWNCLOUD.test(body) ? 'disabled-account' : 'unauthorised';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 423) return 'locked';
  if (status === 429) return 'rate-limited';
  if (status === 501) return 'unsupported';
  if (GATEWAY.includes(status)) return 'gateway';
  if (status === 500 && body.trim() === '') return 'too-big';
  if (status !== 503) return 'unexpected';
  if (closed) return 'maintenance';
  return saysDisabledAccount(davErrorOf(body)) ? 'disabled-account' : 'unavailable';
}

const ADVICE: Partial<Record<RequestFailure, Reason>> = {
  unauthorised: because('advice.unauthorised'),
  forbidden: because('advice.forbidden'),
  'rate-limited': because('advice.rate-limited'),
  maintenance: because('advice.maintenance'),
  redirected: because('advice.redirected'),
  'too-big': because('advice.too-big'),
  'disabled-account': because('advice.disabled-account'),
  gateway: because('advice.gateway'),
};

/**
 * What an answer from 300 on says beside its status.
 * @param asked the address of the request: a redirect may be relative to it.
 * @param closed why nobody is served, where that is so.
 */
export function factsIn(answer: RawAnswer, text: string, asked: URL, closed: Reason | null): AnswerFacts {
  const elsewhere = pointedTo(asked, answer);
  return {
    retryAfterMs: retryAfter(answer.header('retry-after'), Date.now()),
    advice: closed ?? adviceIn(answer.status, text, elsewhere),
    ocsCode: ocsCodeOf(text),
    exception: davErrorOf(text)?.exception ?? null,
    elsewhere,
  };
}

/** What to do, where the answer says more than its status. */
function adviceIn(status: number, text: string, elsewhere: URL | null): Reason | null {
  // Its path may name a member's folder, and its query a session.
  if (elsewhere !== null) return because('advice.redirected-to', { address: elsewhere.origin });
  // Nextcloud answers so, also for status.php, when its `trusted_domains` lacks the name in our address.
  if (status === 400 && text.includes('Trusted domain error')) return because('advice.untrusted-domain');
  if (davErrorOf(text)?.exception.endsWith('\\TermsNotSignedException') === true)
    return because('advice.terms-of-service');
  return null;
}

/** What an answer says beside its status. */
interface AnswerFacts {
  readonly retryAfterMs?: number | null;
  readonly advice?: Reason | null;
  readonly ocsCode?: number | null;
  readonly exception?: string | null;
  readonly elsewhere?: URL | null;
}

/** The error of an answer; names method, address and status, never a person, a header or a body. */
export function answerError(
  method: string,
  path: string,
  status: number,
  failure: RequestFailure,
  { advice = null, ...facts }: AnswerFacts = {},
): RequestError {
  const known = advice ?? ADVICE[failure];
  const request = `${method} ${shownAddress(path)}`;
  const reason =
    known === undefined
      ? because('request.answered', { request, status })
      : because('request.answered-because', { request, status, advice: [known] });
  return requestError(failure, reason, status, facts);
}

/** Where an answer points; null where it points nowhere, or to what is no address. */
function pointedTo(asked: URL, { status, header }: RawAnswer): URL | null {
  const location = header('location');
  if (status >= 400 || location === null || !URL.canParse(location, asked.href)) return null;
  const target = new URL(location, asked);
  return /^https?:$/.test(target.protocol) ? target : null;
}
