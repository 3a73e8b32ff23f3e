import type { PersonReport } from '../../app/portal/report.ts';
import { nameOf } from '../../model/path/path.ts';
import { type Answer, isInForce } from '../../model/portal/answer.ts';
import { isoDate } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import { line } from '../../report/mail/view.ts';
import { shownName } from '../../report/text/shown-name.ts';
import { partsSpeaker } from '../../report/text/words.ts';
import type { VisitOf } from '../access/visit.ts';
import { rootOf, sayIn } from '../pages/frame.ts';
import { formatOf } from './format.ts';

/** A refusal is shown for so long. */
const REFUSALS_SHOWN_MS = 60 * 86_400_000;

/** The answers that count, and those that were refused or have ended by a change lately. */
export function answersOf({ answers, mailed }: PersonReport, visit: VisitOf) {
  const say = sayIn(visit);
  const today = isoDate(visit.now, visit.portal.config.organisation.timezone);
  const items = answers
    .filter((answer) => mailed === null || answer.by === 'link' || mailed.has(answer.thing))
    .filter((answer) => isInForce(answer, today) || isEndedLately(answer, visit.now))
    .map((answer) => answerView(answer, visit));
  return items.length === 0 ? null : { heading: say('report.answers.heading'), items };
}

function isEndedLately({ end, endedAt }: Answer, now: UtcMs): boolean {
  if (end === null || end === 'undone' || end === 'replaced' || endedAt === null) return false;
  return now - endedAt < REFUSALS_SHOWN_MS;
}

const WHY = { 'password-lost': 'password', 'rights-added': 'rights', 'owner-changed': 'owner' } as const;

function answerView(answer: Answer, visit: VisitOf) {
  const say = sayIn(visit);
  const parts = partsSpeaker(visit.portal.words, 'portal', visit.language);
  const format = formatOf(visit);
  const { path, thing, end, until, refusal, decision, decidedAt, isProposed } = answer;
  const name = path === null ? thing : shownName(nameOf(path));
  const over = { note: null, undo: null };
  if (end === 'refused')
    return { ...line(parts('report.answers.refused', { name, reason: refusal ?? '' })), ...over };
  if (end === 'password-lost' || end === 'rights-added' || end === 'owner-changed')
    return { ...line(parts('report.answers.changed', { name, why: WHY[end] })), ...over };
  const notes = [
    decision === 'waiting' ? say('report.answers.waiting') : '',
    decision === 'accepted' && decidedAt !== null
      ? say('report.answers.accepted', { day: format.day(decidedAt) })
      : '',
    isProposed ? say('report.answers.proposed') : '',
  ].filter((text) => text !== '');
  const undo = say('report.answers.undo');
  return {
    ...line(parts('report.answers.kept', { name, day: format.date(until) })),
    note: notes.length === 0 ? null : notes.join(' '),
    undo: {
      text: undo,
      label: say('report.label', { verb: undo, what: name }),
      action: `${rootOf(visit.portal)}${visit.person.base}/answers/${answer.id}/undo`,
    },
  };
}
