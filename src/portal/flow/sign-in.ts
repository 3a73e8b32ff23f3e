import { sendSignInLink } from '../../app/portal/sign-in-link.ts';
import type { Visit, VisitOf } from '../access/visit.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { tooMany } from '../pages/errors.ts';
import { memberPage, sayIn } from '../pages/frame.ts';
import { pageName } from '../pages/named-pages.ts';

/** Where a link to sign in is asked for; the same answer whoever is named. */
export async function signInPage(visit: Visit): Promise<Reply> {
  const say = sayIn(visit);
  const { query } = visit;
  if (query.has('sent') || query.has('over')) {
    const isSent = query.has('sent');
    return memberPage(visit, {
      template: 'failure',
      title: say(isSent ? 'sign-in.sent' : 'signed-out.title'),
      view: { sentence: say(isSent ? 'sign-in.sent.text' : 'signed-out.text'), button: null, written: null },
    });
  }
  return memberPage(visit, {
    template: 'sign-in',
    title: say('sign-in.title'),
    view: {
      intro: say('sign-in.intro'),
      label: say('sign-in.label'),
      button: say('sign-in.button'),
      to: pageName(query.get('to')) ?? '',
    },
  });
}

export async function askForLink(visit: Visit): Promise<Reply> {
  const { portal, form, limits, asker } = visit;
  if (!limits.take('address: sign-in mails', asker.address)) return tooMany(visit);
  const named = (form.get('who') ?? '').trim();
  const page = pageName(form.get('to')) ?? '';
  // After the answer: how long it takes must not tell whether somebody is known.
  portal.background(() =>
    sendSignInLink(portal, named, page, (member) => limits.take('person: sign-in mails', member)),
  );
  return { kind: 'see-other', to: portalPath`/sign-in?sent=1` };
}

export async function signOut({ portal, person }: VisitOf): Promise<Reply> {
  if (person.way.by === 'session') await portal.store.portal.sessions.end(person.way.session.id);
  return leaving();
}

/** In every browser. */
export async function endSessions({ portal, person }: VisitOf): Promise<Reply> {
  await portal.store.portal.sessions.endAll(person.member);
  return leaving();
}

/** "cookies" would sign the person out of everything else on this host, a Nextcloud too. */
function leaving(): Reply {
  return {
    kind: 'see-other',
    to: portalPath`/sign-in?over=1`,
    cookies: [{ name: 'session', value: '', maxAge: 0 }],
    headers: { 'clear-site-data': '"cache"' },
  };
}
