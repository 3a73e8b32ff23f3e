import { durationMs } from '../../model/units.ts';
import { partsSpeaker } from '../../report/text/words.ts';
import type { Person, Visit, VisitOf } from '../access/visit.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { memberPage, rootOf, sayIn } from '../pages/frame.ts';
import { enterFlow } from './entry.ts';

/** The page of an invitation: what is read, by whom, for how long; yes and no side by side. */
export async function consentPage(visit: VisitOf): Promise<Reply> {
  const { portal, person } = visit;
  if (portal.vault.get(person.member) !== null) return alreadyGiven(visit);
  const say = sayIn(visit);
  return memberPage(visit, {
    template: 'consent',
    title: say('consent.title'),
    view: { ...factsOf(visit), canDecide: true, hello: say('hello', { name: person.name }) },
  });
}

/** The same facts for everybody, without a question. */
export async function privacyPage(visit: Visit & { readonly person?: Person }): Promise<Reply> {
  const title = sayIn(visit)('privacy.title');
  return memberPage(visit, {
    template: 'consent',
    title,
    view: { ...factsOf(visit), canDecide: false, hello: null },
  });
}

function factsOf(visit: Visit) {
  const { portal, language } = visit;
  const { organisation, retention } = portal.config;
  const say = sayIn(visit);
  const parts = partsSpeaker(portal.words, 'portal', language);
  const plain = (text: string) => ({ parts: [{ text, strong: false, href: null }] });
  return {
    intro: say('consent.intro'),
    before: say('consent.before'),
    facts: [
      { title: say('consent.read.title'), text: plain(say('consent.read.text')) },
      { title: say('consent.never.title'), text: plain(say('consent.never.text')) },
      { title: say('consent.who.title'), text: { parts: parts('consent.who.text') } },
      {
        title: say('consent.time.title'),
        text: plain(say('consent.time.text', { n: monthsOf(durationMs(retention.runs)) })),
      },
      { title: say('consent.stop.title'), text: plain(say('consent.stop.text')) },
    ],
    know: { parts: parts('consent.know') },
    yours: say('consent.yours'),
    next: say('consent.next'),
    grant: say('button.grant'),
    decline: say('button.decline'),
    free: say('consent.free'),
    responsible: say('consent.responsible', { organisation: organisation.name }),
    mail: organisation.replyTo ?? null,
    more: say('consent.more'),
  };
}

const MONTH_MS = (365.25 / 12) * 86_400_000;

function monthsOf(ms: number): number {
  return Math.max(1, Math.round(ms / MONTH_MS));
}

function alreadyGiven(visit: VisitOf): Reply {
  const say = sayIn(visit);
  return memberPage(visit, {
    template: 'continue',
    title: say('consent.given.title'),
    view: { text: say('consent.given.text'), button: say('button.sign-in'), to: '' },
  });
}

/** The page of a link by which somebody signs in: scanners of mails open links, but press no button. */
export async function continuePage(visit: VisitOf): Promise<Reply> {
  const say = sayIn(visit);
  return memberPage(visit, {
    template: 'continue',
    title: say('continue.title'),
    view: { text: say('continue.text'), button: say('button.sign-in'), to: visit.query.get('to') ?? '' },
  });
}

/** A key that was given is no reason to ask again, unless the person takes a new one. */
export async function grant(visit: VisitOf): Promise<Reply> {
  return enterFlow(visit, 'grant');
}

/** Whether to be asked again; after the answer: that it was noted. */
export async function declinePage(visit: VisitOf): Promise<Reply> {
  const { portal, person } = visit;
  const say = sayIn(visit);
  // Not by `get`, which notes whom it is asked for: a page that is only read changes nothing.
  const people = await portal.store.portal.people.list();
  const isDone = people.some(({ member, declinedAt }) => member === person.member && declinedAt !== null);
  return memberPage(visit, {
    template: 'decline',
    title: say(isDone ? 'declined.title' : 'decline.ask'),
    view: {
      isDone,
      text: say(isDone ? 'declined.text' : 'decline.text'),
      decline: say('button.decline'),
      back: say('declined.back'),
    },
  });
}

export async function decline({ portal, person, now }: VisitOf): Promise<Reply> {
  const { people, journal } = portal.store.portal;
  const { member } = person;
  if ((await people.get(member)).declinedAt === null) {
    await people.setDeclined(member, now);
    await journal.note({ at: now, member, event: 'declined', params: {}, actor: null });
  }
  return { kind: 'see-other', to: portalPath`${person.base}/decline` };
}

/** What this is, for whoever comes by the address alone. */
export async function homePage(visit: Visit): Promise<Reply> {
  const say = sayIn(visit);
  return memberPage(visit, {
    template: 'home',
    title: say('home.title'),
    view: {
      text: say('consent.intro'),
      signIn: { text: say('button.sign-in'), href: `${rootOf(visit.portal)}/sign-in` },
      more: say('consent.more'),
    },
  });
}
