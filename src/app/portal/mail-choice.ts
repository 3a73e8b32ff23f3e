import type { MemberId } from '../../model/ids.ts';
import type { Language } from '../../model/member.ts';
import type { LinkKind, MailInterval } from '../../model/portal/portal.ts';
import type { UtcMs } from '../../model/units.ts';
import type { PortalSetting } from './setting.ts';

type Setting = Pick<PortalSetting, 'store' | 'vault' | 'deliverSoon'>;

/** A member chooses how often mails come, and in which language (null = that of the account). */
export async function chooseMails(
  { store }: Setting,
  member: MemberId,
  choice: { readonly every: MailInterval; readonly language: Language | null },
  now: UtcMs,
): Promise<void> {
  const { every, language } = await store.portal.people.get(member);
  if (every === choice.every && language === choice.language) return;
  await store.portal.people.setMails(member, choice);
  await store.portal.journal.note({ at: now, member, event: 'mails-changed', params: {}, actor: null });
}

/** Ends a member's mails; to somebody who was only invited that is a "no thanks". Again is no fault. */
export async function endMails({ store, vault }: Setting, member: MemberId, now: UtcMs): Promise<void> {
  const { people, journal } = store.portal;
  const { every, language, round, declinedAt } = await people.get(member);
  if (every !== 'never') {
    await people.setMails(member, { every: 'never', language });
    await journal.note({ at: now, member, event: 'unsubscribed', params: {}, actor: null });
  }
  if (round > 0 && declinedAt === null && vault.get(member) === null) {
    await people.setDeclined(member, now);
    await journal.note({ at: now, member, event: 'declined', params: {}, actor: null });
  }
}

/** Each person gets three new links an hour at most. */
const BETWEEN_LINKS_MS = 20 * 60_000;

/** Mails a new link of the kind that was over, to the person's own address. */
export async function renewLink(
  { store, deliverSoon }: Setting,
  member: MemberId,
  link: LinkKind,
  now: UtcMs,
): Promise<void> {
  const key = `renewed-link:${member}:${Math.floor(now / BETWEEN_LINKS_MS)}`;
  const about = { member, recipient: null, key, dueAt: now };
  const queued = await store.portal.notices.queue([
    link === 'sign-in'
      ? { kind: 'sign-in', params: { page: 'report' }, ...about }
      : { kind: 'renewed-link', params: { link }, ...about },
  ]);
  if (queued === 0) return;
  await store.portal.journal.note({ at: now, member, event: 'link-renewed', params: {}, actor: null });
  deliverSoon();
}
