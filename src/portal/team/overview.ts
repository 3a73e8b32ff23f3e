import { type TeamFacts, teamFacts } from '../../app/portal/team/facts.ts';
import { type AccessState, isWithAccess } from '../../app/portal/team/people.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { answerRow, faultWords } from './answer-words.ts';
import { decisions } from './decisions.ts';
import {
  type AdminTab,
  address,
  adminPage,
  type TeamLocale,
  type TeamVisit,
  tabNumbers,
  teamLocale,
} from './frame.ts';
import { peopleLines } from './people-lines.ts';
import { table } from './table.ts';
import { trustLine } from './trust.ts';

const MOST_ANSWERS = 5;

/** `/admin`: how it stands, and at most five decisions. */
export async function overview(visit: TeamVisit): Promise<Reply> {
  const { portal, now } = visit;
  const facts = await teamFacts(portal.store, portal.config, portal.vault, now);
  const locale = teamLocale(portal);
  const { say } = locale;
  const shown = facts.answers.slice(0, MOST_ANSWERS);
  return adminPage(visit, 'overview', tabNumbers(facts), {
    template: 'team-overview',
    title: say('overview.title'),
    view: {
      trust: trustLine(facts, facts.people, locale, runningLine(facts, locale)),
      figures: figuresView(facts, visit, locale),
      first: {
        heading: say('first.heading'),
        sub: say('first.sub', { n: decisions(facts, visit, locale).length }),
        items: decisions(facts, visit, locale),
        none: say('first.none'),
      },
      answers: {
        heading: say('answers.heading'),
        sub: say('answers.sub'),
        none: say('answers.none'),
        table: table(
          say('answers.heading'),
          [say('column.open'), say('column.reason'), say('column.until'), say('column.decision')],
          shown.map((answer) => answerRow(answer, facts, visit, locale)),
        ),
      },
      people: {
        heading: say('people.heading'),
        sub: say('people.sub', { n: facts.people.length }),
        ...peopleLines(facts.people, locale),
      },
      invite: { heading: say('invite.heading'), text: say('invite.text') },
      note: say('note'),
    },
  });
}

function runningLine({ running }: TeamFacts, { say, moment }: TeamLocale): string {
  return running === null ? say('trust.idle') : say('trust.running', { since: moment(running.startedAt) });
}

function figuresView(facts: TeamFacts, visit: TeamVisit, { say }: TeamLocale) {
  const { answers, held, deliveries, register, people } = facts;
  const inState = (state: AccessState) => people.filter((one) => one.state === state).length;
  const delivered = (state: string) => deliveries.filter((one) => one.state === state).length;
  const granted = people.filter(isWithAccess).length;
  const refused = delivered('refused') + delivered('doubtful');
  const faults = faultWords(register, say);
  const figure = (to: AdminTab, label: string, number: number, context: string, unit = '') => ({
    ...{ label, number: String(number), context, unit },
    href: address(visit, portalPath`/admin/${to}`),
  });
  return [
    figure(
      'answers',
      say('figure.answers'),
      answers.length,
      say('figure.answersProposed', { n: answers.filter(({ isProposed }) => isProposed).length }),
    ),
    figure(
      'mails',
      say('figure.held'),
      held.length,
      say('figure.heldOf', { all: held.length + deliveries.length, sent: delivered('sent'), refused }),
    ),
    figure(
      'register',
      say('figure.register'),
      register.allDead,
      faults === '' ? say('figure.registerGood', { n: register.accepted }) : faults,
    ),
    figure(
      'people',
      say('figure.access'),
      granted,
      say('figure.accessRest', {
        declined: inState('declined'),
        silent: people.length - granted - inState('declined'),
      }),
      say('figure.of', { n: people.length }),
    ),
  ];
}
