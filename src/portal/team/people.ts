import { type TeamFacts, teamFacts } from '../../app/portal/team/facts.ts';
import { inviteAgain } from '../../app/portal/team/invite-again.ts';
import { type AccessState, isWithAccess, type PersonAccess } from '../../app/portal/team/people.ts';
import { personById, personId } from '../access/team-ids.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { notFound } from '../pages/errors.ts';
import { ADMIN_PAGES } from '../pages/named-pages.ts';
import { address, adminPage, type TeamLocale, type TeamVisit, tabNumbers, teamLocale } from './frame.ts';
import { nameOf } from './names.ts';
import { peopleLines } from './people-lines.ts';
import { button, type Cell, cell, link, type Mark, table } from './table.ts';

/** What was done by a form before. */
const DONE = ['invited', 'left'] as const;

/** `/admin/people`: who gave access, who said no, who has not answered. */
export async function people(visit: TeamVisit): Promise<Reply> {
  const { portal, query } = visit;
  const facts = await teamFacts(portal.store, portal.config, portal.vault, visit.now);
  const locale = teamLocale(portal);
  const { say } = locale;
  const asked = facts.people.find(({ member }) => personId(portal, member.id) === query.get('ask'));
  if (asked !== undefined) return againPage(asked, facts, visit, locale);
  const done = DONE.find((one) => one === query.get('done'));
  const without = facts.people.filter((one) => !isWithAccess(one));
  const others = facts.people.filter(isWithAccess);
  const columns = [say('column.person'), say('column.antenna'), say('column.state'), say('column.decision')];
  return adminPage(visit, 'people', tabNumbers(facts), {
    template: 'team-list',
    title: say('people.title'),
    notice: done === undefined ? null : { text: say(`people.${done}`), isProblem: done === 'left' },
    view: {
      lead: say('people.lead'),
      bar: facts.people.length === 0 ? null : peopleLines(facts.people, locale),
      sections: [
        {
          ...{ heading: say('people.without'), sub: say('people.count', { n: without.length }) },
          none: say('people.noneWithout'),
          table: table(
            say('people.without'),
            columns,
            without.map((one) => row(one, facts, visit, locale)),
          ),
        },
        {
          ...{ heading: say('people.with'), sub: say('people.count', { n: others.length }) },
          none: say('people.noneWith'),
          table: table(
            say('people.with'),
            columns.slice(0, 3),
            others.map((one) => row(one, facts, visit, locale).slice(0, 3)),
          ),
        },
      ],
      note: say('people.note'),
    },
  });
}

function row(one: PersonAccess, facts: TeamFacts, visit: TeamVisit, locale: TeamLocale): readonly Cell[] {
  const { say } = locale;
  const name = nameOf(facts, one.member.id);
  const id = personId(visit.portal, one.member.id);
  const invite =
    one.state === 'declined'
      ? link(say('do.inviteAgain'), name, address(visit, portalPath`/admin/people?ask=${id}`))
      : button(say('do.invite'), name, address(visit, portalPath`/admin/people/${id}/invite`));
  return [
    cell({ strong: name }),
    cell({ text: facts.members.get(one.member.id)?.antenna ?? '–' }),
    cell({ mark: stateMark(one, locale), second: whenOf(one, locale) }),
    // Who took access back is invited by nobody: they find the way on their own page.
    cell({ actions: one.state === 'withdrawn' ? [] : [invite] }),
  ];
}

export function stateMark({ state }: PersonAccess, { say }: TeamLocale): Mark {
  const tones: Readonly<Record<AccessState, Mark['tone']>> = {
    read: 'good',
    granted: 'good',
    partial: 'medium',
    failed: 'high',
    withdrawn: 'low',
    declined: 'low',
    uninvited: 'unknown',
    invited: 'unknown',
    reminded: 'unknown',
  };
  return { tone: tones[state], text: say(`one.${state}`) };
}

function whenOf({ invitedAt, nextReminderAt }: PersonAccess, { say, format }: TeamLocale): string {
  return [
    ...(invitedAt === null ? [] : [say('people.invitedOn', { day: format.day(invitedAt) })]),
    ...(nextReminderAt === null ? [] : [say('people.nextReminder', { day: format.day(nextReminderAt) })]),
  ].join(' · ');
}

/** Says what the person answered before a new round of invitations takes its place. */
function againPage(one: PersonAccess, facts: TeamFacts, visit: TeamVisit, { say }: TeamLocale): Reply {
  const name = nameOf(facts, one.member.id);
  const id = personId(visit.portal, one.member.id);
  return adminPage(visit, 'people', tabNumbers(facts), {
    template: 'team-invite-again',
    title: say('people.again', { name }),
    view: {
      ...{ lead: say('people.againLead', { name }), note: null },
      again: {
        post: address(visit, portalPath`/admin/people/${id}/invite`),
        ...{ asked: say('people.againAsked', { name }), text: say('do.invite') },
        back: { href: address(visit, ADMIN_PAGES.people), text: say('people.back') },
      },
    },
  });
}

/** `/admin/people/P/invite`: at the person's request, which is noted. */
export async function invite(visit: TeamVisit): Promise<Reply> {
  const { portal, params, person, now } = visit;
  const member = await personById(portal, params.get('person') ?? '');
  if (member === null) return notFound(visit);
  const { people: known } = portal.store.portal;
  if (await known.isBarred(member)) return { kind: 'see-other', to: portalPath`/admin/people?done=left` };
  // A "no" is taken back by its person alone, who asked for it.
  if ((await known.hasDeclined(member)) && visit.form.get('asked') !== 'yes')
    return { kind: 'see-other', to: portalPath`/admin/people?ask=${personId(portal, member)}` };
  await inviteAgain(portal.store, portal.config, member, person.member, now);
  return { kind: 'see-other', to: portalPath`/admin/people?done=invited` };
}
