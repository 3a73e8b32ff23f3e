import type { Right } from '../../model/coverage.ts';
import type { MemberId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { AppApiRegistration, Credential, Login } from '../../model/secret.ts';
import { hasDeclined } from './declined.ts';

/** By which rights members may be read, and who may not. */
export interface AccessRules {
  /** The first that there is for a member wins. */
  readonly use: readonly Right[];
  /** What a member granted; null = nothing yet. */
  readonly credentialOf: (member: MemberId) => Credential | null;
  /** By which everybody can be read; null = there is none. */
  readonly registration: AppApiRegistration | null;
  /** Who said no, as somebody wrote it down. */
  readonly declined: readonly string[];
  /** Whether disabled accounts are read by the registration. */
  readonly readDeparted: boolean;
}

/** By what a member is read, or why not. */
export type Access =
  | { readonly kind: 'login'; readonly login: Login }
  | {
      readonly kind: 'none';
      readonly status: 'disabled' | 'not-granted' | 'failed';
      readonly reason: Reason;
    };

type Account = Pick<Member, 'id' | 'name' | 'mail' | 'enabled' | 'lastLogin' | 'lastLoginLack'>;

/** Decides by what a member is read; no request is sent. */
export function accessOf(member: Account, rules: AccessRules): Access {
  const declined = hasDeclined(member, rules.declined);
  if (declined && member.enabled) return none('not-granted', because('member.declined'));
  // The server refuses every app password of a disabled account.
  const use = member.enabled
    ? rules.use
    : rules.use.filter((right) => right === 'appapi' && rules.readDeparted && !declined);
  let why: Access = member.enabled
    ? none('not-granted', because('member.not-granted'))
    : none('disabled', because('member.disabled'));
  for (const right of use) {
    const access = right === 'own' ? byOwn(member, rules) : byRegistration(member, rules);
    if (access?.kind === 'login') return access;
    why = access ?? why;
  }
  return why;
}

function byOwn({ id }: Account, { credentialOf }: AccessRules): Access | null {
  const login = credentialOf(id);
  return login === null ? null : { kind: 'login', login };
}

/** Asking for an account that never logged in would make its home folder at the server. */
function byRegistration(
  { id, enabled, lastLogin, lastLoginLack }: Account,
  { registration }: AccessRules,
): Access | null {
  if (registration === null) return null;
  if (lastLogin !== null) return { kind: 'login', login: { appSecret: registration.secret, uid: id } };
  if (!enabled) return null;
  return lastLoginLack === null
    ? none('not-granted', because('member.never-logged-in'))
    : none('failed', because('member.maybe-never-logged-in', { cause: [lastLoginLack] }));
}

function none(status: Extract<Access, { kind: 'none' }>['status'], reason: Reason): Access {
  return { kind: 'none', status, reason };
}
