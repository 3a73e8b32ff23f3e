import { RequestError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { Session } from '../http/exchange.ts';
import { type AccountRecord, readAccount } from './accounts.ts';

/** What the server says of one account that its list does not show. */
export type AccountAnswer =
  | { readonly kind: 'found'; readonly record: AccountRecord }
  /** It said itself that there is no such account. */
  | { readonly kind: 'denied' }
  | { readonly kind: 'unknown'; readonly reason: Reason };

/** Questions about single accounts, of which a run may ask only so many. */
export interface NameQuestions {
  /**
   * @returns the same answer each time; 'unknown' without a request where no question is left.
   * @throws {RequestError} 'maintenance' alone.
   */
  ask(id: MemberId): Promise<AccountAnswer>;
}

const MOST_QUESTIONS = 20;
/** A server that fails so often in a row is left alone: each question may take the patience of several tries. */
const MOST_FAILURES = 3;
const NOT_ASKED = because('account.not-asked');
const NO_ANSWER = because('account.no-answer');

/** At most twenty questions `GET /cloud/users/ID`, as the administrator. */
export function nameQuestions(session: Session): NameQuestions {
  const answers = new Map<MemberId, AccountAnswer>();
  let left = MOST_QUESTIONS;
  let failures = 0;
  return {
    async ask(id) {
      const known = answers.get(id);
      if (known !== undefined) return known;
      if (left === 0 || failures === MOST_FAILURES) return { kind: 'unknown', reason: NOT_ASKED };
      left--;
      const answer = await askOne(session, id);
      failures = answer.kind === 'unknown' ? failures + 1 : 0;
      answers.set(id, answer);
      return answer;
    },
  };
}

async function askOne(session: Session, id: MemberId): Promise<AccountAnswer> {
  // No segment of a path can be these, nor hold a slash or a zero byte.
  if (/^\.{0,2}$/.test(id) || /[/\\\0]/.test(id)) return { kind: 'unknown', reason: NOT_ASKED };
  try {
    const record = await readAccount(session, id);
    return record.enabled === undefined ? { kind: 'unknown', reason: NO_ANSWER } : { kind: 'found', record };
  } catch (error) {
    if (!(error instanceof RequestError) || error.failure === 'maintenance') throw error;
    const isDenied = error.failure === 'not-found' && error.ocsCode === 404;
    return isDenied ? { kind: 'denied' } : { kind: 'unknown', reason: NO_ANSWER };
  }
}
