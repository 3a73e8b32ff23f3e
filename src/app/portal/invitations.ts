import type { Config } from '../../config/load.ts';
import type { Vault } from '../../credentials/vault.ts';
import type { ComposedNotice } from '../../deliver/notices.ts';
import { type MemberId, memberId } from '../../model/ids.ts';
import { hasReason } from '../../model/reasons/reason.ts';
import type { RunResult } from '../../model/result.ts';
import { mayBeUsed } from '../../model/run.ts';
import type { UtcMs } from '../../model/units.ts';
import type { NewNotice, Notice, PortalPerson } from '../../store/portal/portal-store.ts';
import type { Store } from '../../store/store.ts';

const DAY = 86_400_000;
/** How long after the first mail each reminder goes. */
export const REMINDER_DAYS = [14, 45] as const;
/** Minimum time between two mails: one may have waited for a mail server. */
const LEAST_BETWEEN_MS = 13 * DAY;

/** Whether somebody may be asked for access, and if not, why. */
export type Invitable = 'yes' | 'invited' | 'granted' | 'declined' | 'no-mail' | 'not-there';

/** How the latest run saw the accounts, by uid: whether one may be asked as far as the run knows. */
export type SeenAccounts = ReadonlyMap<
  MemberId,
  Extract<Invitable, 'yes' | 'granted' | 'declined' | 'not-there'>
>;

/** What the state of invitations is read from. */
export interface InvitationSources {
  readonly store: Store;
  readonly config: Config;
  /** Null where there is none: nobody has given access. */
  readonly vault: Vault | null;
  /** Null where there was no run yet. */
  readonly accounts: SeenAccounts | null;
}

/** Reads how the latest run saw the accounts; null where there was none. */
export async function seenAccounts(store: Store, config: Config): Promise<SeenAccounts | null> {
  const result = await latestResult(store);
  if (result === null) return null;
  const excepted = new Set(config.members.except);
  const members = result.members.filter(({ id }) => !excepted.has(id));
  return new Map(members.map((member) => [memberId(member.id), seenAs(member)]));
}

function seenAs({ enabled, coverage }: RunResult['members'][number]) {
  if (!enabled) return 'not-there';
  if (hasReason(coverage.reasons, ['member.declined'])) return 'declined';
  // By the registration, or by an app password that is refused now: the report says so.
  return coverage.status === 'not-granted' ? 'yes' : 'granted';
}

/** Where each member stands, by uid; empty before the first run. */
export async function invitableMembers(
  sources: InvitationSources,
): Promise<ReadonlyMap<MemberId, Invitable>> {
  const { store, accounts } = sources;
  const people = new Map((await store.portal.people.list()).map((person) => [person.member, person]));
  const mails = new Map((await store.members.list()).map(({ id, mail }) => [id, mail]));
  const states = new Map<MemberId, Invitable>();
  for (const [id, seen] of accounts ?? []) {
    const mail = mails.get(id) ?? null;
    states.set(id, await standingOf(id, { seen, mail, person: people.get(id) }, sources));
  }
  return states;
}

async function standingOf(
  member: MemberId,
  {
    seen,
    mail,
    person,
  }: {
    /** Undefined where no run has seen the member. */
    readonly seen: Invitable | undefined;
    readonly mail: string | null;
    readonly person: PortalPerson | undefined;
  },
  { store, vault }: Pick<InvitationSources, 'store' | 'vault'>,
): Promise<Invitable> {
  if (seen === 'not-there') return seen;
  if (vault !== null && vault.get(member) !== null) return 'granted';
  const isAgainst = person !== undefined && (person.declinedAt !== null || person.every === 'never');
  if (isAgainst || seen === 'declined' || (await store.portal.people.isBarred(member))) return 'declined';
  if (seen === 'granted') return seen;
  if (mail === null) return 'no-mail';
  return person !== undefined && person.round > 0 ? 'invited' : 'yes';
}

/** The result of the latest run that mails may rest on. */
async function latestResult(store: Store): Promise<RunResult | null> {
  for (const row of await store.runs.list()) {
    const result = mayBeUsed(row, 'latest') ? await store.runs.result(row.id) : null;
    if (result !== null) return result;
  }
  return null;
}

/** The mails of one round: the first one now, and reminders as the config has it. */
export function invitationNotices(
  { member, round }: PortalPerson,
  reminders: number,
  now: UtcMs,
): readonly NewNotice[] {
  return [0, ...REMINDER_DAYS.slice(0, reminders)].map((days, reminder) => ({
    kind: 'invitation',
    ...{ member, recipient: null },
    key: `invitation:${member}:${round}:${reminder}`,
    params: { reminder, round },
    dueAt: now + days * DAY,
  }));
}

/** Begins a round of invitations for somebody; their mails wait for the next delivery. */
export async function inviteMember(
  { store, config }: Pick<InvitationSources, 'store' | 'config'>,
  member: MemberId,
  now: UtcMs,
): Promise<void> {
  const person = await store.portal.people.invite(member, now);
  const reminders = config.portal?.reminders ?? 0;
  await store.portal.notices.queue(invitationNotices(person, reminders, now));
}

type Invitation = Extract<Notice, { readonly kind: 'invitation' }>;

/** What is to be done with one mail of an invitation that is due. */
export async function invitationStep(
  { params }: Invitation,
  person: PortalPerson,
  mail: string,
  { store, config, vault, accounts }: InvitationSources,
  now: UtcMs,
): Promise<Exclude<ComposedNotice, { readonly kind: 'mail' }> | { readonly kind: 'send' }> {
  const { member, round, invitations, lastInvitedAt } = person;
  const isOfRound = params.round === round && params.reminder <= (config.portal?.reminders ?? 0);
  const seen = accounts?.get(member);
  const standing = await standingOf(member, { seen, mail, person }, { store, vault });
  if (!isOfRound || standing !== 'invited') return { kind: 'dropped' };
  if (params.reminder === 0) return { kind: 'send' };
  if (invitations === 0) return (await firstWaits(person, store)) ? later(now + DAY) : { kind: 'dropped' };
  const next = (lastInvitedAt ?? 0) + LEAST_BETWEEN_MS;
  return next > now ? later(next) : { kind: 'send' };
}

function later(at: UtcMs) {
  return { kind: 'later', at } as const;
}

/** Whether the first mail of this round may leave still. */
async function firstWaits({ member, round }: PortalPerson, { portal }: Store): Promise<boolean> {
  const notices = await portal.notices.list(member);
  return notices.some(
    ({ kind, params, state }) =>
      kind === 'invitation' && params.round === round && params.reminder === 0 && WAITING.has(state),
  );
}

const WAITING: ReadonlySet<Notice['state']> = new Set(['queued', 'deferred', 'handing-over']);
