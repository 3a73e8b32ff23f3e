import { type TeamFacts, teamFacts } from '../../app/portal/team/facts.ts';
import { keyOfShare } from '../../app/portal/team/register.ts';
import { CHECKS } from '../../checks/index.ts';
import type { RegisterEntry } from '../../model/register/entry.ts';
import type { ResultShare } from '../../model/result.ts';
import { shownName } from '../../report/text/shown-name.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { address, adminPage, type TeamLocale, type TeamVisit, tabNumbers, teamLocale } from './frame.ts';
import { nameOf, pathOf, placedName } from './names.ts';
import { DONE, REASON } from './register-acts.ts';
import { column, entryLines, ifAdmin, LONGEST, protectionOf } from './register-lines.ts';
import { button, cell, link, table } from './table.ts';

/** `/admin/register`: what is to be reviewed first, then the rest; above it proposals, below it what is open and not in it. */
export async function register(visit: TeamVisit): Promise<Reply> {
  const { portal, query, now } = visit;
  const { store } = portal;
  const facts = await teamFacts(store, portal.config, portal.vault, now);
  const locale = teamLocale(portal);
  const { say } = locale;
  const all = await store.register.list();
  const entries = all.filter(({ state }) => state === 'accepted');
  const proposed = all.filter(({ state }) => state === 'proposed');
  const toRefuse = proposed.find(({ id }) => id === query.get('refuse'));
  if (toRefuse !== undefined && visit.roles.isAdmin) return refusal(toRefuse, facts, visit, locale);
  const done = DONE.find((one) => one === query.get('done'));
  return adminPage(visit, 'register', tabNumbers(facts), {
    template: 'team-list',
    title: say('register.title'),
    notice: done === undefined ? null : { text: say(`register.done.${done}`), isProblem: done === 'gone' },
    view: {
      ...{ lead: await leadOf(visit, locale), bar: null, note: say('register.note') },
      sections: [
        proposals(proposed, facts, visit, locale),
        entryLines(entries, facts, visit, locale),
        unregistered(facts, visit, locale),
      ],
    },
  });
}

async function leadOf({ portal }: TeamVisit, { say, format }: TeamLocale): Promise<string> {
  const readings = await portal.store.register.readings();
  const read = readings.map(({ source, readAt, links, others }) =>
    say('register.read', { source: shownName(source, LONGEST), day: format.day(readAt), links, others }),
  );
  return [say('register.lead'), ...read].join(' ');
}

function proposals(
  entries: readonly RegisterEntry[],
  facts: TeamFacts,
  visit: TeamVisit,
  locale: TeamLocale,
) {
  const { say, format } = locale;
  const shares = facts.result?.shares ?? [];
  const rows = entries.map(({ id, purpose, fileId, proposedBy, until }) => {
    const about = shownName(purpose, LONGEST);
    const share = shares.find((one) => one.fileId === fileId);
    return [
      cell({ strong: about }),
      cell({
        text: pathOf(share?.path ?? null, locale),
        second: share === undefined ? '' : protectionOf(share, locale),
      }),
      cell({ text: proposedBy === null ? '–' : placedName(facts, proposedBy, locale) }),
      cell({ text: until === null ? say('register.noEnd') : format.date(until) }),
      cell({
        actions: ifAdmin(visit, [
          button(say('do.accept'), about, address(visit, portalPath`/admin/register/${id}/accept`), true),
          link(say('do.refuse'), about, address(visit, portalPath`/admin/register?refuse=${id}`)),
        ]),
      }),
    ];
  });
  return {
    ...{ heading: say('register.proposals'), sub: say('register.proposalsSub') },
    none: say('register.noneProposed'),
    table: table(
      say('register.proposals'),
      ['purpose', 'what', 'person', 'until', 'decision'].map((name) => column(name, locale)),
      rows,
    ),
  };
}

/** Asks for the reason of a refusal, which the member reads. */
function refusal(
  { id, purpose, proposedBy }: RegisterEntry,
  facts: TeamFacts,
  visit: TeamVisit,
  { say }: TeamLocale,
): Reply {
  const name = proposedBy === null ? '–' : nameOf(facts, proposedBy);
  return adminPage(visit, 'register', tabNumbers(facts), {
    template: 'team-register-refuse',
    title: say('do.refuse'),
    view: {
      ...{ lead: shownName(purpose, LONGEST), note: null },
      refuse: {
        post: address(visit, portalPath`/admin/register/${id}/refuse`),
        ...{ label: say('answers.reasonLabel', { name }), most: REASON.most, text: say('do.refuseSend') },
        back: { href: address(visit, portalPath`/admin/register`), text: say('register.do.back') },
      },
    },
  });
}

/** The checks that find open links without an entry. */
const UNREGISTERED: ReadonlySet<string> = new Set(
  CHECKS.filter(({ traits }) => traits.unregistered === true).map(({ id }) => id),
);

function unregistered(facts: TeamFacts, visit: TeamVisit, locale: TeamLocale) {
  const { say, format } = locale;
  const found = new Set(
    facts.result?.findings
      .filter(({ check, state }) => UNREGISTERED.has(check) && (state === 'new' || state === 'open'))
      .map(({ subject }) => subject.id),
  );
  const open =
    facts.result?.shares.filter(({ id, registered }) => registered === false && found.has(id)) ?? [];
  return {
    ...{ heading: say('register.absent'), sub: say('register.absentSub', { n: open.length }) },
    none: say('register.noneAbsent'),
    table: table(
      say('register.absent'),
      ['what', 'owner', 'since', 'protection', 'decision'].map((name) => column(name, locale)),
      open.map((share) => [
        cell({ strong: pathOf(share.path, locale) }),
        cell({ text: nameOf(facts, share.owner) }),
        cell({ text: share.createdAt === null ? '–' : format.day(Date.parse(share.createdAt)) }),
        cell({ text: protectionOf(share, locale), second: endOf(share, locale) }),
        cell({
          actions: ifAdmin(visit, [
            link(say('register.do.enter'), pathOf(share.path, locale), newAddress(visit, share)),
          ]),
        }),
      ]),
    ),
  };
}

function endOf({ lastDay, expires }: ResultShare, { say, format }: TeamLocale): string {
  const day = lastDay ?? expires;
  return day === null ? say('register.noEnd') : say('register.endsOn', { day: format.date(day) });
}

function newAddress(visit: TeamVisit, share: ResultShare): string {
  return address(visit, portalPath`/admin/register/new?share=${keyOfShare(share)}`);
}
