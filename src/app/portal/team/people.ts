import { hasReason } from '../../../model/reasons/reason.ts';
import type { ResultMember, RunResult } from '../../../model/result.ts';
import type { UtcMs } from '../../../model/units.ts';
import { countedMembers } from '../../../report/figures/population.ts';
import type { PortalPerson } from '../../../store/portal/portal-store.ts';
import { REMINDER_DAYS } from '../invitations.ts';

/** How a member stands: with access (the first four) or without. Each member is in exactly one state. */
export const ACCESS_STATES = [
  'read',
  'partial',
  'failed',
  /** Access was given since the last run. */
  'granted',
  /** Access was taken back, or the key is gone since the last run. */
  'withdrawn',
  'declined',
  'uninvited',
  'invited',
  'reminded',
] as const;
export type AccessState = (typeof ACCESS_STATES)[number];

const WITH_ACCESS: readonly AccessState[] = ['read', 'partial', 'failed', 'granted'];

/** A member, and what is known of the access. */
export interface PersonAccess {
  readonly member: ResultMember;
  readonly state: AccessState;
  /** When the first mail of the round left; null where none did. */
  readonly invitedAt: UtcMs | null;
  /** When the next reminder leaves; null where none does. */
  readonly nextReminderAt: UtcMs | null;
}

/** What the states rest on beside the result. */
export interface AccessBasis {
  readonly people: readonly PortalPerson[];
  /** Whether the vault holds a key of this member, or everybody is read by one registration. */
  readonly hasAccess: (member: string) => boolean;
  /** Who took access back. */
  readonly withdrawn: ReadonlySet<string>;
  /** `portal.reminders`. */
  readonly reminders: number;
}

const DAY = 86_400_000;

/** Everybody who counts as a member of the run, each in one state: their numbers add up. */
export function accessOfAll(
  result: Pick<RunResult, 'members'>,
  { people, hasAccess, withdrawn, reminders }: AccessBasis,
): readonly PersonAccess[] {
  const known = new Map(people.map((person) => [String(person.member), person]));
  return countedMembers(result).map((member) => {
    const person = known.get(member.id) ?? null;
    const state = withdrawn.has(member.id)
      ? 'withdrawn'
      : stateOf(member, person, hasAccess(member.id), reminders);
    return {
      ...{ member, state },
      invitedAt: person?.invitedAt ?? null,
      nextReminderAt: state === 'invited' && person !== null ? nextReminder(person, reminders) : null,
    };
  });
}

export function isWithAccess({ state }: Pick<PersonAccess, 'state'>): boolean {
  return WITH_ACCESS.includes(state);
}

function stateOf(
  { coverage }: ResultMember,
  person: PortalPerson | null,
  hasAccess: boolean,
  reminders: number,
): AccessState {
  switch (coverage.status) {
    case 'read':
    case 'unchanged':
      return hasAccess ? 'read' : 'withdrawn';
    case 'partial':
    case 'failed':
      return hasAccess ? coverage.status : 'withdrawn';
    default: {
      if (hasAccess) return 'granted';
      if (hasReason(coverage.reasons, ['member.declined']) || isAgainst(person)) return 'declined';
      if (person === null || person.invitations === 0) return 'uninvited';
      return nextReminder(person, reminders) === null ? 'reminded' : 'invited';
    }
  }
}

/** Said no thanks, or wants no mail at all. */
function isAgainst(person: PortalPerson | null): boolean {
  return person !== null && (person.declinedAt !== null || person.every === 'never');
}

function nextReminder({ invitedAt, invitations }: PortalPerson, reminders: number): UtcMs | null {
  const sent = invitations - 1;
  const days = REMINDER_DAYS.slice(0, reminders)[sent];
  return invitedAt === null || days === undefined ? null : invitedAt + days * DAY;
}
