import type { Config } from '../../config/load.ts';
import type { ComposedNotice } from '../../deliver/notices.ts';
import { answerId, type MemberId } from '../../model/ids.ts';
import { adminKey, memberKey } from '../../model/mail.ts';
import type { LinkKind } from '../../model/portal/portal.ts';
import { addressIdentity } from '../../model/text/mail-address.ts';
import type { UtcMs } from '../../model/units.ts';
import type { NoticeContent, PageLink } from '../../report/mail/notice/content.ts';
import { noticeMail, outgoingNotice } from '../../report/mail/notice/notice.ts';
import { renderMail } from '../../report/mail/render.ts';
import type { CompiledTemplates } from '../../report/templates.ts';
import type { Words } from '../../report/text/words.ts';
import type { Notice } from '../../store/portal/portal-store.ts';
import type { MemberRow } from '../../store/store.ts';
import { organisationOf } from '../report/input.ts';
import { type InvitationSources, invitationStep } from './invitations.ts';
import { LINK_LIVES, type Links } from './links.ts';
import { linkAddress, reportLinkMs } from './mail-links.ts';

/** What notices are composed with. */
export interface NoticeSources extends InvitationSources {
  readonly links: Links;
  readonly words: Words;
  readonly templates: CompiledTemplates;
  readonly clock: () => UtcMs;
}

/** Whoever asked for a link so long ago has given up on it. */
const SIGN_IN_MS = 60 * 60_000;

/** Makes the mail of a notice with new keys, unless there is no reason for it any more. */
export async function composeNotice(notice: Notice, sources: NoticeSources): Promise<ComposedNotice> {
  const { store, config, words, templates, clock } = sources;
  const { portal } = config;
  const rows = await store.members.list();
  const person = notice.member === null ? null : (rows.find(({ id }) => id === notice.member) ?? null);
  const to = await recipientOf(notice, person, rows, sources);
  if (portal === undefined || to === null) return { kind: 'dropped' };
  const content = await contentOf(notice, { row: person, mail: to.mail }, sources);
  if (content.kind === 'dropped' || content.kind === 'later') return content;
  const now = clock();
  const mail = noticeMail({
    ...{ words, content, to, now },
    organisation: organisationOf(config),
    referents: config.referents,
    hosts: { portal: new URL(portal.url).host, server: new URL(config.server.url).host },
  });
  const sender = { from: config.mail.from ?? 'menage <menage@localhost>', date: now };
  const key = notice.recipient === null ? memberKey(notice.member ?? '') : adminKey(to.mail);
  return {
    kind: 'mail',
    mail: outgoingNotice(mail, renderMail(mail, templates), sender, { id: notice.id, key }),
  };
}

/** Null where no address is known. Whoever is a member is spoken to in the language that they chose. */
async function recipientOf(
  { recipient, member }: Notice,
  person: MemberRow | null,
  rows: readonly MemberRow[],
  { store, config }: NoticeSources,
) {
  if (recipient === null) {
    if (person === null || person.mail === null || member === null) return null;
    const { language } = await store.portal.people.get(member);
    const { mail, name, antenna } = person;
    return { mail, name, antenna, language: language ?? person.language };
  }
  const own = rows.find(({ mail }) => mail !== null && addressIdentity(mail) === addressIdentity(recipient));
  const language = own?.language ?? config.organisation.language;
  return { mail: recipient, name: own?.name ?? '', antenna: null, language };
}

type Content = NoticeContent | Exclude<ComposedNotice, { readonly kind: 'mail' }>;

async function contentOf(
  notice: Notice,
  { row: person, mail }: { readonly row: MemberRow | null; readonly mail: string },
  sources: NoticeSources,
): Promise<Content> {
  const { store, config, clock } = sources;
  const { member } = notice;
  const name = person === null ? (member ?? '') : person.name || person.id;
  switch (notice.kind) {
    case 'invitation':
      return invitationContent(notice, mail, sources);
    case 'sign-in':
      if (member === null || clock() - notice.dueAt > SIGN_IN_MS) return { kind: 'dropped' };
      return { kind: notice.kind, page: await signInLink(member, notice.params.page, sources) };
    case 'renewed-link':
      if (member === null) return { kind: 'dropped' };
      return { kind: notice.kind, page: await pageLink(member, notice.params.link, sources) };
    case 'access-given':
      if (member === null) return { kind: 'dropped' };
      return { kind: notice.kind, ...notice.params, page: await pageLink(member, 'report', sources) };
    case 'key-left':
      return { kind: notice.kind, ...notice.params, settings: keySettings(config) };
    case 'key-revoked':
      return { kind: notice.kind, ...notice.params };
    case 'answer-decided': {
      const answer = await store.portal.answers.get(answerId(notice.params.answer));
      if (answer === null || member === null || !isDecided(answer.decision)) return { kind: 'dropped' };
      return {
        ...{ kind: notice.kind, decision: answer.decision, until: answer.until },
        ...{ thing: answer.path ?? '', reason: answer.refusal ?? '' },
        page: await pageLink(member, 'report', sources),
      };
    }
    case 'message-to-referent': {
      const message = await store.portal.messages.get(answerId(notice.params.message));
      if (message === null) return { kind: 'dropped' };
      return {
        ...{ kind: notice.kind, name, text: message.text, thing: message.path },
        ...{ replyTo: person?.mail ?? null, page: `${config.portal?.url ?? ''}/sign-in` },
      };
    }
    case 'wrong-accounts':
      return { kind: notice.kind, name, ...notice.params };
  }
}

function isDecided(decision: string): decision is 'accepted' | 'refused' {
  return decision === 'accepted' || decision === 'refused';
}

/** Where Nextcloud lists the keys of whoever is signed in. */
function keySettings({ server }: Config): string {
  return `${server.url}/settings/user/security`;
}

async function invitationContent(
  notice: Extract<Notice, { readonly kind: 'invitation' }>,
  mail: string,
  sources: NoticeSources,
): Promise<Content> {
  const { store, config, links, clock } = sources;
  const { member, params } = notice;
  if (member === null || config.portal === undefined) return { kind: 'dropped' };
  const person = await store.portal.people.get(member);
  const step = await invitationStep(notice, person, mail, sources, clock());
  if (step.kind !== 'send') return step;
  const token = await links.issue(member, 'unsubscribe', clock());
  return {
    kind: 'invitation',
    reminder: params.reminder,
    left: Math.max(0, config.portal.reminders - params.reminder),
    page: await pageLink(member, 'invitation', sources),
    unsubscribe: linkAddress(config.portal.url, 'unsubscribe', token),
  };
}

/** @param to the page to go on to, by name; '' = the usual one. */
async function signInLink(member: MemberId, to: string, sources: NoticeSources): Promise<PageLink> {
  const link = await pageLink(member, 'sign-in', sources);
  return to === '' ? link : { ...link, href: `${link.href}?to=${encodeURIComponent(to)}` };
}

async function pageLink(
  member: MemberId,
  kind: LinkKind,
  { store, config, links, clock }: NoticeSources,
): Promise<PageLink> {
  const now = clock();
  const { every } = await store.portal.people.get(member);
  const lifeMs = kind === 'report' ? reportLinkMs(config, every) : LINK_LIVES[kind];
  const token = await links.issue(member, kind, now, { lifeMs });
  return { href: linkAddress(config.portal?.url ?? '', kind, token), until: now + lifeMs };
}
