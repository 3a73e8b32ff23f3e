import { CHECKS } from '../../checks/index.ts';
import { entryId, fileId, type MemberId, memberId, shareId } from '../../model/ids.ts';
import type { Answer, Message } from '../../model/portal/answer.ts';
import { newEntry } from '../../model/register/entry.ts';
import type { RunResult } from '../../model/result.ts';
import { isPublicLink } from '../../model/share.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Thing } from '../../report/mail/things.ts';
import type { MemberRow, Store } from '../../store/store.ts';
import { newAnswerId } from './answers.ts';
import type { PortalSetting } from './setting.ts';

/** What a member says of a thing that is still useful; the texts were checked. */
export interface Keeping {
  readonly until: string;
  readonly reason: string;
  readonly licence: string | null;
  readonly isProposed: boolean;
  readonly by: Answer['by'];
}

/** Keeps an answer "still useful"; it counts at once, and for what anybody could change once an admin agrees. */
export async function keepThing(
  { portal, snapshots, register }: Store,
  member: MemberId,
  thing: Thing,
  result: Pick<RunResult, 'shares'>,
  keeping: Keeping,
  now: UtcMs,
): Promise<Answer> {
  const { until, reason, licence, isProposed, by } = keeping;
  const { key, path, isFolder, fileId: file } = thing;
  const found = new Set(
    thing.findings.flatMap(({ subject }) => (subject.kind === 'share' ? [subject.id] : [])),
  );
  const shares = result.shares.filter((share) => found.has(share.id) && share.owner === member);
  const answer: Answer = {
    ...{ id: newAnswerId(), member, thing: key, path, isFolder },
    fileId: file === null ? null : fileId(file),
    shares: shares.map(({ id, owner, hasPassword, permissions }) => ({
      ...{ id: shareId(id), owner: memberId(owner), hasPassword, permissions },
    })),
    ...{ reason, licence, isProposed, until, givenAt: now, by },
    decision: asksAdmin(thing) ? 'waiting' : 'none',
    ...{ decidedBy: null, decidedAt: null, refusal: null, end: null, endedAt: null },
  };
  await portal.answers.add(answer);
  await portal.journal.note({ at: now, member, event: 'kept', params: { until }, actor: null });
  const link = shares.find(isPublicLink);
  if (isProposed && link !== undefined) {
    const known = (await snapshots.shares(member)) ?? [];
    const tokenHash = known.find(({ id }) => id === link.id)?.tokenHash ?? null;
    await register.add(
      newEntry({
        ...{ id: entryId(answer.id), origin: 'proposed', purpose: reason, licence, until },
        ...{ owner: member, proposedBy: member, tokenHash, fileId: fileId(link.fileId), createdAt: now },
      }),
    );
  }
  return answer;
}

function asksAdmin({ findings }: Thing): boolean {
  return findings.some(({ check }) => CHECKS.find(({ id }) => id === check)?.traits.asksAdmin === true);
}

/** Sends a message about a thing to the referents of the member's antenna; where there are none, to the admins. */
export async function reportMistake(
  { store, config }: PortalSetting,
  { id: member, antenna }: Pick<MemberRow, 'id' | 'antenna'>,
  { thing, text, isNamed }: { readonly thing: Thing; readonly text: string; readonly isNamed: boolean },
  now: UtcMs,
): Promise<Message> {
  const referents = config.referents.filter(({ group }) => group === antenna).map(({ mail }) => mail);
  const message: Message = {
    ...{ id: newAnswerId(), member, thing: thing.key, path: isNamed ? thing.path : null, text },
    antenna: referents.length > 0 ? antenna : null,
    ...{ sentAt: now, closedAt: null, closedBy: null },
  };
  await store.portal.messages.add(message);
  await store.portal.journal.note({ at: now, member, event: 'message-sent', params: {}, actor: null });
  const recipients = referents.length > 0 ? referents : config.admins.mails;
  await store.portal.notices.queue(
    recipients.map((recipient) => ({
      ...{ kind: 'message-to-referent' as const, member, recipient, dueAt: now },
      ...{ key: `message:${message.id}:${recipient}`, params: { message: message.id } },
    })),
  );
  return message;
}
