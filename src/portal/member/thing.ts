import { lookAgain } from '../../app/portal/look-again.ts';
import { type PersonReport, thingOf } from '../../app/portal/report.ts';
import { type Answer, isInForce, type Message } from '../../model/portal/answer.ts';
import { isoDate } from '../../model/time.ts';
import { type ReportedThing, reportedThing } from '../../report/mail/live/member-report.ts';
import { line } from '../../report/mail/view.ts';
import { partsSpeaker } from '../../report/text/words.ts';
import type { VisitOf } from '../access/visit.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { notFound } from '../pages/errors.ts';
import { memberPage, rootOf, sayIn } from '../pages/frame.ts';
import { formatOf } from './format.ts';
import { lookView, type ResultView } from './look.ts';
import { reportOf, thingPath, thingView } from './report.ts';

/** A thing that the address names, as the run found it. */
export interface FoundThing {
  readonly found: PersonReport;
  readonly reported: ReportedThing;
}

/** The thing of the address; null where this person may see none such. */
export async function thingOfVisit(visit: VisitOf): Promise<FoundThing | null> {
  const { portal, person, params } = visit;
  const found = await reportOf(visit);
  const key =
    found === null ? null : thingOf(found, portal.keys.id, person.member, params.get('thing') ?? '');
  if (found === null || key === null) return null;
  const reported = reportedThing(found.stored, person.member, key);
  return reported === null ? null : { found, reported };
}

/** Back to the page of a thing, which tells what came of a form. */
export function toThing({ person, params }: VisitOf): Reply {
  return { kind: 'see-other', to: portalPath`${person.base}/things/${params.get('thing') ?? ''}` };
}

/** « C’est fait »: reads that one thing again. */
export async function doneThing(visit: VisitOf): Promise<Reply> {
  const thing = await thingOfVisit(visit);
  const { portal, person, now } = visit;
  if (thing === null || person.row === null) return notFound(visit);
  await lookAgain(portal, person.row, thing.reported.thing, thing.found.stored.result, now);
  return toThing(visit);
}

/** One thing: what came of the last form about it, else the thing itself. */
export async function showThing(visit: VisitOf): Promise<Reply> {
  const thing = await thingOfVisit(visit);
  if (thing === null) return notFound(visit);
  const { portal, person, now } = visit;
  const { found, reported } = thing;
  const { key } = reported.thing;
  const today = isoDate(now, portal.config.organisation.timezone);
  const startedAt = Date.parse(found.stored.result.run.startedAt);
  const look = found.looks.find((one) => one.thing === key && one.at >= startedAt);
  const answer = found.answers.find((one) => one.thing === key && isInForce(one, today));
  const messages = await portal.store.portal.messages.list();
  const message = messages.find((one) => one.member === person.member && one.thing === key);
  const events = [
    ...(look === undefined ? [] : [{ at: look.at, view: () => lookView(look, reported, visit) }]),
    ...(answer === undefined ? [] : [{ at: answer.givenAt, view: () => keptView(answer, thing, visit) }]),
    ...(message === undefined ? [] : [{ at: message.sentAt, view: () => sentView(message, visit) }]),
  ];
  const last = events.toSorted((one, other) => other.at - one.at)[0];
  if (last === undefined) return cardPage(thing, visit);
  const view = last.view();
  return memberPage(visit, {
    ...{ template: 'result', title: view.title, tab: 'report' },
    view: {
      heading: view.title,
      ...view,
      next: view.isDone ? nextView(thing, visit) : null,
      back: back(visit),
    },
  });
}

/** The way back to the report. */
export function back(visit: VisitOf) {
  return { text: sayIn(visit)('report.back'), href: `${rootOf(visit.portal)}${visit.person.base}` };
}

function cardPage({ found, reported }: FoundThing, visit: VisitOf): Reply {
  const { key } = reported.thing;
  const now = reportedThing(found.input, visit.person.member, key) ?? reported;
  return memberPage(visit, {
    ...{ template: 'one-thing', title: reported.title, tab: 'report' },
    view: { thing: { rank: null, ...thingView(now, true, visit) }, back: back(visit) },
  });
}

/** « Nous n’en parlerons plus jusqu’à la date choisie. » */
function keptView(answer: Answer, { reported }: FoundThing, visit: VisitOf): ResultView {
  const say = sayIn(visit);
  const parts = partsSpeaker(visit.portal.words, 'portal', visit.language);
  const params = { name: reported.name ?? reported.title, day: formatOf(visit).date(answer.until) };
  const kind = reported.isOpen ? 'open' : 'other';
  const isWaiting = answer.decision === 'waiting';
  return {
    ...{ tone: isWaiting ? 'amber' : 'good', reasons: null, again: null, grant: null, isDone: true },
    title: say('kept.title'),
    text: line(isWaiting ? parts('kept.waiting', params) : parts('kept.text', { ...params, kind })),
  };
}

function sentView({ antenna }: Message, visit: VisitOf): ResultView {
  const say = sayIn(visit);
  const parts = partsSpeaker(visit.portal.words, 'portal', visit.language);
  return {
    ...{ tone: 'good', reasons: null, again: null, grant: null, isDone: true },
    title: say('sent.title'),
    text: line(parts('sent.text', { to: antenna === null ? 'team' : 'referent' })),
  };
}

/** The next thing, so that nobody needs to search for it. */
function nextView({ found, reported }: FoundThing, visit: VisitOf) {
  const say = sayIn(visit);
  const parts = partsSpeaker(visit.portal.words, 'portal', visit.language);
  const things = found.report.things.filter(({ thing }) => thing.key !== reported.thing.key);
  const [next] = things;
  if (next === undefined)
    return { heading: say('next.none'), text: null, href: null, button: null, enough: say('next.enough') };
  const { bytes } = next.thing;
  return {
    heading: say('next.heading', { n: things.length }),
    text: line(
      parts('next.text', {
        name: next.name ?? next.title,
        frees: bytes > 0 ? 'yes' : 'no',
        bytes: formatOf(visit).bytes(bytes),
      }),
    ),
    href: thingPath(next.thing.key, visit),
    button: say('next.button'),
    enough: say('next.enough'),
  };
}
