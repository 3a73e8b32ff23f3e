import { MenageError } from '../../model/errors.ts';
import { isPassing, networkFaultOf } from '../../model/network/fault.ts';
import { portOf, unreachedBecause } from '../../model/network/unreached.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { shownAddress } from './shown-address.ts';

/** How far a request had come when it broke. */
interface Broken {
  readonly method: string;
  readonly path: string;
  readonly server: URL;
  readonly timedOut: boolean;
  /** Whether the answer had begun. */
  readonly answered: boolean;
  /** Whether less may be asked for in one answer: a SEARCH has pages, Depth infinity has folders. */
  readonly divisible: boolean;
}

/** What broke while a request was under way, as one of our errors where it is one of the network's. */
export function understood(error: unknown, broken: Broken): unknown {
  if (error instanceof MenageError) return error;
  const request = `${broken.method} ${shownAddress(broken.path)}`;
  if (broken.timedOut)
    return requestError('time-out', because('request.time-out', { request }), null, { cause: error });
  const code = codeOf(error);
  if (code === null) return error;
  // The server, or what stands before it, ran out of something: the same answer would break off again.
  if (broken.answered && broken.divisible)
    return requestError('cut-short', because('answer.cut-short'), null, { cause: error });
  const fault = networkFaultOf(error);
  const failure = fault === null || isPassing(fault) ? 'connection' : 'unreachable';
  return requestError(failure, reasonFor(error, request, code, broken), null, { cause: error });
}

function reasonFor(error: unknown, request: string, code: string, { server, answered }: Broken): Reason {
  const fault = networkFaultOf(error);
  if (answered && fault === 'cut') return because('request.cut', { request });
  if (answered || fault === null) return because('request.broke-off', { request, code });
  const peer = {
    service: 'nextcloud',
    host: server.hostname,
    port: portOf(server),
    key: 'server.url',
  } as const;
  return because('request.unreached', { request, cause: [unreachedBecause(fault, peer, error)] });
}

/** Errors of the network carry a code (ECONNRESET, ERR_STREAM_PREMATURE_CLOSE) or a type of the HTTP client. */
function codeOf(cause: unknown): string | null {
  if (typeof cause !== 'object' || cause === null) return null;
  const code: unknown = Reflect.get(cause, 'code') ?? Reflect.get(cause, 'type');
  return typeof code === 'string' && /^[A-Za-z][A-Za-z0-9_-]*$/.test(code) ? code : null;
}
