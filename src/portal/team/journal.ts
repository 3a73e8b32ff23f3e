import type { JournalEntry } from '../../store/portal/journal-store.ts';
import type { Reply } from '../http/reply.ts';
import { adminPage, numbersFor, type TeamLocale, type TeamVisit, teamLocale } from './frame.ts';
import { nameOf } from './names.ts';
import { type Cell, cell, table } from './table.ts';

const MOST_ENTRIES = 200;

/** `/admin/journal`: what happened of late. Of a member's thing nothing but that something happened. */
export async function journal(visit: TeamVisit): Promise<Reply> {
  const { store } = visit.portal;
  const locale = teamLocale(visit.portal);
  const { say } = locale;
  const entries = await store.portal.journal.latest(MOST_ENTRIES);
  const members = new Map((await store.members.list()).map((row) => [String(row.id), row]));
  return adminPage(visit, 'journal', await numbersFor(visit), {
    template: 'team-list',
    title: say('journal.title'),
    view: {
      ...{ lead: say('journal.lead'), bar: null, note: null },
      sections: [
        {
          ...{ heading: say('journal.heading'), sub: say('journal.count', { n: entries.length }) },
          none: say('journal.none'),
          table: table(
            say('journal.heading'),
            [say('column.day'), say('column.what'), say('column.whom'), say('column.by')],
            entries.map((entry) => row(entry, members, locale)),
          ),
        },
      ],
    },
  });
}

function row(
  { at, event, member, actor }: JournalEntry,
  members: Parameters<typeof nameOf>[0]['members'],
  { say, moment }: TeamLocale,
): readonly Cell[] {
  return [
    cell({ text: moment(at) }),
    cell({ strong: say('journal.event', { event: event.replaceAll('-', '_') }) }),
    cell({ text: member === null ? '–' : nameOf({ members }, member) }),
    cell(
      actor === null
        ? { text: say('journal.self') }
        : { text: nameOf({ members }, actor.member), second: say(`role.${actor.role}`) },
    ),
  ];
}
