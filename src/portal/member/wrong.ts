import { reportMistake } from '../../app/portal/keep.ts';
import type { VisitOf } from '../access/visit.ts';
import type { Reply } from '../http/reply.ts';
import { notFound } from '../pages/errors.ts';
import { memberPage, sayIn } from '../pages/frame.ts';
import { thingPath } from './report.ts';
import { back, type FoundThing, thingOfVisit, toThing } from './thing.ts';

const MOST_TEXT = 500;

/** « Une erreur ? » */
export async function showWrong(visit: VisitOf): Promise<Reply> {
  const thing = await thingOfVisit(visit);
  return thing === null ? notFound(visit) : wrongPage(thing, visit, false);
}

export async function takeWrong(visit: VisitOf): Promise<Reply> {
  const thing = await thingOfVisit(visit);
  const { portal, person, form, now } = visit;
  if (thing === null || person.row === null) return notFound(visit);
  const text = (form.get('text') ?? '').normalize('NFC').replaceAll('\r\n', '\n').trim();
  if (text === '' || text.length > MOST_TEXT) return wrongPage(thing, visit, true);
  const { reported } = thing;
  const isNamed = reported.isOpen || form.get('named') === 'yes';
  await reportMistake(portal, person.row, { thing: reported.thing, text, isNamed }, now);
  return toThing(visit);
}

function wrongPage({ reported }: FoundThing, visit: VisitOf, isWrong: boolean): Reply {
  const say = sayIn(visit);
  const { portal, person, form } = visit;
  const antenna = person.row?.antenna ?? null;
  const hasReferent = portal.config.referents.some(({ group }) => group === antenna);
  const title = say('wrong.title');
  return memberPage(visit, {
    status: isWrong ? 422 : 200,
    ...{ template: 'wrong', title: isWrong ? say('form.problem', { title }) : title, tab: 'report' },
    view: {
      heading: title,
      about: say('wrong.about', { name: reported.name ?? reported.title }),
      intro: say('wrong.intro', {
        to: hasReferent ? 'referent' : 'team',
        kind: reported.isOpen ? 'open' : 'other',
      }),
      problem: isWrong ? say('wrong.problem') : null,
      text: {
        label: say('wrong.text'),
        help: say('wrong.textHelp'),
        value: form.get('text') ?? '',
        most: MOST_TEXT,
      },
      named: reported.isOpen ? null : { text: say('wrong.named'), checked: form.get('named') === 'yes' },
      send: say('wrong.send'),
      cancel: say('keep.cancel'),
      action: `${thingPath(reported.thing.key, visit)}/wrong`,
      back: back(visit),
    },
  });
}
