import {
  type MenageError,
  PartialError,
  RequestError,
  type RequestErrorOptions,
  type RequestFailure,
  ServerUnusableError,
} from '../errors.ts';
import { because, type Reason } from './reason.ts';
import { reasonSentence } from './sentence.ts';

/** The error of one request. Its message is the sentence of the reason. */
export function requestError(
  failure: RequestFailure,
  reason: Reason,
  status: number | null,
  options: Omit<RequestErrorOptions, 'reason'> = {},
): RequestError {
  return new RequestError(failure, reasonSentence([reason]), status, { ...options, reason });
}

/** The error of a run that is worth nothing. */
export function serverUnusable(reason: Reason, options: ErrorOptions = {}): ServerUnusableError {
  return new ServerUnusableError(reasonSentence([reason]), { ...options, reason });
}

/** The error of work that could be done in part. */
export function partialError(reason: Reason, options: ErrorOptions = {}): PartialError {
  return new PartialError(reasonSentence([reason]), { ...options, reason });
}

/** Why something failed; of an error without a key its message alone is known. */
export function reasonOf(error: MenageError): Reason {
  return error.reason ?? because('problem', { message: error.message });
}
