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
  /** What was asked so far, as plain data: another process of the same run goes on with it. */
  soFar(): QuestionsSoFar;
}

export interface QuestionsSoFar {
  readonly answers: ReadonlyMap<MemberId, AccountAnswer>;
  readonly left: number;
  /** In a row. */
  readonly failures: number;
}

const MOST_QUESTIONS = 20;
/** A server that fails so often in a row is left alone: each question may take the patience of several tries. */
const MOST_FAILURES = 3;
const NOT_ASKED = because('account.not-asked');
const NO_ANSWER = because('account.no-answer');

const NOTHING_ASKED: QuestionsSoFar = { answers: new Map(), left: MOST_QUESTIONS, failures: 0 };

/** At most twenty questions `GET /cloud/users/ID`, as the administrator. */
export function nameQuestions(session: Session, before = NOTHING_ASKED): NameQuestions {
  const answers = new Map(before.answers);
  let { left, failures } = before;
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
    soFar: () => ({ answers: new Map(answers), left, failures }),
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
