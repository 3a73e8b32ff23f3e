import type { WorldPolicy } from '../nextcloud/world/world.ts';
import type { Fact, Outcome } from './truth.ts';

/** `lax` trips every policy check, `strict` trips none of the rules, `open` has no rule that a link could break. */
export type PolicyKind = 'lax' | 'strict' | 'open';

const POLICIES: Readonly<Record<PolicyKind, WorldPolicy>> = {
  lax: {
    linkPasswordEnforced: false,
    linkExpiryEnforced: true,
    linkExpiryDays: 91,
    publicUpload: true,
    resharing: true,
    defaultPermissions: 31,
    federationOutgoing: true,
  },
  strict: {
    linkPasswordEnforced: true,
    linkExpiryEnforced: true,
    linkExpiryDays: 90,
    publicUpload: false,
    resharing: false,
    defaultPermissions: 1,
    federationOutgoing: false,
  },
  open: {
    linkPasswordEnforced: false,
    linkExpiryEnforced: false,
    linkExpiryDays: null,
    publicUpload: true,
    resharing: false,
    defaultPermissions: 1,
    federationOutgoing: false,
  },
};

/** Each policy check, and under which policies it speaks. */
const CASES: readonly (readonly [check: string, found: readonly PolicyKind[], description: string])[] = [
  ['policy-link-password', ['lax', 'open'], 'Links may be made without a password'],
  ['policy-link-expiry', ['lax', 'open'], 'Links may last 91 days, or for ever; 90 are allowed'],
  ['policy-public-upload', ['lax', 'open'], 'Strangers may upload into public folders'],
  ['policy-resharing', ['lax'], 'What is received may be passed on, to other clouds too'],
  ['links-older-than-policy', ['lax', 'strict'], 'Links without an end are older than the rule'],
];

export function policyOf(kind: PolicyKind): WorldPolicy {
  return { ...POLICIES[kind] };
}

/** What the policy checks must say of it. */
export function policyFacts(kind: PolicyKind): readonly Fact[] {
  return CASES.map(([check, found, description]) => {
    const outcome: Outcome = found.includes(kind) ? 'found' : 'spared';
    return {
      check,
      member: null,
      subject: { kind: 'server', id: 'server', path: null },
      description,
      audience: 'admin',
      severity: null,
      bytes: null,
      outcomes: [outcome, outcome],
      exceptedUntil: null,
    };
  });
}
