import { resolve } from 'node:path';
import type { Config } from '../../config/load.ts';
import { writeMails } from '../../deliver/folder.ts';
import type { NoticeSummary } from '../../deliver/notices.ts';
import { writeOutput } from '../../files/write.ts';
import { UsageError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import { LINK_STAND_IN, memberKey, type OutgoingMail } from '../../model/mail.ts';
import { noticeMail, outgoingNotice } from '../../report/mail/notice/notice.ts';
import { renderMail } from '../../report/mail/render.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { existingVaultOf } from '../open.ts';
import { organisationOf } from '../report/input.ts';
import { periodOf } from '../report/period.ts';
import { templatesOf } from '../report/templates.ts';
import { wordsOf } from '../report/wording.ts';
import type { Sending } from '../send/round.ts';
import { heldAsRestored, rememberedSendings } from '../send/sendings.ts';
import { type Invitable, invitableMembers, inviteMember, seenAccounts } from './invitations.ts';
import { LINK_LIVES } from './links.ts';
import { linkAddress } from './mail-links.ts';
import { deliverDueNotices, noticeDelivery } from './notices.ts';

/** Who would be invited now, and where all others stand. */
export interface InvitationPlan {
  readonly members: readonly MemberId[];
  readonly counts: Readonly<Record<Invitable, number>>;
}

/** How inviting ended. */
export interface Invited {
  readonly plan: InvitationPlan;
  /** Why nobody was invited; null where whoever may be was. */
  readonly held: InvitationHeld | null;
  /** What left now: invitations, and whatever else was due. */
  readonly summary: NoticeSummary;
}

/** "first": none ever left this store; "many": more than the config lets leave at once; "restored": a backup. */
export type InvitationHeld = 'first' | 'many' | 'restored';

/** @throws {UsageError} when the config has no portal, or there was no run yet. */
export async function planInvitations(
  store: Store,
  config: Config,
  context: AppContext,
): Promise<InvitationPlan> {
  if (config.portal === undefined)
    throw new UsageError(
      `There is no "portal" in ${config.file}, where invitations lead to: write its url there, as in docs/portal.md.`,
    );
  const accounts = await seenAccounts(store, config);
  if (accounts === null)
    throw new UsageError('Who is a member is not known before the first run: start one with "menage audit".');
  const vault = await existingVaultOf(config, context);
  const states = await invitableMembers({ store, config, vault, accounts });
  const counts = { yes: 0, invited: 0, granted: 0, declined: 0, 'no-mail': 0, 'not-there': 0 };
  for (const state of states.values()) counts[state] += 1;
  return { members: [...states].flatMap(([id, state]) => (state === 'yes' ? [id] : [])), counts };
}

/**
 * Invites everybody who may be asked and was not yet, unless a brake holds, and delivers what is due.
 * @throws {UsageError} when the config has no portal, or there was no run yet.
 */
export async function inviteMembers(
  store: Store,
  config: Config,
  context: AppContext,
  sending: Pick<Sending, 'sender' | 'secrets' | 'yes' | 'agreeFirst'>,
): Promise<Invited> {
  const plan = await planInvitations(store, config, context);
  const held = sending.yes ? null : await heldBy(plan, store, config, context, sending);
  const now = context.now();
  if (held === null) for (const member of plan.members) await inviteMember({ store, config }, member, now);
  const delivery = await noticeDelivery(store, config, context, sending);
  return { plan, held, summary: await deliverDueNotices(store, config, delivery) };
}

/** How many people would be invited by the next run and are not, for a brake holds it. */
export async function heldInvitations(store: Store, config: Config, context: AppContext): Promise<number> {
  const plan = await planInvitations(store, config, context);
  const held = await heldBy(plan, store, config, context, { agreeFirst: async () => false });
  return held === null ? 0 : plan.members.length;
}

async function heldBy(
  { members, counts }: InvitationPlan,
  store: Store,
  config: Config,
  context: AppContext,
  { agreeFirst }: Pick<Sending, 'agreeFirst'>,
): Promise<InvitationHeld | null> {
  if (members.length === 0) return null;
  const { mail, organisation } = config;
  const period = periodOf(context.now(), mail.every, organisation.timezone);
  // A store put back from a backup does not know whom a later one invited.
  const remembered = await rememberedSendings(store, config, context);
  if (heldAsRestored(remembered, period, context).length > 0) return 'restored';
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  if ((100 * members.length) / all > mail.maxShareOfMembersPerRun) return 'many';
  const isFirst = (await store.portal.people.list()).every(({ round }) => round === 0);
  if (!isFirst) return null;
  return (await agreeFirst(await invitationMails(members, store, config, context))) ? null : 'first';
}

/** The invitations as they would leave, without keys: their links open nothing. */
export async function invitationMails(
  members: readonly MemberId[],
  store: Store,
  config: Config,
  context: AppContext,
): Promise<readonly OutgoingMail[]> {
  const { portal, referents } = config;
  const rows = new Map((await store.members.list()).map((row) => [row.id, row]));
  const [words, templates, now] = [wordsOf(config), templatesOf(config), context.now()];
  const sender = { from: config.mail.from ?? 'menage <menage@localhost>', date: now };
  return members.flatMap((member) => {
    const row = rows.get(member);
    if (row === undefined || row.mail === null || portal === undefined) return [];
    const { mail: address, name, language, antenna } = row;
    const page = {
      href: linkAddress(portal.url, 'invitation', LINK_STAND_IN),
      until: now + LINK_LIVES.invitation,
    };
    const mail = noticeMail({
      ...{ words, referents, now, organisation: organisationOf(config) },
      to: { mail: address, name, language, antenna },
      hosts: { portal: new URL(portal.url).host, server: new URL(config.server.url).host },
      content: {
        ...{ kind: 'invitation', reminder: 0, left: portal.reminders, page },
        unsubscribe: linkAddress(portal.url, 'unsubscribe', LINK_STAND_IN),
      },
    });
    const key = memberKey(member);
    return [outgoingNotice(mail, renderMail(mail, templates), sender, { id: `${now} ${member}`, key })];
  });
}

/** Writes the invitations as files instead of sending them; gives back each with its path. */
export async function writeInvitations(
  mails: readonly OutgoingMail[],
  folder: string,
): Promise<readonly { readonly mail: OutgoingMail; readonly path: string }[]> {
  const paths = await writeMails(mails, resolve(folder, 'invitations'), writeOutput);
  return mails.map((mail, index) => ({ mail, path: paths[index] ?? '' }));
}
