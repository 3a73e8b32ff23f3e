import { setTimeout as pause } from 'node:timers/promises';
import { sessionValue } from '../../app/portal/flow/begin.ts';
import { cookieId } from '../../app/portal/flow/cookie-id.ts';
import { loginAddress } from '../../app/portal/flow/key.ts';
import { LOCALES } from '../../model/member.ts';
import { isSameText } from '../../model/text/same-text.ts';
import { partsSpeaker } from '../../report/text/words.ts';
import type { FlowState, StoredFlow } from '../../store/portal/flow-store.ts';
import type { MemberRow } from '../../store/store.ts';
import { formToken } from '../access/sessions.ts';
import type { Visit } from '../access/visit.ts';
import { type PortalPath, portalPath, type Reply } from '../http/reply.ts';
import { notFound, refused, tooMany } from '../pages/errors.ts';
import { memberPage, rootOf, sayIn } from '../pages/frame.ts';
import { pageName, pathOfPage } from '../pages/named-pages.ts';
import { enterFlowOf } from './entry.ts';

/** A flow with the browser that began it, and whose it is. */
interface OwnFlow {
  readonly flow: StoredFlow;
  readonly row: MemberRow | null;
  /** In the person's language. */
  readonly visit: Visit;
  /** What the browser proved it by. */
  readonly cookie: string;
}

const OPEN: readonly FlowState[] = ['waiting', 'checking'];
/** Who says that it is done has done it a moment ago: the page waits for the next question to Nextcloud. */
const PATIENCE_MS = 4_000;
const LOOK_MS = 200;

/** The page that waits for Nextcloud, or what became of it. */
export async function flowPage(asked: Visit): Promise<Reply> {
  const own = await ownFlow(asked);
  if (own === null) return notFound(asked);
  const says = asked.query.has('continue');
  const flow = says ? await settled(own) : own.flow;
  if (flow.state === 'done') return arrived(own);
  if (OPEN.includes(flow.state)) return waitingPage({ ...own, flow }, says);
  return flow.state === 'wrong-account' ? wrongAccountPage(own) : endedPage(own, flow.state);
}

/** For the script of the page. */
export async function flowState(asked: Visit): Promise<Reply> {
  const own = await ownFlow(asked);
  if (own === null) return notFound(asked);
  const state = own.flow.state === 'checking' ? 'waiting' : own.flow.state;
  return { kind: 'json', status: 200, body: { state } };
}

/** A key that comes for it all the same is revoked. */
export async function cancelFlow(asked: Visit): Promise<Reply> {
  const own = await ownFlow(asked);
  if (own === null) return notFound(asked);
  if (!isOwnForm(own)) return refused(own.visit);
  const { flow } = own;
  await asked.portal.store.portal.flows.change(flow.id, ['waiting', 'checking'], { state: 'cancelled' });
  return { kind: 'see-other', to: portalPath`/flow/${flow.id}` };
}

/** Another flow for the same; this one waits for nothing more. */
export async function beginAgain(asked: Visit): Promise<Reply> {
  const own = await ownFlow(asked);
  if (own === null) return notFound(asked);
  const { flow, visit } = own;
  if (!isOwnForm(own)) return refused(visit);
  if (!visit.limits.take('person: changes', flow.member)) return tooMany(visit);
  await asked.portal.store.portal.flows.change(flow.id, ['waiting'], { state: 'cancelled' });
  return enterFlowOf(visit, { member: flow.member, language: visit.language }, flow.purpose, flow.page);
}

/** Only the browser that began a flow sees it. */
async function ownFlow(asked: Visit): Promise<OwnFlow | null> {
  const { portal, params, cookies } = asked;
  const flow = await portal.store.portal.flows.get(params.get('flow') ?? '');
  const isOwn = isSameText(cookieId(cookies.flow ?? ''), flow?.cookie ?? '');
  if (flow === null || cookies.flow === null || !isOwn) return null;
  const row = await portal.store.members.get(flow.member);
  return { flow, row, visit: { ...asked, language: row?.language ?? asked.language }, cookie: cookies.flow };
}

function isOwnForm({ visit, cookie }: OwnFlow): boolean {
  return isSameText(visit.form.get('form') ?? '', formToken(visit.portal, cookie));
}

async function settled({ flow, visit }: OwnFlow): Promise<StoredFlow> {
  const { flows } = visit.portal.store.portal;
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    const now = (await flows.get(flow.id)) ?? flow;
    if (!OPEN.includes(now.state)) return now;
    await pause(LOOK_MS);
  }
  return (await flows.get(flow.id)) ?? flow;
}

/** The session stands in the store since the key was proved; here its browser gets the cookie. */
async function arrived({ flow, visit, cookie }: OwnFlow): Promise<Reply> {
  const { portal } = visit;
  const isSignedIn = (await portal.store.portal.sessions.get(flow.session)) !== null;
  const to: PortalPath = isSignedIn
    ? flow.purpose === 'grant'
      ? portalPath`/me/welcome`
      : pathOfPage(pageName(flow.page), null)
    : portalPath`/sign-in`;
  const session = { name: 'session', value: sessionValue(portal, cookie), maxAge: null } as const;
  const over = { name: 'flow', value: '', maxAge: 0 } as const;
  return { kind: 'see-other', to, cookies: isSignedIn ? [session, over] : [over] };
}

function waitingPage({ flow, row, visit, cookie }: OwnFlow, says: boolean): Reply {
  const { portal, language } = visit;
  const say = sayIn(visit);
  const parts = partsSpeaker(portal.words, 'portal', language);
  const here = `${rootOf(portal)}${portalPath`/flow/${flow.id}`}`;
  const name = row?.name ?? flow.member;
  return memberPage(visit, {
    template: 'waiting',
    title: say('wait.title'),
    view: {
      ...{ here, form: formToken(portal, cookie), code: flow.code },
      person: { name, note: null, signOut: null, signIn: null },
      login: loginAddress(portal, flow),
      keep: say('wait.keep'),
      codeLabel: say('wait.code'),
      steps: say('wait.steps'),
      open: say('wait.step.open'),
      nextcloud: say('button.nextcloud'),
      check: { parts: parts('wait.step.check', { keyName: flow.keyName }) },
      grant: say('wait.step.grant'),
      authorised: say('button.authorised'),
      whose: { parts: parts('wait.whose', { name, time: timeOf(visit, flow.endsAt) }) },
      other: say('wait.other'),
      otherText: say('wait.other.text'),
      notYet: says && flow.asking !== 'lost' ? say('wait.not-yet') : null,
      lost: flow.asking === 'lost' ? say('wait.lost') : null,
      again: say('button.again'),
      cancel: say('button.cancel'),
    },
  });
}

function wrongAccountPage({ flow, row, visit, cookie }: OwnFlow): Reply {
  const { portal, language } = visit;
  const say = sayIn(visit);
  const parts = partsSpeaker(portal.words, 'portal', language);
  return memberPage(visit, {
    template: 'wrong-account',
    title: say('other-account.title'),
    view: {
      here: `${rootOf(portal)}${portalPath`/flow/${flow.id}`}`,
      form: formToken(portal, cookie),
      text: { parts: parts('other-account.text', { name: row?.name ?? flow.member }) },
      what: say('other-account.what'),
      out: say('other-account.step.out'),
      nextcloud: { text: say('button.nextcloud'), href: portal.config.server.url },
      againText: say('other-account.step.again'),
      again: say('button.again'),
    },
  });
}

function endedPage({ flow, visit, cookie }: OwnFlow, state: FlowState): Reply {
  const { portal } = visit;
  const say = sayIn(visit);
  const isOther = state === 'superseded';
  const title = isOther
    ? say('superseded.title')
    : say(state === 'refused' ? 'refused.title' : state === 'cancelled' ? 'cancelled.title' : 'over.title');
  return memberPage(visit, {
    template: 'flow-ended',
    title,
    view: {
      here: `${rootOf(portal)}${portalPath`/flow/${flow.id}`}`,
      form: formToken(portal, cookie),
      text: say(isOther ? 'superseded.text' : 'ended.text'),
      again: isOther ? null : say('button.again'),
    },
  });
}

/** « 14 h 22 ». */
function timeOf({ portal, language }: Visit, at: number): string {
  const timeZone = portal.config.organisation.timezone;
  const text = new Intl.DateTimeFormat(LOCALES[language], {
    ...{ hour: '2-digit', minute: '2-digit', timeZone },
  }).format(at);
  return language === 'fr' ? text.replace(':', ' h ') : text;
}
