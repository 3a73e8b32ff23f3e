import { hasReason, type ReasonKey } from '../../model/reasons/reason.ts';
import { monthsApart, monthsBetween, startOfDay } from '../../model/time.ts';
import { indexOf, isPressing, type MailContext } from './context.ts';
import { progressOf } from './since.ts';
import type { Occasion } from './view.ts';

/** How long small things wait for company, months. */
const SMALL_THINGS_WAIT = 3;
const MOST_THANKS_A_YEAR = 2;
const MONTHS_A_YEAR = 12;

/** The access that the person gave is worth nothing: they alone can give it anew. */
const ACCESS_REFUSED: readonly ReasonKey[] = ['advice.unauthorised', 'request.login-refused', 'tree.not-own'];

/** Whether the member wants a mail now: not more often than in so many months, or never. */
export function isWanted({ input, member, now, format }: MailContext): boolean {
  const every = input.portal?.every.get(member.id) ?? 1;
  const lastAt = input.mailed.get(member.id)?.sentAt.at(-1);
  if (every === 'never') return false;
  return every === 1 || lastAt === undefined || monthsApart(lastAt, now, format.zone) >= every;
}

/** Why to write to this member now; null = there is nothing to say that is worth a mail. */
export function occasionOf(context: MailContext): Occasion | null {
  if (context.findings.some(isPressing)) return 'report';
  if (mustGrantAgain(context)) return 'unread';
  if (deservesThanks(context)) return 'thanks';
  if (smallThingsAreDue(context)) return 'report';
  return helloIsDue(context) ? 'hello' : null;
}

/** The one failure that the person can end: the access that they gave was refused. Not where other logins ended the run. */
export function mustGrantAgain({ member }: MailContext): boolean {
  const { status, reasons } = member.coverage;
  return status === 'failed' && hasReason(reasons, ACCESS_REFUSED);
}

/** There was trouble last time, all of it is gone, and it was read well enough to be sure. */
function deservesThanks(context: MailContext): boolean {
  const { input, member, level, now } = context;
  const { status } = member.coverage;
  if (input.previous === null || (status !== 'read' && status !== 'unchanged')) return false;
  if (level !== null && level !== 'calm') return false;
  const last = indexOf(input.previous).findings.get(member.id) ?? [];
  const hadTrouble = last.some(
    (finding) => (finding.state === 'new' || finding.state === 'open') && isPressing(finding),
  );
  const thanks = input.mailed.get(member.id)?.thanksAt ?? [];
  const lately = thanks.filter((at) => monthsBetween(at, now, context.format.zone) < MONTHS_A_YEAR);
  return hadTrouble && lately.length < MOST_THANKS_A_YEAR && hasDoneSomething(context);
}

function hasDoneSomething(context: MailContext): boolean {
  const { closed, protected: safer, grownBy } = progressOf(context);
  return closed > 0 || safer > 0 || (grownBy !== null && grownBy < 0);
}

/** Whoever got a mail once, and none for a year, hears that all is well: silence could also be a mail that is lost. */
function helloIsDue({ input, member, now, format }: MailContext): boolean {
  const { status } = member.coverage;
  const lastAt = input.mailed.get(member.id)?.sentAt.at(-1);
  if (lastAt === undefined || (status !== 'read' && status !== 'unchanged')) return false;
  return monthsApart(lastAt, now, format.zone) >= MONTHS_A_YEAR;
}

/** Low findings alone wait three months, from the day they were first seen or the last mail. */
function smallThingsAreDue({ findings, traits, input, member, now, format }: MailContext): boolean {
  const small = findings.filter(
    (finding) => finding.severity === 'low' || traits(finding).usage === 'forecast',
  );
  const first = small.map(({ since }) => since).sort()[0];
  const seenAt = first === undefined ? null : startOfDay(first, format.zone);
  if (seenAt === null) return false;
  const lastAt = input.mailed.get(member.id)?.sentAt.at(-1);
  const months = monthsBetween(seenAt, now, format.zone);
  if (lastAt === undefined) return everyThirdMonth(months);
  // By the month, for a mail leaves some time after its run began: three monthly runs later is not quite three months.
  return months >= SMALL_THINGS_WAIT && monthsApart(lastAt, now, format.zone) >= SMALL_THINGS_WAIT;
}

/** Where earlier mails are not known, the age of the oldest thing tells when it is time. */
function everyThirdMonth(months: number): boolean {
  return months > 0 && months % SMALL_THINGS_WAIT === 0;
}
