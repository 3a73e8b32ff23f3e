import { type PersonReport, personReport } from '../../app/portal/report.ts';
import { thingId } from '../../app/portal/thing-id.ts';
import { thingAddress } from '../../model/portal/thing-address.ts';
import type { ReportedThing } from '../../report/mail/live/member-report.ts';
import { line } from '../../report/mail/view.ts';
import { partsSpeaker } from '../../report/text/words.ts';
import type { VisitOf } from '../access/visit.ts';
import type { Reply } from '../http/reply.ts';
import { memberPage, rootOf, sayIn } from '../pages/frame.ts';
import { answersOf } from './answers.ts';
import { formatOf, timeOf } from './format.ts';

/** The report that this person may see; null where there is none yet. */
export async function reportOf({ portal, person, language, now }: VisitOf): Promise<PersonReport | null> {
  const { way } = person;
  const link = way.by === 'link' ? { run: way.run } : null;
  return personReport(portal, { member: person.member, language, link, now });
}

/** « Mon rapport »: the same things as the mail, as they stand now. */
export async function showReport(visit: VisitOf): Promise<Reply> {
  const say = sayIn(visit);
  const found = await reportOf(visit);
  const title = say('report.title');
  if (found === null) {
    const { withdrawals } = visit.portal.store.portal;
    const view = (await withdrawals.hasLeft(visit.person.member))
      ? { heading: say('report.grant.title'), text: say('report.grant.text') }
      : { heading: say('report.never.title'), text: say('report.never.text') };
    return memberPage(visit, { ...{ template: 'report-none', title, tab: 'report' }, view });
  }
  const { report } = found;
  return memberPage(visit, {
    ...{ template: 'report', title, tab: 'report' },
    view: {
      isWide: true,
      hello: say('report.hello', { name: visit.person.name }),
      heading: report.title ?? title,
      gauge: report.gauge,
      state: report.state,
      notices: noticesOf(found, visit),
      access: accessOf(found, visit),
      since: report.since,
      things: thingsOf(found, visit),
      space: report.space,
      notes: report.notes,
      open: report.open,
      answers: answersOf(found, visit),
      question: questionOf(found, visit),
      privacy: privacyOf(found, visit),
    },
  });
}

/** When it was read, and what keeps it from being newer. */
function noticesOf({ report, isReading, failedAt }: PersonReport, visit: VisitOf): readonly string[] {
  const say = sayIn(visit);
  const format = formatOf(visit);
  const day = format.day(report.readAt);
  if (isReading) return [say('report.reading', { day })];
  const read = say('report.read', { day, time: timeOf(report.readAt, visit) });
  const away = failedAt === null ? [] : [say('report.away', { day: format.day(failedAt) })];
  const part = report.unread === 0 ? [] : [say('report.part', { n: report.unread })];
  return [...away, ...part, read];
}

/** Whom to ask. */
function questionOf({ report, stored }: PersonReport, visit: VisitOf) {
  const parts = partsSpeaker(visit.portal.words, 'portal', visit.language);
  const { help } = stored.organisation;
  const { address, referents } = report.replies;
  const links = { mail: `mailto:${address ?? ''}` };
  const whom =
    address === null
      ? []
      : referents.length > 0
        ? [parts('report.question.referent', { antenna: report.antenna ?? '', address }, links)]
        : [parts('report.question.team', { address }, links)];
  const more = help === null ? [] : [parts('report.question.help', {}, { help })];
  const lines = [...whom, ...more].map((one) => line(one));
  return lines.length === 0 ? null : { heading: sayIn(visit)('report.question.heading'), lines };
}

function privacyOf({ report }: PersonReport, visit: VisitOf) {
  const parts = partsSpeaker(visit.portal.words, 'portal', visit.language);
  const { files, shares } = report.read;
  const count = files === null ? '' : formatOf(visit).count(files);
  return line(
    files === null ? parts('report.privacy.unread') : parts('report.privacy.read', { files, count, shares }),
  );
}

/** What leads to the grant where nothing may be read. */
function accessOf({ report }: PersonReport, visit: VisitOf) {
  if (report.access === 'given') return null;
  const say = sayIn(visit);
  const isRefused = report.access === 'refused';
  return {
    title: isRefused ? say('report.refused.title') : say('report.grant.title'),
    text: isRefused ? say('report.refused.text') : say('report.grant.text'),
    button: say('report.grant.button'),
    action: `${rootOf(visit.portal)}${visit.person.base}/grant`,
  };
}

function thingsOf({ report }: PersonReport, visit: VisitOf) {
  const say = sayIn(visit);
  const { things, rest, intro } = report;
  if (things.length === 0)
    return {
      ...{ heading: say('report.nothing.title'), intro: say('report.nothing.text') },
      ...{ items: [], rest: null },
    };
  return {
    heading: say('report.heading', { n: things.length }),
    intro,
    items: things.map((thing, at) => ({ rank: at + 1, ...thingView(thing, at === 0, visit) })),
    rest: rest.count === 0 ? null : restLine(rest, visit),
  };
}

function restLine({ count, bytes, href }: PersonReport['report']['rest'], visit: VisitOf) {
  const parts = partsSpeaker(visit.portal.words, 'portal', visit.language);
  const links = { files: href };
  return line(
    bytes === 0
      ? parts('report.rest', { n: count }, links)
      : parts('report.restBytes', { n: count, bytes: formatOf(visit).bytes(bytes) }, links),
  );
}

/** A card: what was found, how to settle it, and the three answers. */
export function thingView(reported: ReportedThing, isFirst: boolean, visit: VisitOf) {
  const say = sayIn(visit);
  const { thing, title, chip, where, text, ask, steps, href, button } = reported;
  const at = thingPath(thing.key, visit);
  const labelled = (verb: string) => ({ text: verb, label: say('report.label', { verb, what: title }) });
  return {
    ...{ id: idIn(visit, thing.key), title, chip, where, text, ask, isFirst },
    how: { summary: say('report.how'), steps },
    open: { ...labelled(button), href },
    done: thing.path === null ? null : { ...labelled(say('report.done')), action: `${at}/done` },
    keep: { ...labelled(say('report.keep')), href: `${at}/keep` },
    wrong: { ...labelled(say('report.wrong')), href: `${at}/wrong` },
  };
}

/** Where a thing's own pages begin. */
export function thingPath(thing: string, visit: VisitOf): string {
  return thingAddress(`${rootOf(visit.portal)}${visit.person.base}`, idIn(visit, thing));
}

function idIn({ portal, person }: VisitOf, thing: string): string {
  return thingId(portal.keys.id, person.member, thing);
}
