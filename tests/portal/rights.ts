import { newAnswerId } from '../../src/app/portal/answers.ts';
import { personReport } from '../../src/app/portal/report.ts';
import { thingId } from '../../src/app/portal/thing-id.ts';
import { memberId } from '../../src/model/ids.ts';
import type { LinkKind } from '../../src/model/portal/portal.ts';
import type { Access, Route } from '../../src/portal/access/route.ts';
import type { PortalStage } from '../helpers/portal.ts';
import { TEAM_ROWS } from './team/rows.ts';

/** Who asks. From `other member` on: signed in, without a link. */
export const ASKERS = [
  'nobody',
  'link',
  'expired link',
  'other member',
  'member',
  'referent',
  'other referent',
  'auditor',
  'admin',
  'former admin',
] as const;
export type Asker = (typeof ASKERS)[number];

/**
 * What an asker meets: `open` 200 or 303 within the portal, `sign-in` 303 to the sign-in page (a form: 401), `hidden` 404,
 * `refused` 403, `over` 410.
 */
export type Met = 'open' | 'sign-in' | 'hidden' | 'refused' | 'over';

type Rights = Readonly<Record<Asker, Met>>;

function rights(otherwise: Met, met: Partial<Rights>): Rights {
  const all = ASKERS.map((asker) => [asker, met[asker] ?? otherwise] as const);
  // Every asker stands in the list.
  return Object.fromEntries(all) as Rights;
}

/** Without a session, a link is no way in. */
const NOT_SIGNED_IN = { nobody: 'sign-in', link: 'sign-in', 'expired link': 'sign-in' } as const;

/** The table of the rights, by what a route asks for. */
export const RIGHTS: Readonly<Record<Access, Rights>> = {
  everybody: rights('open', {}),
  link: rights('hidden', { link: 'open', 'expired link': 'over' }),
  'expired-link': rights('hidden', { link: 'open', 'expired link': 'open' }),
  'unsubscribe-link': rights('hidden', { link: 'open', 'expired link': 'over' }),
  flow: rights('hidden', { member: 'open' }),
  member: rights('open', NOT_SIGNED_IN),
  admin: rights('refused', { ...NOT_SIGNED_IN, admin: 'open' }),
  auditor: rights('refused', { ...NOT_SIGNED_IN, auditor: 'open', admin: 'open' }),
  referent: rights('refused', { ...NOT_SIGNED_IN, referent: 'open', admin: 'open' }),
};

/** Things and answers of a member are hidden from everybody else who is signed in. */
export const OWN_THINGS: Rights = rights('hidden', { ...NOT_SIGNED_IN, member: 'open' });

/** One route of the portal, as the test asks for it. */
export interface Row {
  /** Makes the values of the path's names for a member, but for the token. */
  readonly params?: (stage: PortalStage, member: string) => Promise<Readonly<Record<string, string>>>;
  /** The kinds of links that open it. */
  readonly kinds?: readonly LinkKind[];
  /** A form that is taken. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The member must have something to do. */
  readonly hasThing?: boolean;
  /** What it names in its path belongs to the member alone. */
  readonly isOwn?: boolean;
  /** A status of `open` that is neither 200 nor 303, and why it is so. */
  readonly status?: number;
}

export function keyOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** The two rows of a page about a thing: by the link of a mail, and signed in. */
function ofThings(
  method: Route['method'],
  path: string,
  fields: Readonly<Record<string, string>>,
): Readonly<Record<string, Row>> {
  const row: Row = { params: thingsOf, fields, isOwn: true, hasThing: true };
  return {
    [`${method} /l/:token${path}`]: { ...row, kinds: ['report'] },
    [`${method} /me${path}`]: row,
  };
}

async function thingsOf({ running, clock }: PortalStage, member: string) {
  const { portal } = running;
  const id = memberId(member);
  const wish = { member: id, language: 'fr' as const, link: null, now: clock() };
  const [first] = (await personReport(portal, wish))?.report.things ?? [];
  return { thing: first === undefined ? 'none' : thingId(portal.keys.id, id, first.thing.key) };
}

async function answerOf({ store, clock }: PortalStage, member: string) {
  const id = newAnswerId();
  await store.portal.answers.add({
    ...{ id, member: memberId(member), thing: `file:${id}`, path: '/Devis', isFolder: true, fileId: null },
    ...{ shares: [], reason: 'Devis types', licence: null, isProposed: false, until: '2027-05-23' },
    ...{ givenAt: clock(), by: 'session', decision: 'none', decidedBy: null, decidedAt: null },
    ...{ refusal: null, end: null, endedAt: null },
  });
  return { answer: id };
}

/**
 * Every route has a row, so that none comes without somebody having thought of who may open it. What is allowed follows
 * from the access of the route.
 */
export const ROWS: Readonly<Record<string, Row>> = {
  'GET /': {},
  'GET /privacy': {},
  'GET /sign-in': {},
  'POST /sign-in': { fields: { who: 'somebody' }, status: 303 },
  'GET /l/:token': { kinds: ['report', 'invitation', 'sign-in'] },
  'POST /l/:token/sign-in': { kinds: ['report', 'invitation', 'sign-in'] },
  'POST /l/:token/grant': { kinds: ['report', 'invitation'] },
  'GET /l/:token/decline': { kinds: ['invitation'] },
  'POST /l/:token/decline': { kinds: ['invitation'] },
  'GET /flow/:flow': {},
  'GET /flow/:flow/state': {},
  'POST /flow/:flow/cancel': {},
  'POST /flow/:flow/again': {},
  'GET /me/welcome': {},
  'GET /me/welcome/state': {},
  'POST /me/grant': {},
  'POST /me/sessions/end': { status: 303 },
  'POST /sign-out': { status: 303 },
  'GET /healthz': {},
  // For programs of this machine alone; all of these come through a proxy.
  'GET /metrics': { status: 404 },
  'GET /robots.txt': {},
  'GET /me/data': {},
  'GET /me/data.json': {},
  'POST /me/withdraw': {},
  'GET /me/erase': {},
  // Without its box nothing is erased.
  'POST /me/erase': { status: 422 },
  'GET /erased': {},
  'GET /l/:token/mails': { kinds: ['report'] },
  'GET /me/mails': {},
  'POST /l/:token/mails': { kinds: ['report'], fields: { every: '2', language: '' } },
  'POST /me/mails': { fields: { every: '2', language: '' } },
  'GET /u/:token': { kinds: ['unsubscribe'] },
  'POST /u/:token': { kinds: ['unsubscribe'] },
  'POST /l/:token/renew': { kinds: ['report', 'invitation', 'sign-in'] },
  ...TEAM_ROWS,
  'GET /me': {},
  ...ofThings('GET', '/things/:thing', {}),
  ...ofThings('POST', '/things/:thing/done', {}),
  ...ofThings('GET', '/things/:thing/keep', {}),
  ...ofThings('POST', '/things/:thing/keep', { until: '2026-12-31', reason: 'Archives' }),
  ...ofThings('GET', '/things/:thing/wrong', {}),
  ...ofThings('POST', '/things/:thing/wrong', { text: 'Pas à moi' }),
  'POST /l/:token/answers/:answer/undo': { kinds: ['report'], params: answerOf, isOwn: true },
  'POST /me/answers/:answer/undo': { params: answerOf, isOwn: true },
};
