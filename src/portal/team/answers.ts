import { acceptAnswer, closeMessage, refuseAnswer } from '../../app/portal/answers.ts';
import { type TeamFacts, teamFacts } from '../../app/portal/team/facts.ts';
import { answerId } from '../../model/ids.ts';
import type { Answer, Message } from '../../model/portal/answer.ts';
import { shownName } from '../../report/text/shown-name.ts';
import { type PortalPath, portalPath, type Reply } from '../http/reply.ts';
import { openMark } from './answer-words.ts';
import { address, adminPage, type TeamLocale, type TeamVisit, tabNumbers, teamLocale } from './frame.ts';
import { messagesTable } from './messages.ts';
import { nameOf, pathOf, placedName } from './names.ts';

/** What a refusal may be, in characters: the member reads it. */
const REASON = { least: 3, most: 200 } as const;
const DONE = ['accepted', 'refused', 'gone', 'closed'] as const;

/** `/admin/answers`: what waits for a yes or a no, and messages to the admins. */
export async function answers(
  visit: TeamVisit,
  wrong: { readonly id: string; readonly reason: string } | null = null,
): Promise<Reply> {
  const { portal, query } = visit;
  const facts = await teamFacts(portal.store, portal.config, portal.vault, visit.now);
  const locale = teamLocale(portal);
  const { say } = locale;
  const done = DONE.find((one) => one === query.get('done'));
  const notice =
    done === undefined ? null : { text: say(`answers.done.${done}`), isProblem: done === 'gone' };
  const ours = facts.messages.filter(({ antenna }) => antenna === null);
  return adminPage(visit, 'answers', tabNumbers(facts), {
    status: wrong === null ? 200 : 422,
    template: 'team-answers',
    title: say('answers.title'),
    notice: wrong === null ? notice : { text: say('answers.reasonMissing', REASON), isProblem: true },
    view: {
      lead: say('answers.lead'),
      none: say('answers.none'),
      answers: facts.answers.map((answer) => answerView(answer, facts, visit, locale, wrong)),
      messages: {
        ...{ heading: say('messages.heading'), sub: say('messages.sub'), none: say('messages.none') },
        table: messagesTable(ours, facts, locale, (message) => closeAddress(message, visit)),
      },
      note: say('note'),
    },
  });
}

function answerView(
  answer: Answer,
  facts: TeamFacts,
  visit: TeamVisit,
  locale: TeamLocale,
  wrong: { readonly id: string; readonly reason: string } | null,
) {
  const { say, format, moment } = locale;
  const path = pathOf(answer.path, locale);
  const to = (what: 'accept' | 'refuse') => address(visit, portalPath`/admin/answers/${answer.id}/${what}`);
  const facts_ = [
    [say('column.person'), placedName(facts, answer.member, locale)],
    [say('column.reason'), shownName(answer.reason, REASON.most)],
    ...(answer.licence === null ? [] : [[say('column.licence'), shownName(answer.licence, REASON.most)]]),
    [say('column.until'), format.date(answer.until)],
    [say('column.given'), moment(answer.givenAt)],
    ...(answer.isProposed ? [[say('column.register'), say('answers.proposed')]] : []),
  ];
  return {
    ...{ id: `a-${answer.id}`, path, mark: openMark(answer, say) },
    label: `${path} – ${nameOf(facts, answer.member)}`,
    facts: facts_.map(([label = '', text = '']) => ({ label, text })),
    accept: { post: to('accept'), text: say('do.accept'), about: path },
    refuse: {
      ...{ post: to('refuse'), open: say('do.refuse'), text: say('do.refuseSend') },
      ...{ label: say('answers.reasonLabel', { name: nameOf(facts, answer.member) }), most: REASON.most },
      reason: wrong?.id === answer.id ? wrong.reason : '',
      isOpen: wrong?.id === answer.id,
    },
  };
}

/** `/admin/answers/Y/accept`: the admin agrees. */
export async function accept(visit: TeamVisit): Promise<Reply> {
  const { portal, params, person, now } = visit;
  const id = answerId(params.get('answer') ?? '');
  const accepted = await acceptAnswer(portal.store, id, person.member, now);
  return after(
    accepted === null ? portalPath`/admin/answers?done=gone` : portalPath`/admin/answers?done=accepted`,
  );
}

/** `/admin/answers/Y/refuse`: with a reason, which the member reads. */
export async function refuse(visit: TeamVisit): Promise<Reply> {
  const { portal, params, person, form, now } = visit;
  const id = answerId(params.get('answer') ?? '');
  const reason = (form.get('reason') ?? '').trim();
  if (reason.length < REASON.least || reason.length > REASON.most) return answers(visit, { id, reason });
  const refused = await refuseAnswer(portal.store, id, person.member, now, reason);
  return after(
    refused === null ? portalPath`/admin/answers?done=gone` : portalPath`/admin/answers?done=refused`,
  );
}

/** `/admin/answers/messages/M/close`: a message to the admins was answered. */
export async function closeForAdmins(visit: TeamVisit): Promise<Reply> {
  const { portal, params, person, now } = visit;
  const id = answerId(params.get('message') ?? '');
  const message = await portal.store.portal.messages.get(id);
  const closed =
    message?.antenna === null
      ? await closeMessage(portal.store, id, { role: 'admin', member: person.member }, now)
      : null;
  return after(
    closed === null ? portalPath`/admin/answers?done=gone` : portalPath`/admin/answers?done=closed`,
  );
}

function closeAddress({ id }: Message, visit: TeamVisit): string {
  return address(visit, portalPath`/admin/answers/messages/${id}/close`);
}

function after(to: PortalPath): Reply {
  return { kind: 'see-other', to };
}
