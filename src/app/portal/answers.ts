import { randomBytes } from 'node:crypto';
import { type AnswerId, answerId, entryId, type MemberId } from '../../model/ids.ts';
import {
  type Answer,
  acceptedAnswer,
  endedAnswer,
  isInForce,
  type Message,
  refusedAnswer,
} from '../../model/portal/answer.ts';
import type { TeamRole } from '../../model/portal/portal.ts';
import { accepted, ended, refused } from '../../model/register/entry.ts';
import { isoDate } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Store } from '../../store/store.ts';

/** A new id, which nothing leads to. */
export function newAnswerId(): AnswerId {
  return answerId(randomBytes(12).toString('base64url'));
}

/** Answers that wait for an admin, the oldest first. */
export async function openAnswers({ portal }: Store, now: UtcMs, zone: string): Promise<readonly Answer[]> {
  const today = isoDate(now, zone);
  const all = await portal.answers.list();
  return all.filter((answer) => answer.decision === 'waiting' && isInForce(answer, today));
}

/** An admin agrees. Null where the answer is gone, ended or decided. */
export async function acceptAnswer(
  store: Store,
  id: AnswerId,
  admin: MemberId,
  now: UtcMs,
): Promise<Answer | null> {
  return decide(store, id, (answer) => acceptedAnswer(answer, admin, now));
}

/** An admin refuses. @param reason what the member reads. */
export async function refuseAnswer(
  store: Store,
  id: AnswerId,
  admin: MemberId,
  now: UtcMs,
  reason: string,
): Promise<Answer | null> {
  return decide(store, id, (answer) => refusedAnswer(answer, admin, now, reason));
}

async function decide(
  { portal, register }: Store,
  id: AnswerId,
  next: (answer: Answer) => Answer,
): Promise<Answer | null> {
  const decided = await portal.answers.change(id, (answer) =>
    answer.end === null && answer.decision === 'waiting' ? next(answer) : null,
  );
  if (decided === null || decided.decidedBy === null || decided.decidedAt === null) return null;
  const { member, decision, decidedBy, decidedAt } = decided;
  await register.change(entryId(id), (entry) => {
    if (entry.state !== 'proposed') return null;
    return decision === 'accepted'
      ? accepted(entry, decidedBy, decidedAt)
      : refused(entry, decidedBy, decidedAt, decided.refusal ?? '');
  });
  await portal.journal.note({
    at: decidedAt,
    member,
    event: decision === 'accepted' ? 'keep-accepted' : 'keep-refused',
    params: {},
    actor: { role: 'admin', member: decidedBy },
  });
  await portal.notices.queue([
    {
      kind: 'answer-decided',
      ...{ member, recipient: null, params: { answer: id }, dueAt: decidedAt },
      key: `answer-decided:${id}`,
    },
  ]);
  return decided;
}

/** The member takes an answer back. Null where it is not theirs, or has ended. */
export async function undoAnswer(
  { portal, register }: Store,
  id: AnswerId,
  member: MemberId,
  now: UtcMs,
): Promise<Answer | null> {
  const undone = await portal.answers.change(id, (answer) =>
    answer.member === member && answer.end === null ? endedAnswer(answer, 'undone', now) : null,
  );
  if (undone === null) return null;
  await portal.journal.note({ at: now, member, event: 'keep-undone', params: {}, actor: null });
  // A proposal has the id of its answer.
  await register.change(entryId(id), (entry) =>
    entry.state === 'proposed' ? ended(entry, member, now) : null,
  );
  return undone;
}

/** Messages that are open still, the newest first. @param antenna null = those to the admins; left out = all. */
export async function openMessages({ portal }: Store, antenna?: string | null): Promise<readonly Message[]> {
  const all = await portal.messages.list();
  return all.filter(
    (message) => message.closedAt === null && (antenna === undefined || message.antenna === antenna),
  );
}

/** Null where the message is gone, or closed. */
export async function closeMessage(
  { portal }: Store,
  id: AnswerId,
  { role, member: by }: { readonly role: TeamRole; readonly member: MemberId },
  now: UtcMs,
): Promise<Message | null> {
  const closed = await portal.messages.change(id, (message) =>
    message.closedAt === null ? { ...message, closedAt: now, closedBy: by } : null,
  );
  if (closed !== null) {
    const { member } = closed;
    await portal.journal.note({
      ...{ at: now, member, event: 'message-closed', params: {} },
      actor: { role, member: by },
    });
  }
  return closed;
}
