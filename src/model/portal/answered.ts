import type { Finding } from '../finding.ts';
import { groupedBy } from '../lists/grouped.ts';
import type { ResultFinding } from '../result.ts';
import { lacksPassword, type Share } from '../share.ts';
import { type Answer, type AnswerEnd, endedAnswer, isInForce } from './answer.ts';

/** A share as far as an answer depends on it. */
export type SeenShare = Pick<Share, 'hasPassword' | 'permissions'> & {
  readonly id: string;
  readonly owner: string;
  readonly unread: readonly string[];
};

/** What answers are held against. */
export interface AnswerSetting {
  /** Every share that is known. */
  readonly shares: readonly SeenShare[];
  /** `YYYY-MM-DD` in the organisation's zone. */
  readonly today: string;
  /** Whether a check's findings stay until an admin agrees. */
  readonly asksAdmin: (check: string) => boolean;
}

/** Why an answer holds no more, for what it was given for has changed; null = it holds. What was not seen has not changed. */
export function changedSince(
  { shares }: Pick<Answer, 'shares'>,
  seen: ReadonlyMap<string, SeenShare>,
): AnswerEnd | null {
  for (const mark of shares) {
    const share = seen.get(mark.id);
    if (share === undefined) continue;
    if (share.owner !== mark.owner) return 'owner-changed';
    if (mark.hasPassword && lacksPassword(share)) return 'password-lost';
    if (share.permissions.some((right) => !mark.permissions.includes(right))) return 'rights-added';
  }
  return null;
}

/** The answers that have ended because what they were given for has changed. */
export function endedByChange(
  answers: readonly Answer[],
  { shares, today }: Pick<AnswerSetting, 'shares' | 'today'>,
  at: number,
): readonly Answer[] {
  const seen = new Map(shares.map((share) => [share.id, share]));
  return answers.flatMap((answer) => {
    const end = isInForce(answer, today) ? changedSince(answer, seen) : null;
    return end === null ? [] : [endedAnswer(answer, end, at)];
  });
}

/**
 * Findings as the members' answers leave them: what is covered is excepted, or waits for an admin; what an answer covered
 * that counts no more is open again. An exception of the config goes before.
 */
export function withAnswers<F extends Finding | ResultFinding>(
  findings: readonly F[],
  answers: readonly Answer[],
  setting: AnswerSetting,
): readonly F[] {
  return findings.map(answeredBy(answers, setting));
}

/** The same of one finding at a time. */
export function answeredBy(
  answers: readonly Answer[],
  { shares, today, asksAdmin }: AnswerSetting,
): <F extends Finding | ResultFinding>(finding: F) => F {
  const seen = new Map(shares.map((share) => [share.id, share]));
  const holding = answers.filter((answer) => isInForce(answer, today) && changedSince(answer, seen) === null);
  const byMember = groupedBy(holding, ({ member }) => String(member));
  return (finding) => {
    const plain = withoutAnswer(finding);
    if (plain.state === 'excepted' || plain.state === 'fixed') return plain;
    const answer = byMember.get(plain.member ?? '')?.find((one) => isAbout(one, plain));
    if (answer === undefined) return plain;
    const { until } = answer;
    if (!asksAdmin(plain.check) || answer.decision === 'accepted')
      return { ...plain, state: 'excepted' as const, answer: { state: 'in-force' as const, until } };
    return answer.decision === 'waiting' ? { ...plain, answer: { state: 'waiting' as const, until } } : plain;
  };
}

/** A finding as it would stand without answers. */
function withoutAnswer<F extends Finding | ResultFinding>(finding: F): F {
  if (finding.answer === undefined) return finding;
  const state = finding.state === 'excepted' ? ('open' as const) : finding.state;
  return { ...finding, state, answer: undefined };
}

/** An answer covers what was found about its file or folder, and its shares of then. */
function isAbout(
  answer: Pick<Answer, 'fileId' | 'shares' | 'thing'>,
  { check, subject }: Pick<Finding | ResultFinding, 'check' | 'subject'>,
): boolean {
  if (subject.kind === 'share') return answer.shares.some(({ id }) => id === subject.id);
  if (subject.kind === 'member') return answer.thing === `member:${check}`;
  return answer.fileId === subject.id;
}
