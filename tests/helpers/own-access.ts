import type { AccessRules } from '../../src/gather/members/access.ts';

/** Members are read by their own app passwords alone. */
export function ownAccess(credentialOf: AccessRules['credentialOf']): AccessRules {
  return {
    use: ['own', 'appapi'],
    credentialOf,
    registration: null,
    declined: [],
    readDeparted: false,
  };
}
