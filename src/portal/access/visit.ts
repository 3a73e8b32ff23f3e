import type { MemberId, RunId } from '../../model/ids.ts';
import type { Language } from '../../model/member.ts';
import type { LinkKind } from '../../model/portal/portal.ts';
import type { UtcMs } from '../../model/units.ts';
import type { MemberRow } from '../../store/store.ts';
import type { Asker } from '../http/client-address.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import type { PortalPath } from '../http/reply.ts';
import type { Traffic } from '../http/traffic.ts';
import type { Portal } from '../portal.ts';
import type { Roles } from './roles.ts';
import type { Session } from './sessions.ts';

/** One request, after everything about it was checked that does not depend on its page. */
export interface Visit {
  readonly portal: Portal;
  readonly method: 'GET' | 'POST';
  /** As it was asked for, without the folder of `portal.url`. */
  readonly path: string;
  /** By the names in the route's pattern; decoded. */
  readonly params: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  /** Empty for GET. */
  readonly form: URLSearchParams;
  /** What the browser sends back of our cookies; null = nothing. */
  readonly cookies: { readonly session: string | null; readonly flow: string | null };
  readonly asker: Asker;
  readonly limits: RateLimits;
  readonly traffic: Traffic;
  /** Of whom the page speaks to: the person's own, else the browser's, else the organisation's. */
  readonly language: Language;
  /** The family of the browser, such as "Firefox"; '' = unknown. */
  readonly browser: string;
  readonly now: UtcMs;
}

/** Somebody whose own pages are shown: by a link from a mail, or signed in. */
export interface Person {
  readonly member: MemberId;
  /** As the server last listed the account; the id where it was not. */
  readonly name: string;
  /** Null where the account is none of the members', as an administrator's may be. */
  readonly row: MemberRow | null;
  /** `/l/T` or `/me`: where the person's pages begin. */
  readonly base: PortalPath;
  /** To be sent back by every form. */
  readonly formToken: string;
  readonly way: ByLink | BySession;
}

export interface ByLink {
  readonly by: 'link';
  readonly token: string;
  readonly kind: LinkKind;
  readonly isExpired: boolean;
  /** When the mail with this link was made. */
  readonly madeAt: UtcMs;
  readonly expiresAt: UtcMs;
  readonly run: RunId | null;
}

export interface BySession {
  readonly by: 'session';
  readonly session: Session;
  readonly roles: Roles;
}

export type VisitOf = Visit & { readonly person: Person };
