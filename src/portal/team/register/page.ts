import type { TeamFacts } from '../../../app/portal/team/facts.ts';
import { keyOfShare } from '../../../app/portal/team/register.ts';
import type { RegisterEntry } from '../../../model/register/entry.ts';
import type { ResultShare } from '../../../model/result.ts';
import { shownName } from '../../../report/text/shown-name.ts';
import { portalPath, type Reply } from '../../http/reply.ts';
import { ADMIN_PAGES } from '../../pages/named-pages.ts';
import { address, adminPage, type TeamLocale, type TeamVisit, tabNumbers, teamLocale } from '../frame.ts';
import { nameOf, pathOf, placedName } from '../names.ts';
import { type Action, button, cell, link, table } from '../table.ts';
import { DONE, REASON } from './acts.ts';
import { filterChips, filterOf, isShown } from './filter.ts';
import { column, entryLines, ifAdmin, LONGEST, protectionOf } from './lines.ts';
import { proposedShare, type RegisterLists, registerLists } from './lists.ts';

/** `/admin/register`: what is to be reviewed first, then the rest; above it proposals, below it what is open and not in it. */
export async function register(visit: TeamVisit): Promise<Reply> {
  const { portal, query } = visit;
  const locale = teamLocale(portal);
  const { say } = locale;
  const lists = await registerLists(visit);
  const { facts, entries, proposed } = lists;
  const filter = filterOf(visit);
  const toRefuse = proposed.find(({ id }) => id === query.get('refuse'));
  if (toRefuse !== undefined && visit.roles.isAdmin) return refusal(toRefuse, facts, visit, locale);
  const done = DONE.find((one) => one === query.get('done'));
  return adminPage(visit, 'register', tabNumbers(facts), {
    template: 'team-register',
    title: say('register.title'),
    notice: done === undefined ? null : { text: say(`register.done.${done}`), isProblem: done === 'gone' },
    view: {
      ...{ lead: await leadOf(visit, locale), note: say('register.note') },
      filter: filterChips(lists, filter, visit, locale),
      download: { href: address(visit, portalPath`/admin/register.csv`), text: say('register.csv') },
      sections: [
        ...(filter === 'all' || filter === 'proposed' ? [proposals(proposed, facts, visit, locale)] : []),
        ...(filter === 'proposed' || filter === 'absent'
          ? []
          : [
              entryLines(
                entries.filter((entry) => isShown(entry, filter)),
                facts,
                visit,
                locale,
              ),
            ]),
        ...(filter === 'all' || filter === 'absent' ? [unregistered(lists, visit, locale)] : []),
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
  const rows = entries.map((entry) => {
    const { id, purpose, proposedBy, until } = entry;
    const about = shownName(purpose, LONGEST);
    const share = proposedShare(facts, entry);
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
        back: { href: address(visit, ADMIN_PAGES.register), text: say('register.do.back') },
      },
    },
  });
}

function unregistered({ facts, absent }: RegisterLists, visit: TeamVisit, locale: TeamLocale) {
  const { say, format } = locale;
  return {
    ...{ heading: say('register.absent'), sub: say('register.absentSub', { n: absent.length }) },
    none: say('register.noneAbsent'),
    table: table(
      say('register.absent'),
      ['what', 'owner', 'since', 'protection', 'decision'].map((name) => column(name, locale)),
      absent.map((share) => [
        cell({ strong: pathOf(share.path, locale) }),
        cell({ text: nameOf(facts, share.owner) }),
        cell({ text: share.createdAt === null ? '–' : format.day(Date.parse(share.createdAt)) }),
        cell({ text: protectionOf(share, locale), second: endOf(share, locale) }),
        cell({
          actions: ifAdmin(visit, [
            link(say('register.do.enter'), pathOf(share.path, locale), newAddress(visit, share)),
            ...writeTo(share, facts, locale),
          ]),
        }),
      ]),
    ),
  };
}

/** A mail to the owner, ready to be read again and sent; nothing where no address is known. */
function writeTo(
  { owner, path }: ResultShare,
  { members }: TeamFacts,
  locale: TeamLocale,
): readonly Action[] {
  const { say } = locale;
  const mail = members.get(owner)?.mail ?? null;
  if (mail === null) return [];
  const about = pathOf(path, locale);
  const text = new URLSearchParams({
    subject: say('register.write.subject', { path: about }),
    body: say('register.write.body', { path: about }),
  });
  // Mail programs show a plus as it stands.
  const href = `mailto:${encodeURIComponent(mail)}?${text.toString().replaceAll('+', '%20')}`;
  return [link(say('register.do.write'), about, href)];
}

function endOf({ lastDay, expires }: ResultShare, { say, format }: TeamLocale): string {
  const day = lastDay ?? expires;
  return day === null ? say('register.noEnd') : say('register.endsOn', { day: format.date(day) });
}

function newAddress(visit: TeamVisit, share: ResultShare): string {
  return address(visit, portalPath`/admin/register/new?share=${keyOfShare(share)}`);
}
