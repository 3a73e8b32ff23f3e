import { nameOf } from '../../../model/path/path.ts';
import { type Answer, isInForce } from '../../../model/portal/answer.ts';
import { isoDate } from '../../../model/time.ts';
import { shownName } from '../../text/shown-name.ts';
import type { MailContext } from '../context.ts';
import { line, type MailView } from '../view.ts';

/** What was answered by a link since the last mail, and still counts; null where nothing was. */
export function answersView(context: MailContext): MailView['answers'] {
  const { input, member, now, format, say } = context;
  const lastAt = input.mailed.get(member.id)?.sentAt.at(-1) ?? 0;
  const today = isoDate(now, format.zone);
  const given = (input.answers?.get(member.id) ?? []).filter(
    (answer) => answer.by === 'link' && answer.givenAt > lastAt && isInForce(answer, today),
  );
  if (given.length === 0) return null;
  return {
    heading: say('answers.heading'),
    lines: given.map((answer) => lineOf(answer, context)),
    notYou: say('answers.notYou'),
  };
}

function lineOf({ path, thing, until, decision }: Answer, { parts, format }: MailContext) {
  const params = { name: path === null ? thing : shownName(nameOf(path)), day: format.date(until) };
  return line(parts(decision === 'waiting' ? 'answers.waiting' : 'answers.kept', params));
}
