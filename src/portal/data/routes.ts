import { exportOf, keptData } from '../../app/portal/kept-data.ts';
import { isRunUnderWay } from '../../app/portal/run-under-way.ts';
import { eraseMe, withdraw } from '../../app/portal/withdraw.ts';
import { type Line, line } from '../../report/mail/view.ts';
import { formatter } from '../../report/text/format.ts';
import { partsSpeaker } from '../../report/text/words.ts';
import { forEverybody, forMember, type Route } from '../access/route.ts';
import type { Visit, VisitOf } from '../access/visit.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { memberPage, rootOf, sayIn } from '../pages/frame.ts';
import { journalLine } from './journal-line.ts';
import { keptRows } from './kept-view.ts';

/** Number of lines of the journal that are shown unless all are asked for. */
const FEW_LINES = 6;

/** What is kept about a person: to be read, downloaded, taken back, erased. */
export const DATA_ROUTES: readonly Route[] = [
  forMember('GET', '/me/data', dataPage),
  forMember('GET', '/me/data.json', download, 'person: exports'),
  forMember('POST', '/me/withdraw', takeBack),
  forMember('GET', '/me/erase', async (visit) => erasePage(visit)),
  forMember('POST', '/me/erase', erase),
  forEverybody('GET', '/erased', async (visit) => erasedPage(visit)),
];

async function dataPage(visit: VisitOf): Promise<Reply> {
  const { portal, person, query, language } = visit;
  const say = sayIn(visit);
  const kept = await keptData(portal, person.member);
  const format = formatter(language, portal.config.organisation.timezone);
  const lines = query.has('all') ? kept.journal : kept.journal.slice(0, FEW_LINES);
  const result =
    kept.withdrawnAt === null ? null : say(kept.isKeyWaiting ? 'withdraw.waiting' : 'withdraw.done');
  return memberPage(visit, {
    template: 'data',
    tab: 'data',
    title: query.has('done') && result !== null ? result : say('data.title'),
    view: {
      isWide: true,
      isUnderWay: await isRunUnderWay(portal.store),
      result,
      rows: keptRows(visit, kept),
      lines: lines.map((entry) => ({
        at: `${format.shortDay(entry.at)}, ${timeOfDay(visit, entry.at)}`,
        text: journalLine(entry, say),
      })),
      more: lines.length < kept.journal.length ? say('data.all-lines', { n: kept.journal.length }) : null,
      since: kept.withdrawnAt === null ? null : say('withdraw.since', { day: format.day(kept.withdrawnAt) }),
      words: wordsOf(visit),
      question: questionOf(visit),
    },
  });
}

function wordsOf(visit: VisitOf) {
  const say = sayIn(visit);
  return {
    ...{ title: say('data.title'), intro: say('data.intro'), kept: say('data.kept') },
    ...{ what: say('data.what'), amount: say('data.amount'), until: say('data.until') },
    ...{ download: say('data.download'), happened: say('data.happened'), run: say('data.run') },
    withdraw: {
      ...{ title: say('withdraw.title'), text: say('withdraw.text'), button: say('withdraw.button') },
      again: say('withdraw.again'),
    },
    erase: { title: say('erase.title'), text: say('erase.text'), open: say('erase.open') },
  };
}

/** Whom to ask: the person's referent, else the team. */
function questionOf(visit: VisitOf): Line | null {
  const { referents, organisation } = visit.portal.config;
  const own = referents.find(({ group }) => group === visit.person.row?.antenna);
  const address = own?.mail ?? organisation.replyTo;
  if (address === undefined) return null;
  const parts = partsSpeaker(visit.portal.words, 'portal', visit.language);
  return line(parts('data.question', { address }, { mail: `mailto:${address}` }));
}

function timeOfDay({ language, portal }: Visit, at: number): string {
  const { timezone: timeZone } = portal.config.organisation;
  const text = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', timeZone }).format(at);
  return language === 'fr' ? text.replace(':', ' h ') : text;
}

async function download({ portal, person }: VisitOf): Promise<Reply> {
  const body = await exportOf(portal, person.member);
  return { kind: 'json', status: 200, body, fileName: 'menage-data.json' };
}

async function takeBack({ portal, person }: VisitOf): Promise<Reply> {
  await withdraw(portal, person.member);
  return { kind: 'see-other', to: portalPath`/me/data?done=1` };
}

function erasePage(visit: VisitOf, problem: string | null = null): Reply {
  const say = sayIn(visit);
  return memberPage(visit, {
    status: problem === null ? 200 : 422,
    template: 'erase',
    tab: 'data',
    title: problem ?? say('erase.title'),
    view: {
      problem,
      back: `${rootOf(visit.portal)}${portalPath`/me/data`}`,
      goes: [say('erase.goes.read'), say('erase.goes.reports'), say('erase.goes.card')],
      words: {
        ...{ title: say('erase.title'), warning: say('erase.warning'), goes: say('erase.goes') },
        ...{ stays: say('erase.stays'), sure: say('erase.sure'), never: say('erase.never') },
        ...{ button: say('erase.button'), back: say('erase.back') },
      },
    },
  });
}

async function erase(visit: VisitOf): Promise<Reply> {
  const { portal, person, form } = visit;
  if (form.get('sure') !== 'yes') return erasePage(visit, sayIn(visit)('erase.untick'));
  await eraseMe(portal, person.member, { neverInvite: form.get('never') === 'yes' });
  return {
    kind: 'see-other',
    to: portalPath`/erased`,
    cookies: [{ name: 'session', value: '', maxAge: 0 }],
    headers: { 'clear-site-data': '"cache"' },
  };
}

function erasedPage(visit: Visit): Reply {
  const say = sayIn(visit);
  return memberPage(visit, {
    template: 'erased',
    title: say('erase.done'),
    view: { text: say('erase.done.text'), key: say('erase.done.key') },
  });
}
