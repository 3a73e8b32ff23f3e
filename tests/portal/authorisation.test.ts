import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginFlow } from '../../src/app/portal/flow/begin.ts';
import { cookieId } from '../../src/app/portal/flow/cookie-id.ts';
import { personReport } from '../../src/app/portal/report.ts';
import { memberId } from '../../src/model/ids.ts';
import type { LinkKind } from '../../src/model/portal/portal.ts';
import { LINK_KINDS } from '../../src/model/portal/portal.ts';
import type { Route } from '../../src/portal/access/route.ts';
import { formToken } from '../../src/portal/access/sessions.ts';
import { cookieName } from '../../src/portal/http/respond.ts';
import { ROUTES } from '../../src/portal/routes.ts';
import { rowsOf } from '../helpers/kept.ts';
import { openPortal, type PortalStage } from '../helpers/portal.ts';
import { ASKERS, type Asker, keyOf, type Met, OWN_THINGS, RIGHTS, ROWS, type Row } from './rights.ts';

const AUDITORS = 'auditeurs';
const MINUTE = 60_000;

let stage: PortalStage;
/** Ordinary members: each route has its own, whom no form of another one has changed. */
let ordinary: readonly string[];
/** Those among them of whom the run found something. */
let withThings: readonly string[];
const people = { other: '', referent: '', otherReferent: '', auditor: '', former: '' };

beforeAll(async () => {
  stage = await openPortal({
    settings: { auditors: AUDITORS, trustedProxies: ['127.0.0.1/32'] },
  });
  const { world, config } = stage;
  const users = world.users.filter(
    ({ enabled, appPassword, mail }) => enabled && appPassword !== null && mail !== null,
  );
  const [other, referent, otherReferent, auditor, former, ...rest] = users.toReversed();
  Object.assign(people, {
    ...{ other: other?.id, referent: referent?.id, otherReferent: otherReferent?.id },
    ...{ auditor: auditor?.id, former: former?.id },
  });
  for (const [at, account] of [referent, otherReferent].entries())
    Object.assign(config.referents[at] ?? {}, { account: account?.id });
  world.groups.push({ id: AUDITORS, name: AUDITORS });
  auditor?.groups.push(AUDITORS);
  former?.groups.push('admin');
  ordinary = rest.map(({ id }) => id);
  await stage.audit();
  withThings = [];
  for (const id of ordinary.slice(0, 12)) {
    const wish = { member: memberId(id), language: 'fr' as const, link: null, now: stage.clock() };
    const found = await personReport(stage.running.portal, wish);
    if ((found?.report.things.length ?? 0) > 0) withThings = [...withThings, id];
  }
  // Once an admin, and asked for it while that was true.
  await ask('GET', '/', { cookie: await stage.signedIn(people.former) });
  if (former !== undefined) former.groups = former.groups.filter((group) => group !== 'admin');
  stage.setNow(stage.clock() + 6 * MINUTE);
});
afterAll(() => stage.close());

interface Asking {
  readonly cookie?: string;
  readonly form?: Readonly<Record<string, string>>;
}

let asked = 0;

/** One request, each from another address: the limits are no part of this. */
async function ask(
  method: Route['method'] | 'HEAD',
  path: string,
  { cookie, form = {} }: Asking,
): Promise<Response> {
  asked++;
  const headers = {
    'x-forwarded-for': `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`,
    ...(cookie !== undefined && { cookie }),
  };
  const body = method === 'POST' ? { body: new URLSearchParams(form) } : {};
  return fetch(stage.url + path, { method, redirect: 'manual', headers, ...body });
}

/** A request as this asker would make it, with everything right but who it is. */
async function requestOf(
  asker: Asker,
  route: Route,
  row: Row,
  member: string,
  cookies: ReadonlyMap<string, string> = new Map(),
): Promise<Asking & { readonly path: string }> {
  const token = await tokenOf(asker, row, member);
  const own = await flowOf(route, member);
  const { cookie, basis } =
    own !== null && asker === 'member' ? own : await sessionOf(asker, member, cookies);
  const params = new Map(Object.entries({ token, ...own?.params, ...(await row.params?.(stage, member)) }));
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => params.get(name) ?? name);
  const isLinked = route.path.includes(':token');
  const form = { form: formToken(stage.running.portal, isLinked ? token : basis), ...row.fields };
  return { path, form, ...(cookie !== null && { cookie }) };
}

async function askAs(asker: Asker, route: Route, row: Row, member: string): Promise<Met | string> {
  const { path, ...asking } = await requestOf(asker, route, row, member);
  const answer = await ask(route.method, path, asking);
  await answer.arrayBuffer();
  return met(answer, route, row);
}

function met(answer: Response, { method }: Route, { status }: Row): Met | string {
  const to = answer.headers.get('location');
  const isToSignIn = to?.startsWith(`${stage.url}/sign-in`) ?? false;
  if (answer.status === status) return 'open';
  if (answer.status === 303 && isToSignIn && method === 'GET') return 'sign-in';
  if (answer.status === 303 && !isToSignIn && to?.startsWith(stage.url)) return 'open';
  const known = new Map<number, Met>([
    [200, 'open'],
    [401, 'sign-in'],
    [403, 'refused'],
    [404, 'hidden'],
    [410, 'over'],
  ]);
  return known.get(answer.status) ?? `${answer.status} ${to ?? ''}`;
}

/** The link that somebody has who came from a mail; a forged one for all others. */
async function tokenOf(asker: Asker, row: Row, member: string): Promise<string> {
  const [kind = 'report'] = row.kinds ?? [];
  const isLinked = asker === 'link' || asker === 'expired link';
  return isLinked ? issued(kind, member, asker === 'expired link') : randomBytes(40).toString('base64url');
}

async function issued(kind: LinkKind, member: string, isExpired = false): Promise<string> {
  const address = await stage.link(member, kind, isExpired ? -MINUTE : undefined);
  return address.split('/').at(-1) ?? '';
}

/** A sign-in that a browser of the member has begun. */
async function flowOf({ access }: Route, member: string) {
  if (access !== 'flow') return null;
  const { portal } = stage.running;
  const wish = { purpose: 'sign-in', browser: '', language: 'fr', page: null } as const;
  const begun = await beginFlow(portal, { member: memberId(member), ...wish });
  if (begun.outcome === 'away') throw new Error('Nextcloud is away');
  return {
    params: { flow: begun.id },
    cookie: `${cookieName('flow', portal)}=${begun.cookie}`,
    basis: begun.cookie,
  };
}

/** @param cookies of those who are signed in already; everybody else is signed in anew. */
async function sessionOf(
  asker: Asker,
  member: string,
  cookies: ReadonlyMap<string, string>,
): Promise<{ cookie: string | null; basis: string }> {
  const uids: Partial<Record<Asker, string>> = {
    member,
    'other member': people.other,
    referent: people.referent,
    'other referent': people.otherReferent,
    auditor: people.auditor,
    admin: stage.world.admin.id,
    'former admin': people.former,
  };
  const uid = uids[asker];
  if (uid === undefined) return { cookie: null, basis: 'nothing' };
  const cookie = cookies.get(uid) ?? (await stage.signedIn(uid));
  return { cookie, basis: cookieId(cookie.split('=')[1] ?? '') };
}

const CASES = ROUTES.map((route, at) => ({ route, at, key: keyOf(route), row: ROWS[keyOf(route)] ?? {} }));

it('every route has a row in the table (else: tests/portal/rights.ts), and every row a route', () => {
  expect(Object.keys(ROWS).toSorted()).toEqual([...new Set(ROUTES.map(keyOf))].toSorted());
});

describe.each(CASES)('$key', ({ route, row, at }) => {
  const memberOf = () => {
    const members = row.hasThing === true ? withThings : ordinary;
    return members[at % members.length] ?? '';
  };
  const isLinked = route.path.includes(':token');

  it('opens to whom the table says', async () => {
    const expected = row.isOwn === true && route.access === 'member' ? OWN_THINGS : RIGHTS[route.access];
    const found: [Asker, Met | string][] = [];
    // The member last: the form may end what the others are asked about.
    for (const asker of ASKERS.toSorted((a, b) => Number(a === 'member') - Number(b === 'member')))
      found.push([asker, await askAs(asker, route, row, memberOf())]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it.runIf(isLinked)('opens to no link of another kind', async () => {
    for (const kind of LINK_KINDS.filter((one) => row.kinds?.includes(one) !== true))
      expect([kind, await askAs('link', route, { ...row, kinds: [kind] }, memberOf())]).toEqual([
        kind,
        'hidden',
      ]);
  });

  const hasToken =
    route.method === 'POST' && !['everybody', 'unsubscribe-link', 'flow'].includes(route.access);
  it.runIf(hasToken)('takes no form without its token', async () => {
    const asker: Asker = isLinked ? 'link' : route.access === 'member' ? 'member' : 'admin';
    const forged = { ...row, fields: { ...row.fields, form: 'forged' } };
    expect(await askAs(asker, route, forged, memberOf())).toBe('refused');
  });
});

/** All rows of the store, but what moves by itself: last uses, questions to Nextcloud, mails that wait. */
async function kept(): Promise<unknown> {
  return [...(await rowsOf(join(stage.folder, 'menage.db')))].map(([table, rows]) => [
    table,
    rows.map((row) => unmoved(table, row)),
  ]);
}

const DELIVERY = ['state', 'attempts', 'last_attempt_at', 'last_reply'];

function unmoved(table: string, row: Readonly<Record<string, unknown>>): unknown {
  const moving = table === 'portal_notices' ? DELIVERY : ['seen_at', 'asking'];
  return Object.entries(row).filter(([column]) => !moving.includes(column));
}

it('no GET and no HEAD changes anything: mail scanners and previews open every link', async () => {
  const { id: admin } = stage.world.admin;
  // More sessions of one person than five end the oldest.
  const cookies = new Map([[admin, await stage.signedIn(admin)]]);
  const requests: (Asking & { readonly path: string })[] = [];
  for (const { route, row, at } of CASES.filter(({ route }) => route.method === 'GET'))
    for (const asker of (['link', 'member', 'admin'] as const).filter(
      (one) => RIGHTS[route.access][one] === 'open',
    ))
      requests.push(await requestOf(asker, route, row, ordinary[at % ordinary.length] ?? '', cookies));
  // What the requests before have begun goes on by itself, in turns of five seconds at most.
  for (
    let last = '';
    last !== JSON.stringify(kept());
    await new Promise((resume) => setTimeout(resume, 5_500))
  )
    last = JSON.stringify(kept());
  const before = kept();
  for (const { path, ...asking } of requests)
    for (const method of ['HEAD', 'GET'] as const) await (await ask(method, path, asking)).arrayBuffer();
  expect(kept()).toEqual(before);
}, 60_000);
