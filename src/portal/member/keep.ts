import { undoAnswer } from '../../app/portal/answers.ts';
import { keepThing } from '../../app/portal/keep.ts';
import { answerId } from '../../model/ids.ts';
import { keepDays, mayKeepUntil } from '../../model/portal/keep-until.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import type { VisitOf } from '../access/visit.ts';
import type { Reply } from '../http/reply.ts';
import { notFound } from '../pages/errors.ts';
import { memberPage, sayIn } from '../pages/frame.ts';
import { formatOf } from './format.ts';
import { thingPath } from './report.ts';
import { back, type FoundThing, thingOfVisit, toThing } from './thing.ts';

const REASON = { least: 3, most: 200 } as const;
const MOST_LICENCE = 100;

/** « Toujours utile »: until when, and why. */
export async function showKeep(visit: VisitOf): Promise<Reply> {
  const thing = await thingOfVisit(visit);
  return thing === null ? notFound(visit) : keepPage(thing, visit, null);
}

/** Takes the form; what lacks is said beside it, and nothing that was written is lost. */
export async function takeKeep(visit: VisitOf): Promise<Reply> {
  const thing = await thingOfVisit(visit);
  if (thing === null) return notFound(visit);
  const { portal, person, form, now } = visit;
  const chosen = form.get('until') ?? '';
  const until = chosen === 'month' ? (form.get('month') ?? '') : chosen;
  const reason = written(form.get('reason'));
  if (!mayKeepUntil(until, now, portal.config.organisation.timezone)) return keepPage(thing, visit, 'until');
  if (reason.length < REASON.least || reason.length > REASON.most) return keepPage(thing, visit, 'reason');
  const licence = written(form.get('licence')).slice(0, MOST_LICENCE);
  const { reported, found } = thing;
  await keepThing(
    portal.store,
    person.member,
    reported.thing,
    found.stored.result,
    {
      ...{ until, reason },
      licence: reported.isOpen && licence !== '' ? licence : null,
      isProposed: reported.isOpen && form.get('register') === 'yes',
      by: person.way.by,
    },
    now,
  );
  return toThing(visit);
}

/** Takes an answer back. */
export async function undoKeep(visit: VisitOf): Promise<Reply> {
  const { portal, person, params, now } = visit;
  const id = answerId(params.get('answer') ?? '');
  const known = await portal.store.portal.answers.get(id);
  if (known === null || known.member !== person.member) return notFound(visit);
  await undoAnswer(portal.store, id, person.member, now);
  return { kind: 'see-other', to: person.base };
}

/** What a person wrote, as one line. */
export function written(text: string | null): string {
  return visibleText((text ?? '').normalize('NFC').replaceAll(/\s+/g, ' ')).trim();
}

function keepPage({ reported }: FoundThing, visit: VisitOf, problem: 'until' | 'reason' | null): Reply {
  const say = sayIn(visit);
  const format = formatOf(visit);
  const { portal, form, now, person } = visit;
  const days = keepDays(now, portal.config.organisation.timezone);
  const name = reported.name ?? reported.title;
  const chosen = form.get('until') ?? days.months[1]?.until ?? '';
  const month = form.get('month') ?? days.ends[2] ?? '';
  const asks = reported.thing.findings.some(({ answer }) => answer?.state === 'waiting');
  const isOpen = reported.isOpen;
  const antenna = person.row?.antenna ?? null;
  const hasReferent = portal.config.referents.some(({ group }) => group === antenna);
  const title = say('keep.title', { name });
  return memberPage(visit, {
    status: problem === null ? 200 : 422,
    ...{ template: 'keep', title: problem === null ? title : say('form.problem', { title }), tab: 'report' },
    view: {
      heading: title,
      intro: say('keep.intro', { kind: isOpen ? 'open' : 'other' }),
      problem: problem === null ? null : say(`keep.problem.${problem}`),
      until: {
        heading: say('keep.until'),
        help: say('keep.untilHelp'),
        choices: days.months.map(({ months, until }) => ({
          text: say('keep.months', { n: months }),
          day: say('keep.day', { day: format.date(until) }),
          value: until,
          checked: chosen === until,
        })),
        other: say('keep.otherMonth'),
        isOther: chosen === 'month',
        which: say('keep.whichMonth'),
        ends: days.ends.map((day) => ({
          value: day,
          text: format.date(day, 'month'),
          selected: day === month,
        })),
      },
      reason: {
        heading: say('keep.reason'),
        help: say('keep.reasonHelp'),
        seen: say('keep.seenBy', {
          who: isOpen ? (hasReferent ? 'both' : 'team') : 'nobody',
          antenna: antenna ?? '',
        }),
        value: form.get('reason') ?? '',
        most: REASON.most,
      },
      licence: isOpen
        ? {
            heading: say('keep.licence'),
            help: say('keep.licenceHelp'),
            value: form.get('licence') ?? '',
            most: MOST_LICENCE,
          }
        : null,
      register: isOpen
        ? {
            text: say('keep.register'),
            help: say('keep.registerHelp'),
            checked: form.get('register') === 'yes',
          }
        : null,
      asks: asks || reported.asksAdmin ? say('keep.asksAdmin') : null,
      save: say('keep.save'),
      cancel: say('keep.cancel'),
      action: `${thingPath(reported.thing.key, visit)}/keep`,
      back: back(visit),
    },
  });
}
