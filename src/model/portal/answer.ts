import type { AnswerId, FileId, MemberId, ShareId } from '../ids.ts';
import type { TreePath } from '../path/path.ts';
import type { Permission, Share } from '../share.ts';
import type { Bytes, UtcMs } from '../units.ts';

/** The key of a thing of a member, as the mail joins findings to one: `file:123`, `share:7`, `member:CHECK`. */
export type ThingKey = string;

/** What a member answered about: what is stored of the thing. */
export interface AnsweredThing {
  readonly member: MemberId;
  readonly thing: ThingKey;
  /** Null for places without one. */
  readonly path: TreePath | null;
  readonly isFolder: boolean;
  readonly fileId: FileId | null;
}

/** Whether an admin must agree, and what they said. */
export const DECISIONS = ['none', 'waiting', 'accepted', 'refused'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Why an answer counts no more before its last day. */
export const ANSWER_ENDS = [
  'undone',
  'replaced',
  'refused',
  'password-lost',
  'rights-added',
  'owner-changed',
] as const;
export type AnswerEnd = (typeof ANSWER_ENDS)[number];

/** How a share stood when it was answered for: an answer holds for no more than that. */
export interface ShareMark {
  readonly id: ShareId;
  readonly owner: MemberId;
  readonly hasPassword: boolean;
  readonly permissions: readonly Permission[];
}

/** "Still useful": what was found about a thing is accepted until a day. */
export interface Answer extends AnsweredThing {
  readonly id: AnswerId;
  /** The shares of the thing that were found when it was given; later ones it does not cover. */
  readonly shares: readonly ShareMark[];
  readonly reason: string;
  /** The licence or right by which the thing may be public; null where none is named. */
  readonly licence: string | null;
  /** Whether the member proposes it to the register. */
  readonly isProposed: boolean;
  /** The last day on which it counts, `YYYY-MM-DD` in the organisation's zone. */
  readonly until: string;
  readonly givenAt: UtcMs;
  readonly by: 'link' | 'session';
  readonly decision: Decision;
  readonly decidedBy: MemberId | null;
  readonly decidedAt: UtcMs | null;
  /** Why it was refused, as the member reads it. */
  readonly refusal: string | null;
  readonly end: AnswerEnd | null;
  readonly endedAt: UtcMs | null;
}

/** "A mistake?": what a member writes about a thing to the referent, or where there is none to the admins. */
export interface Message {
  readonly id: AnswerId;
  readonly member: MemberId;
  readonly thing: ThingKey;
  /** Of the thing, where it is openly shared or the member lets it be seen; else null. */
  readonly path: TreePath | null;
  readonly text: string;
  /** Null = to the admins. */
  readonly antenna: string | null;
  readonly sentAt: UtcMs;
  readonly closedAt: UtcMs | null;
  readonly closedBy: MemberId | null;
}

/**
 * What came of reading one thing again. `gone`, `protected`: done; `better`, `still`: something is left; `moved`: the file
 * lies elsewhere in the same space; `unknown`: the server did not tell; `refused`: there is no access to look by.
 */
export const LOOKED_OUTCOMES = [
  'gone',
  'protected',
  'better',
  'still',
  'moved',
  'unknown',
  'refused',
] as const;
export type LookedOutcome = (typeof LOOKED_OUTCOMES)[number];

/** What still opens a share, or keeps a file. */
export const LEFT = ['edit', 'password', 'end', 'open', 'there'] as const;
export type Left = (typeof LEFT)[number];

/** A share as a later reading of it alone saw it; null = it is no more. */
export interface LookedShare {
  readonly id: ShareId;
  readonly now: Pick<Share, 'hasPassword' | 'permissions' | 'expires' | 'lastDay' | 'unread'> | null;
}

/** The last time that a thing was read again at its member's word. */
export interface Look {
  readonly member: MemberId;
  readonly thing: ThingKey;
  readonly at: UtcMs;
  readonly outcome: LookedOutcome;
  readonly left: readonly Left[];
  /** The findings that are no more, by fingerprint. */
  readonly settled: readonly string[];
  readonly shares: readonly LookedShare[];
  /** What its going freed. */
  readonly freed: Bytes;
}

/** Whether an answer counts on a day (`YYYY-MM-DD`). */
export function isInForce({ end, until }: Pick<Answer, 'end' | 'until'>, today: string): boolean {
  return end === null && until >= today;
}

/** An answer that counts no more; one that has ended stays as it was. */
export function endedAnswer(answer: Answer, end: AnswerEnd, at: UtcMs): Answer {
  return answer.end === null ? { ...answer, end, endedAt: at } : answer;
}

export function acceptedAnswer(answer: Answer, by: MemberId, at: UtcMs): Answer {
  return { ...answer, decision: 'accepted', decidedBy: by, decidedAt: at };
}

/** @param refusal what the member reads. */
export function refusedAnswer(answer: Answer, by: MemberId, at: UtcMs, refusal: string): Answer {
  const refused = { ...answer, decision: 'refused' as const, decidedBy: by, decidedAt: at, refusal };
  return endedAnswer(refused, 'refused', at);
}
