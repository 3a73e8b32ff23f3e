import type { CheckInfo, CheckTraits } from '../../model/check-info.ts';
import type { ResultFinding, ResultMember, ResultShare, RunResult } from '../../model/result.ts';
import { atLeast } from '../../model/severity.ts';
import { addressIdentity } from '../../model/text/mail-address.ts';
import type { UtcMs } from '../../model/units.ts';
import type { UsageLevel } from '../../model/usage-level.ts';
import { groupBy, isStanding } from '../figures/totals.ts';
import { levelOf, usageBounds } from '../figures/usage.ts';
import type { Contact, ReportInput } from '../input.ts';
import { type Format, formatter } from '../text/format.ts';
import { type Messages, partsSpeaker, type Say, type SayParts, speaker } from '../text/words.ts';

/** Everything that one member's mail may draw on: that person's own things and nobody else's. */
export interface MailContext {
  readonly messages: Messages;
  readonly say: Say<'mail'>;
  /** Where to click. */
  readonly sayHow: Say<'how'>;
  readonly parts: SayParts<'mail'>;
  readonly input: ReportInput;
  readonly member: ResultMember;
  /** How full the space is; null where the use is not known. */
  readonly level: UsageLevel | null;
  readonly contact: Contact;
  /** Whether the mail of another account goes to the same address. */
  readonly sharesAddress: boolean;
  /** The member as the run before saw it; null when that run did not. */
  readonly before: ResultMember | null;
  readonly format: Format;
  /** When the run began. */
  readonly now: UtcMs;
  /** Standing findings that speak to the member. */
  readonly findings: readonly ResultFinding[];
  /** What spoke to the member last time and is no more. */
  readonly fixed: readonly ResultFinding[];
  /** What an exception covers. */
  readonly excepted: readonly ResultFinding[];
  /** Shares of the member's own things, by anyone. */
  readonly shares: readonly ResultShare[];
  shareOf(id: string): ResultShare | undefined;
  check(id: string): CheckInfo | undefined;
  /** Of a check that the list does not know, none. */
  traits(finding: Pick<ResultFinding, 'check'>): CheckTraits;
  /** Whom an answer reaches: the antenna's referents first; empty when only the sender is known. */
  readonly replies: Replies;
  /** Where the check stands in the list: the earlier, the sharper. */
  rank(id: string): number;
}

/** Where an answer to the mail goes. */
export interface Replies {
  /** Addresses of the referents of the member's antenna. */
  readonly referents: readonly string[];
  /** Where answers go: the first referent, else the organisation's address; null when neither is known. */
  readonly address: string | null;
}

/** Null for who is unknown or disabled. */
export function memberContext(input: ReportInput, memberId: string): MailContext | null {
  const own = indexOf(input.result);
  const member = own.members.get(memberId);
  const contact = input.contacts.get(memberId);
  if (member === undefined || !member.enabled || contact === undefined) return null;
  const checks = checksOf(input.checks);
  const findings = own.findings.get(memberId) ?? [];
  const { language, mail } = contact;
  const shares = own.shares.get(memberId) ?? [];
  const sharesById = new Map(shares.map((share) => [share.id, share]));
  return {
    messages: input.words(language),
    say: speaker(input.words, 'mail', language),
    sayHow: speaker(input.words, 'how', language),
    parts: partsSpeaker(input.words, 'mail', language),
    input,
    member,
    level: levelOf(member, usageBounds(input.result)),
    contact,
    sharesAddress: mail !== null && (accountsByAddress(input).get(addressIdentity(mail)) ?? 0) > 1,
    before: input.previous === null ? null : (indexOf(input.previous).members.get(memberId) ?? null),
    format: formatter(language, input.organisation.timezone),
    now: Date.parse(input.result.run.startedAt),
    findings: findings.filter(isStanding),
    fixed: findings.filter(({ state }) => state === 'fixed'),
    excepted: findings.filter(({ state }) => state === 'excepted'),
    shares,
    shareOf: (id) => sharesById.get(id),
    replies: repliesOf(input, contact.antenna),
    check: (id) => checks.get(id)?.check,
    traits: ({ check }) => checks.get(check)?.check.traits ?? {},
    rank: (id) => checks.get(id)?.at ?? checks.size,
  };
}

/** Null for whom no mail can be meant: unknown, disabled, without address. */
export function mailContext(
  input: ReportInput,
  memberId: string,
): (MailContext & { readonly contact: { readonly mail: string } }) | null {
  const context = memberContext(input, memberId);
  const mail = context?.contact.mail ?? null;
  return context === null || mail === null ? null : { ...context, contact: { ...context.contact, mail } };
}

export function repliesOf(
  { referents, organisation }: Pick<ReportInput, 'referents' | 'organisation'>,
  antenna: string | null,
): Replies {
  const own = referents.filter(({ group }) => group === antenna).map(({ mail }) => mail);
  return { referents: own, address: own[0] ?? organisation.replyTo };
}

/** Whether a finding is a reason to write now. */
export function isPressing({ severity }: ResultFinding): boolean {
  return atLeast(severity, 'medium');
}

/** Whether a finding is a risk that goes before everything else. */
export function isUrgent({ severity }: Pick<ResultFinding, 'severity'>): boolean {
  return atLeast(severity, 'high');
}

const addressCounts = new WeakMap<ReportInput['contacts'], ReadonlyMap<string, number>>();

/** How many enabled accounts each address has, by its identity. */
function accountsByAddress({ contacts, result }: ReportInput): ReadonlyMap<string, number> {
  const known = addressCounts.get(contacts);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const { id, enabled } of result.members) {
    const mail = contacts.get(id)?.mail ?? null;
    if (!enabled || mail === null) continue;
    const address = addressIdentity(mail);
    counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  addressCounts.set(contacts, counts);
  return counts;
}

interface Index {
  readonly members: ReadonlyMap<string, ResultMember>;
  /** Findings for members, by owner. */
  readonly findings: ReadonlyMap<string | null, readonly ResultFinding[]>;
  readonly shares: ReadonlyMap<string, readonly ResultShare[]>;
}

const indices = new WeakMap<RunResult, Index>();

/** Looked up once per run, so that a thousand mails do not search a thousand times. */
export function indexOf(result: RunResult): Index {
  const known = indices.get(result);
  if (known !== undefined) return known;
  const index = {
    members: new Map(result.members.map((member) => [member.id, member])),
    findings: groupBy(
      result.findings.filter(({ audience }) => audience === 'member'),
      ({ member }) => member,
    ),
    shares: groupBy(result.shares, ({ owner }) => owner),
  };
  indices.set(result, index);
  return index;
}

type CheckIndex = ReadonlyMap<string, { readonly check: CheckInfo; readonly at: number }>;
const checkIndices = new WeakMap<readonly CheckInfo[], CheckIndex>();

function checksOf(checks: readonly CheckInfo[]): CheckIndex {
  const known = checkIndices.get(checks);
  const index = known ?? new Map(checks.map((check, at) => [check.id, { check, at }]));
  checkIndices.set(checks, index);
  return index;
}
