import { closeMessage } from '../../app/portal/answers.ts';
import { figured, type TeamFacts, teamFacts } from '../../app/portal/team/facts.ts';
import { isWithAccess, type PersonAccess } from '../../app/portal/team/people.ts';
import { answerId } from '../../model/ids.ts';
import { isPublicLink, lacksPassword } from '../../model/share.ts';
import type { ExposedItem } from '../../report/figures/exposed-items.ts';
import { figuresOf } from '../../report/figures/figures.ts';
import { type Antenna, antennaOf } from '../../report/mail/team/antenna.ts';
import { shownName } from '../../report/text/shown-name.ts';
import { speaker } from '../../report/text/words.ts';
import { antennaById } from '../access/team-ids.ts';
import type { Visit } from '../access/visit.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { notFound } from '../pages/errors.ts';
import { address, antennaPage, type TeamLocale, type TeamVisit, teamLocale } from './frame.ts';
import { messagesTable } from './messages.ts';
import { namedFew, nameOf } from './names.ts';
import { type Cell, cell, table } from './table.ts';
import { trustLine } from './trust.ts';

/** The antenna that the path names; null where there is none. */
export function antennaIn({ portal, params }: Visit): string | null {
  return antennaById(portal, params.get('antenna') ?? '');
}

/** `/antennas/A`: totals, messages, and what everybody can open. No other path. */
export async function antenna(visit: TeamVisit): Promise<Reply> {
  const { portal, params, query } = visit;
  const name = antennaIn(visit);
  if (name === null) return notFound(visit);
  const facts = await teamFacts(portal.store, portal.config, portal.vault, visit.now);
  const locale = teamLocale(portal);
  const { say } = locale;
  const id = params.get('antenna') ?? '';
  const people = facts.people.filter(({ member }) => facts.members.get(member.id)?.antenna === name);
  const messages = facts.messages.filter((one) => one.antenna === name);
  const known = facts.result === null ? null : figured(facts, facts.result);
  const ours = known === null ? null : antennaOf(known, [name]);
  const full = (ours?.nearlyFull ?? []).map((member) => fullRow(member, known, facts, locale));
  const open = (ours?.openToAll ?? []).map((item) => openRow(item, facts, visit, locale));
  return antennaPage(visit, name, portalPath`/antennas/${id}`, {
    template: 'team-antenna',
    title: say('antenna.title', { name: shownName(name) }),
    notice: query.get('done') === 'closed' ? { text: say('answers.done.closed'), isProblem: false } : null,
    view: {
      trust: trustLine(facts, people, locale, say('antenna.side')),
      figures: figuresView(ours, known, people, messages.length, locale),
      messages: {
        ...{ heading: say('messages.own'), sub: say('messages.sub'), none: say('messages.none') },
        table: messagesTable(messages, facts, locale, (message) =>
          address(visit, portalPath`/antennas/${id}/messages/${message.id}/close`),
        ),
      },
      open: {
        ...{
          heading: say('antenna.open'),
          sub: say('antenna.openSub', { n: open.length }),
          none: say('antenna.noneOpen'),
        },
        table: table(
          say('antenna.open'),
          [say('column.severity'), say('column.open'), say('column.since'), say('column.answer')],
          open,
        ),
      },
      full: {
        ...{
          heading: say('antenna.full'),
          sub: say('antenna.fullSub', { n: full.length }),
          none: say('antenna.noneFull'),
        },
        table: table(
          say('antenna.full'),
          [say('column.person'), say('column.use'), say('column.free')],
          full,
        ),
      },
      access: { heading: say('antenna.access'), lines: accessLines(people, facts, locale) },
      note: say('antenna.note'),
    },
  });
}

type Known = ReturnType<typeof figured>;

/** In the page's order: who is short of room, what is open, who wrote, who gave access. Null is not known. */
function figuresView(
  ours: Antenna | null,
  known: Known | null,
  people: readonly PersonAccess[],
  messages: number,
  { say }: TeamLocale,
) {
  const all = known === null ? null : figuresOf(known);
  const openEverywhere = all?.exposed.filter(isOpenToAll).length ?? 0;
  const number = (n: number | undefined) => (n === undefined ? '–' : String(n));
  const granted = people.filter(isWithAccess).length;
  const figure = (label: string, text: string, context: string, unit = '') => ({
    ...{ label, number: text, context, unit },
    href: null,
  });
  return [
    figure(
      say('antenna.full'),
      number(ours?.nearlyFull.length),
      say('antenna.everywhere', { n: all?.nearlyFullCount ?? 0 }),
    ),
    figure(
      say('antenna.open'),
      number(ours?.openToAll.length),
      say('antenna.everywhere', { n: openEverywhere }),
    ),
    figure(say('messages.own'), String(messages), say('antenna.messages')),
    figure(
      say('figure.access'),
      String(granted),
      say('antenna.without', { n: people.length - granted }),
      say('figure.of', { n: people.length }),
    ),
  ];
}

function isOpenToAll({ share, excepted }: ExposedItem): boolean {
  return !excepted && isPublicLink(share) && lacksPassword(share);
}

function fullRow(
  { id, usage }: Antenna['nearlyFull'][number],
  known: Known | null,
  facts: TeamFacts,
  { format }: TeamLocale,
): readonly Cell[] {
  const freeable = known === null ? 0 : (figuresOf(known).members.get(id)?.freeable.bytes ?? 0);
  const percent = usage.percent ?? 0;
  return [
    cell({ strong: nameOf(facts, id) }),
    cell({ bar: { percent: Math.min(100, Math.floor(percent)), text: format.percent(percent) } }),
    cell({ text: format.bytes(freeable), number: true }),
  ];
}

function openRow(
  { share, severity }: ExposedItem,
  facts: TeamFacts,
  { portal }: TeamVisit,
  { say, format, language }: TeamLocale,
): readonly Cell[] {
  const answered = facts.answers.some(({ shares }) => shares.some(({ id }) => id === share.id));
  const wrong = facts.messages.some(({ thing }) => thing === `share:${share.id}`);
  const end =
    share.lastDay === null
      ? say('antenna.noEnd')
      : say('antenna.until', { day: format.date(share.lastDay, 'shortDay') });
  const sayPage = speaker(portal.words, 'page', language);
  return [
    cell({ mark: severity === null ? null : { tone: severity, text: sayPage(`severity.${severity}`) } }),
    cell({ strong: shownName(share.path, 120), second: `${nameOf(facts, share.owner)} · ${end}` }),
    cell({ text: share.createdAt === null ? '–' : format.shortMonth(Date.parse(share.createdAt)) }),
    cell({ text: say(wrong ? 'antenna.wrong' : answered ? 'antenna.kept' : 'antenna.unanswered') }),
  ];
}

/** Who has not given access, and who could not be read. */
function accessLines(
  people: readonly PersonAccess[],
  facts: TeamFacts,
  locale: TeamLocale,
): readonly string[] {
  const { say } = locale;
  const states = ['uninvited', 'invited', 'reminded', 'withdrawn', 'declined', 'partial', 'failed'] as const;
  const lines = states.flatMap((state) => {
    const names = people.filter((one) => one.state === state).map(({ member }) => nameOf(facts, member.id));
    return names.length === 0
      ? []
      : [say('antenna.line', { state: say(`one.${state}`), names: namedFew(names, locale) })];
  });
  return lines.length === 0 ? [say('antenna.allWell')] : lines;
}

/** `/antennas/A/messages/M/close`: the message was answered. */
export async function closeForAntenna(visit: TeamVisit): Promise<Reply> {
  const { portal, params, person, roles, now } = visit;
  const name = antennaIn(visit);
  const id = answerId(params.get('message') ?? '');
  const message = await portal.store.portal.messages.get(id);
  if (name === null || message?.antenna !== name) return notFound(visit);
  const role = roles.antennas.includes(name) ? 'referent' : 'admin';
  await closeMessage(portal.store, id, { role, member: person.member }, now);
  return { kind: 'see-other', to: portalPath`/antennas/${params.get('antenna') ?? ''}?done=closed` };
}
