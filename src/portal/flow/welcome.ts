import { isPublicLink } from '../../model/share.ts';
import { formatter } from '../../report/text/format.ts';
import { partsSpeaker } from '../../report/text/words.ts';
import type { StoredReading } from '../../store/portal/flow-store.ts';
import type { VisitOf } from '../access/visit.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { memberPage, rootOf, sayIn } from '../pages/frame.ts';

/** After access was given: how far the first reading is, and what to remember. */
export async function welcomePage(visit: VisitOf): Promise<Reply> {
  const { portal, person } = visit;
  const { readings } = portal.store.portal;
  const reading = await readings.get(person.member);
  if (reading === null) return { kind: 'see-other', to: portalPath`/me` };
  const say = sayIn(visit);
  const root = rootOf(portal);
  const { row, name } = person;
  const isOpen = reading.endedAt === null;
  return memberPage(visit, {
    template: 'welcome',
    title: say('welcome.title', { name }),
    view: {
      intro: introOf(visit, reading),
      now: isOpen ? nowOf(visit) : null,
      ...{ state: stateOf(visit, reading), poll: isOpen ? `${root}/me/welcome/state` : null },
      steps: await stepsOf(visit, reading),
      button: isOpen
        ? { text: say('welcome.button.look'), href: `${root}/me/welcome` }
        : { text: say('welcome.button.report'), href: `${root}/me` },
      keep: say('welcome.keep'),
      facts: await factsOf(visit),
      mail:
        row?.mail == null
          ? null
          : { title: say('welcome.mail.title'), text: say('welcome.mail.text', { mail: row.mail }) },
    },
  });
}

/** For the script of the page: it loads the page anew when this has changed. */
export async function welcomeState(visit: VisitOf): Promise<Reply> {
  const reading = await visit.portal.store.portal.readings.get(visit.person.member);
  return { kind: 'json', status: 200, body: { state: reading === null ? '' : stateOf(visit, reading) } };
}

/** Changes with each step, so that the page follows. */
function stateOf({ portal, person }: VisitOf, { outcome }: StoredReading): string {
  return outcome ?? `reading ${portal.readings.progressOf(person.member) ?? '-'}`;
}

function introOf(visit: VisitOf, { outcome }: StoredReading): string {
  const say = sayIn(visit);
  switch (outcome) {
    case null:
      return say('welcome.reading');
    case 'whole':
      return say('welcome.read');
    case 'part':
      return say('welcome.read-in-part');
    case 'failed':
      return say('welcome.failed');
  }
}

function nowOf({ portal, person, language }: VisitOf) {
  const parts = partsSpeaker(portal.words, 'portal', language);
  const n = portal.readings.progressOf(person.member);
  return { parts: n === null ? parts('welcome.queued') : parts('welcome.now', { n }) };
}

interface Step {
  /** What is true already, what happens now, what comes. */
  readonly isDone: boolean;
  readonly isNow: boolean;
  readonly title: string;
  readonly text: string | null;
}

/** No bar that guesses: each step says what is true already. */
async function stepsOf(visit: VisitOf, { outcome }: StoredReading): Promise<readonly Step[]> {
  const { portal, person, language } = visit;
  const say = sayIn(visit);
  const format = formatter(language, portal.config.organisation.timezone);
  const where = person.row?.antenna ?? null;
  const account = step(
    'done',
    say('welcome.account'),
    [person.name, ...(where === null ? [] : [where])].join(', '),
  );
  if (outcome === null) {
    return [
      account,
      step('now', say('welcome.files.now'), say('welcome.files.what')),
      step('next', say('welcome.report.soon'), null),
    ];
  }
  if (outcome === 'failed') return [account];
  const { snapshots } = portal.store;
  const [snapshot, shares] = [await snapshots.get(person.member), await snapshots.shares(person.member)];
  const files =
    snapshot === null
      ? []
      : [
          step(
            'done',
            say('welcome.files.done', { n: snapshot.files, size: format.bytes(snapshot.bytes) }),
            say('welcome.files.what'),
          ),
        ];
  const links = (shares ?? []).filter(isPublicLink).length;
  const shared =
    shares === null
      ? []
      : [
          step(
            'done',
            say('welcome.shares.done', { n: shares.length }),
            shares.length === 0 ? null : say('welcome.shares.links', { n: links }),
          ),
        ];
  return [account, ...files, ...shared, step('done', say('welcome.report.ready'), null)];
}

function step(when: 'done' | 'now' | 'next', title: string, text: string | null): Step {
  return { isDone: when === 'done', isNow: when === 'now', title, text };
}

/** What the access is called in Nextcloud, and how to end it. */
async function factsOf(visit: VisitOf) {
  const { portal, person, language } = visit;
  const say = sayIn(visit);
  const parts = partsSpeaker(portal.words, 'portal', language);
  const entries = await portal.store.portal.journal.of(person.member);
  const keyName = entries.find(({ event }) => event === 'granted')?.params['keyName'];
  const key =
    typeof keyName === 'string'
      ? [
          {
            title: say('welcome.key.title'),
            text: { parts: [{ text: say('welcome.key.text', { keyName }), strong: false, href: null }] },
          },
        ]
      : [];
  const data = `${rootOf(portal)}/me/data`;
  const stop = {
    title: say('welcome.stop.title'),
    text: { parts: parts('welcome.stop.text', {}, { data }) },
  };
  return [...key, stop];
}
