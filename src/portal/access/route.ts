import type { MemberId } from '../../model/ids.ts';
import { LINK_KINDS, type LinkKind } from '../../model/portal/portal.ts';
import { isSameText } from '../../model/text/same-text.ts';
import type { LimitName, RateLimits } from '../http/rate-limits.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { expiredLink, notFound, refused, signInAgain, tooMany } from '../pages/errors.ts';
import type { Portal } from '../portal.ts';
import { knownRolesOf, type Roles, rolesOf } from './roles.ts';
import { formToken, sessionOf } from './sessions.ts';
import type { BySession, Person, Visit, VisitOf } from './visit.ts';

/** Who may open a page; the table of rights is made of these. */
export const ACCESS = [
  'everybody',
  'link',
  'expired-link',
  'unsubscribe-link',
  'flow',
  'member',
  'admin',
  'auditor',
  'referent',
] as const;
export type Access = (typeof ACCESS)[number];

/** One page or form of the portal. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** As in `/l/:token/things/:thing/keep`. */
  readonly path: string;
  readonly access: Access;
  /** Decides who asks, checks forms, and answers. */
  answer(visit: Visit, limits: RateLimits): Promise<Reply>;
}

type Handle<V> = (visit: V) => Promise<Reply>;

/** A page for everybody; its form, where it has one, has no token: nobody is signed in. */
export function forEverybody(method: Route['method'], path: string, handle: Handle<Visit>): Route {
  return { method, path, access: 'everybody', answer: handle };
}

/** A page that checks itself who began the flow. */
export function forFlow(method: Route['method'], path: string, handle: Handle<Visit>): Route {
  return { method, path, access: 'flow', answer: handle };
}

/** A page by a link of one of these kinds: `/l/:token…` or `/u/:token`. Its token is the whole right; no cookie is looked at. */
export function byLink(
  method: Route['method'],
  path: string,
  kinds: readonly LinkKind[],
  handle: Handle<VisitOf>,
  access: Extract<Access, 'link' | 'expired-link' | 'unsubscribe-link'> = 'link',
  limit?: LimitName,
): Route {
  async function answer(visit: Visit, limits: RateLimits): Promise<Reply> {
    const { portal, params, asker, now } = visit;
    const token = params.get('token') ?? '';
    if (limits.isFull('address: bad tokens', asker.address)) return tooMany(visit);
    const followed = await portal.links.follow(token, now);
    if (followed.outcome === 'unknown' || !kinds.includes(followed.kind)) {
      limits.take('address: bad tokens', asker.address);
      return notFound(visit);
    }
    const { kind, member, madeAt, expiresAt, run } = followed;
    const isExpired = followed.outcome === 'expired';
    const person: Person = {
      ...(await namesOf(portal, member)),
      base: portalPath`/l/${token}`,
      formToken: formToken(portal, token),
      way: { by: 'link', token, kind, isExpired, madeAt, expiresAt, run },
    };
    const theirs = { ...visit, language: person.row?.language ?? visit.language, person };
    if (isExpired && access !== 'expired-link') return expiredLink(theirs);
    return submitted(theirs, limits, handle, { isFree: access === 'unsubscribe-link', limit });
  }
  return { method, path, access, answer };
}

/** A page of whoever is signed in. */
export function forMember(
  method: Route['method'],
  path: string,
  handle: Handle<VisitOf>,
  limit?: LimitName,
): Route {
  // Their roles decide nothing here: the server is not asked for them.
  return { method, path, access: 'member', answer: signedIn(handle, () => true, limit, knownRolesOf) };
}

/** The same page by a link from a mail and signed in: `path` is what stands after `/l/T` and `/me`. */
export function forPerson(
  method: Route['method'],
  path: string,
  kinds: readonly LinkKind[],
  handle: Handle<VisitOf>,
  limit?: LimitName,
): readonly Route[] {
  return [
    byLink(method, `/l/:token${path}`, kinds, handle, 'link', limit),
    forMember(method, `/me${path}`, handle, limit),
  ];
}

/** A page of the admins; `auditor` = auditors see it too. */
export function forTeam(
  access: Extract<Access, 'admin' | 'auditor'>,
  method: Route['method'],
  path: string,
  handle: Handle<VisitOf & { readonly roles: Roles }>,
): Route {
  const isAllowed = ({ isAdmin, isAuditor }: Roles) => isAdmin || (access === 'auditor' && isAuditor);
  return { method, path, access, answer: signedIn(handle, isAllowed) };
}

/** A page of the referents of the antenna that the path names, and of admins. */
export function forReferent(
  method: Route['method'],
  path: string,
  antennaOf: (visit: Visit) => string | null,
  handle: Handle<VisitOf & { readonly roles: Roles }>,
): Route {
  const isAllowed = ({ isAdmin, antennas }: Roles, visit: Visit) => {
    const antenna = antennaOf(visit);
    return antenna !== null && (isAdmin || antennas.includes(antenna));
  };
  return { method, path, access: 'referent', answer: signedIn(handle, isAllowed) };
}

function signedIn(
  handle: Handle<VisitOf & { readonly roles: Roles }>,
  isAllowed: (roles: Roles, visit: Visit) => boolean,
  limit?: LimitName,
  lookUp: (portal: Portal, member: MemberId) => Roles | Promise<Roles> = rolesOf,
): Route['answer'] {
  return async (visit, limits) => {
    const { portal, cookies } = visit;
    const session = await sessionOf(portal, cookies.session);
    if (session === null) return signInAgain(visit);
    const roles = await lookUp(portal, session.member);
    const way: BySession = { by: 'session', session, roles };
    const person: Person = {
      ...(await namesOf(portal, session.member)),
      base: portalPath`/me`,
      formToken: formToken(portal, session.id),
      way,
    };
    const theirs = { ...visit, language: person.row?.language ?? visit.language, person, roles };
    if (!isAllowed(roles, visit)) return refused(theirs);
    return submitted(theirs, limits, handle, { isFree: false, limit });
  };
}

async function namesOf(
  { store }: Portal,
  member: MemberId,
): Promise<Pick<Person, 'member' | 'name' | 'row'>> {
  const row = await store.members.get(member);
  if (row === null) return { member, name: member, row };
  const { language } = await store.portal.people.get(member);
  return { member, name: row.name, row: { ...row, language: language ?? row.language } };
}

/** A form must send back its token, and not too often. */
async function submitted<V extends VisitOf>(
  visit: V,
  limits: RateLimits,
  handle: Handle<V>,
  { isFree, limit }: { readonly isFree: boolean; readonly limit: LimitName | undefined },
): Promise<Reply> {
  const { method, form, person } = visit;
  if (method === 'POST' && !isFree) {
    if (!isSameText(form.get('form') ?? '', person.formToken)) return refused(visit);
    if (!limits.take('person: changes', person.member)) return tooMany(visit);
    if (limit !== undefined && !limits.take(limit, person.member)) return tooMany(visit);
  }
  return handle(visit);
}

/** Kinds of links that lead to a page of their person. */
export const PAGE_LINKS = LINK_KINDS.filter((kind) => kind !== 'unsubscribe');
