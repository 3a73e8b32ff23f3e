import { chooseMails, endMails, renewLink } from '../../app/portal/mail-choice.ts';
import { LANGUAGES } from '../../model/member.ts';
import { MAIL_INTERVALS } from '../../model/portal/portal.ts';
import { byLink, forPerson, PAGE_LINKS, type Route } from '../access/route.ts';
import type { VisitOf } from '../access/visit.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { badForm } from '../pages/errors.ts';
import { memberPage, sayIn } from '../pages/frame.ts';
import { mailsView } from './mails-view.ts';

/** How often mails come, how they end, and new links for those that are over. */
export const MAIL_ROUTES: readonly Route[] = [
  ...forPerson('GET', '/mails', ['report'], mailsPage),
  ...forPerson('POST', '/mails', ['report'], saveMails),
  byLink('GET', '/u/:token', ['unsubscribe'], stopPage, 'unsubscribe-link'),
  byLink('POST', '/u/:token', ['unsubscribe'], stopMails, 'unsubscribe-link'),
  byLink('POST', '/l/:token/renew', PAGE_LINKS, renew, 'expired-link'),
];

async function mailsPage(visit: VisitOf): Promise<Reply> {
  const title = sayIn(visit)('mails.title');
  return memberPage(visit, { template: 'mails', tab: 'mails', title, view: await mailsView(visit) });
}

async function saveMails(visit: VisitOf): Promise<Reply> {
  const { form, portal, person, now } = visit;
  const every = MAIL_INTERVALS.find((one) => String(one) === form.get('every'));
  const chosen = form.get('language') ?? '';
  const language = LANGUAGES.find((one) => one === chosen) ?? null;
  if (every === undefined || (language === null && chosen !== '')) return badForm(visit);
  await chooseMails(portal, person.member, { every, language }, now);
  return { kind: 'see-other', to: portalPath`${person.base}/mails?saved=yes` };
}

async function stopPage(visit: VisitOf): Promise<Reply> {
  return stopReply(visit, false);
}

/** A mail program sends it by itself (RFC 8058): no page, no cookie, no form token. */
async function stopMails(visit: VisitOf): Promise<Reply> {
  await endMails(visit.portal, visit.person.member, visit.now);
  return stopReply(visit, true);
}

function stopReply(visit: VisitOf, isDone: boolean): Reply {
  const say = sayIn(visit);
  const title = isDone ? say('stop.done') : say('stop.title');
  const text = isDone ? say('mails.never') : say('stop.text');
  return memberPage(visit, {
    template: 'stop',
    title,
    view: { isDone, text, button: say('stop.button') },
  });
}

async function renew(visit: VisitOf): Promise<Reply> {
  const { portal, person, now } = visit;
  if (person.way.by === 'link') await renewLink(portal, person.member, person.way.kind, now);
  return { kind: 'see-other', to: portalPath`${person.base}?sent=yes` };
}
