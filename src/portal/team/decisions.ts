import type { TeamFacts } from '../../app/portal/team/facts.ts';
import type { Answer } from '../../model/portal/answer.ts';
import { shownName } from '../../report/text/shown-name.ts';
import { ADMIN_PAGES } from '../pages/named-pages.ts';
import { faultWords, waitsAsOpen } from './answer-words.ts';
import { address, type TeamLocale, type TeamVisit } from './frame.ts';
import { addresseeOf, namedFew, nameOf, pathOf } from './names.ts';
import { type Action, link } from './table.ts';

const MOST_DECISIONS = 5;
/** So that many answers do not push everything else out of the five. */
const MOST_ANSWERS = 2;

interface Decision {
  readonly what: string;
  readonly about: string;
  readonly why: string;
  readonly action: Action;
}

/** The most useful first: what stays open, what waits, what leads nowhere, who could not be read. */
export function decisions(facts: TeamFacts, visit: TeamVisit, locale: TeamLocale) {
  const answers = facts.answers
    .toSorted((a, b) => Number(waitsAsOpen(b)) - Number(waitsAsOpen(a)))
    .map((answer) => answerDecision(answer, facts, visit, locale));
  const all = [
    ...answers.slice(0, MOST_ANSWERS),
    ...heldDecision(facts, visit, locale),
    ...registerDecision(facts, visit, locale),
    ...failedDecision(facts, visit, locale),
    ...troubleDecision(facts, visit, locale),
    ...messageDecision(facts, visit, locale),
    ...answers.slice(MOST_ANSWERS),
  ];
  return all.slice(0, MOST_DECISIONS).map((decision, at) => ({
    ...decision,
    rank: at + 1,
    action: { ...decision.action, filled: at === 0, about: decision.what },
  }));
}

function answerDecision(answer: Answer, facts: TeamFacts, visit: TeamVisit, locale: TeamLocale): Decision {
  const { say, format } = locale;
  const name = nameOf(facts, answer.member);
  return {
    what: waitsAsOpen(answer) ? say('decision.open') : say('decision.proposed'),
    about: say('decision.openAbout', {
      path: pathOf(answer.path, locale),
      name,
      day: format.date(answer.until),
    }),
    why: say('decision.reason', { reason: shownName(answer.reason, 200) }),
    action: link(say('do.answer'), '', `${address(visit, ADMIN_PAGES.answers)}#a-${answer.id}`),
  };
}

function heldDecision(
  { held, ...facts }: TeamFacts,
  visit: TeamVisit,
  locale: TeamLocale,
): readonly Decision[] {
  if (held.length === 0) return [];
  const { say } = locale;
  const isAddress = held.every(({ reasons }) => reasons.every(({ kind }) => kind === 'address'));
  return [
    {
      what: say('decision.held', { n: held.length, why: isAddress ? 'address' : 'other' }),
      about: namedFew(
        held.map((one) => addresseeOf(facts, one)),
        locale,
      ),
      why: say(isAddress ? 'decision.heldAddress' : 'decision.heldOther'),
      action: link(say('do.release'), '', address(visit, ADMIN_PAGES.mails)),
    },
  ];
}

function registerDecision(
  { register }: TeamFacts,
  visit: TeamVisit,
  locale: TeamLocale,
): readonly Decision[] {
  if (register.allDead === 0) return [];
  const { say } = locale;
  return [
    {
      what: say('decision.register', { n: register.allDead }),
      about: faultWords(register, say),
      why: say('decision.registerWhy'),
      action: link(say('do.line'), '', address(visit, ADMIN_PAGES.register)),
    },
  ];
}

function failedDecision(
  { people, ...facts }: TeamFacts,
  visit: TeamVisit,
  locale: TeamLocale,
): readonly Decision[] {
  const failed = people.filter(({ state }) => state === 'failed');
  if (failed.length === 0) return [];
  const { say } = locale;
  return [
    {
      what: say('decision.failed', { n: failed.length }),
      about: namedFew(
        failed.map(({ member }) => nameOf(facts, member.id)),
        locale,
      ),
      why: say('decision.failedWhy'),
      action: link(say('do.look'), '', address(visit, ADMIN_PAGES.people)),
    },
  ];
}

function troubleDecision(
  { deliveries, ...facts }: TeamFacts,
  visit: TeamVisit,
  locale: TeamLocale,
): readonly Decision[] {
  const troubled = deliveries.filter(({ state }) => state === 'refused' || state === 'doubtful');
  if (troubled.length === 0) return [];
  const { say } = locale;
  return [
    {
      what: say('decision.refused', { n: troubled.length }),
      about: namedFew(
        troubled.map((one) => addresseeOf(facts, one)),
        locale,
      ),
      why: say('decision.refusedWhy'),
      action: link(say('do.look'), '', address(visit, ADMIN_PAGES.mails)),
    },
  ];
}

function messageDecision(
  { messages, ...facts }: TeamFacts,
  visit: TeamVisit,
  locale: TeamLocale,
): readonly Decision[] {
  const ours = messages.filter(({ antenna }) => antenna === null);
  if (ours.length === 0) return [];
  const { say } = locale;
  return [
    {
      what: say('decision.messages', { n: ours.length }),
      about: namedFew(
        ours.map(({ member }) => nameOf(facts, member)),
        locale,
      ),
      why: say('decision.messagesWhy'),
      action: link(say('do.look'), '', `${address(visit, ADMIN_PAGES.answers)}#messages`),
    },
  ];
}
