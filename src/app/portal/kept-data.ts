import type { MemberId } from '../../model/ids.ts';
import { memberKey } from '../../model/mail.ts';
import type { Answer } from '../../model/portal/answer.ts';
import { isPublicLink } from '../../model/share.ts';
import type { UtcMs } from '../../model/units.ts';
import type { JournalEntry } from '../../store/portal/journal-store.ts';
import type { PortalPerson } from '../../store/portal/portal-store.ts';
import type { MemberRow, Snapshot } from '../../store/store.ts';
import { everythingAbout } from '../member-data.ts';
import { keyName } from './flow/key.ts';
import type { PortalSetting } from './setting.ts';

/** What is kept about a person, as the page of their data shows it. */
export interface KeptData {
  readonly snapshot: Snapshot | null;
  /** Null where no list was read. */
  readonly shares: { readonly all: number; readonly links: number } | null;
  /** Stored runs that know the person's use. */
  readonly reports: number;
  readonly answers: readonly Answer[];
  readonly messages: number;
  readonly mails: number;
  readonly row: MemberRow | null;
  /** Null where the portal has nothing to remember of the person. */
  readonly person: PortalPerson | null;
  readonly journal: readonly JournalEntry[];
  /** Null where the vault has none. */
  readonly key: { readonly name: string; readonly givenAt: UtcMs } | null;
  /** Whether a registration reads everybody, without a key of the person. */
  readonly isReadByRegistration: boolean;
  /** Null where the access stands, or there never was any. */
  readonly withdrawnAt: UtcMs | null;
  /** Whether a key that was taken back may still be taken by the server. */
  readonly isKeyWaiting: boolean;
}

export async function keptData(
  { store, vault }: Pick<PortalSetting, 'store' | 'vault'>,
  member: MemberId,
): Promise<KeptData> {
  await vault.reload();
  const { portal, snapshots } = store;
  const shares = await snapshots.shares(member);
  const messages = await portal.messages.list();
  const notices = await portal.notices.list(member);
  const entry = vault.list().find((one) => one.member === member);
  const withdrawnAt = (await portal.withdrawals.withdrawn()).get(member) ?? null;
  // Looking makes nobody known.
  const people = await portal.people.list();
  const keys = await portal.withdrawals.keys();
  return {
    snapshot: await snapshots.get(member),
    shares: shares && { all: shares.length, links: shares.filter(isPublicLink).length },
    reports: (await store.runs.usageHistory([member])).get(member)?.length ?? 0,
    answers: await portal.answers.list(member),
    messages: messages.filter((message) => message.member === member).length,
    mails: (await store.outbox.under(memberKey(member))).length + notices.length,
    row: await store.members.get(member),
    person: people.find((one) => one.member === member) ?? null,
    journal: await portal.journal.of(member),
    key: entry === undefined ? null : { name: await keyName(store, entry), givenAt: entry.addedAt },
    isReadByRegistration: vault.registration() !== null && withdrawnAt === null,
    withdrawnAt,
    isKeyWaiting: keys.some((key) => key.member === member),
  };
}

/** Everything that is kept about a person, as a value for JSON; of the team it names the role alone. */
export async function exportOf(
  { store, vault }: Pick<PortalSetting, 'store' | 'vault'>,
  member: MemberId,
): Promise<unknown> {
  const entry = vault.list().find((one) => one.member === member);
  return {
    ...(await everythingAbout(store, member)),
    key: entry === undefined ? null : { name: await keyName(store, entry), givenAt: entry.addedAt },
  };
}
