import type { Config } from '../../config/load.ts';
import { asTest, deliverTest, type TestSummary } from '../../deliver/test-sending.ts';
import { UsageError } from '../../model/errors.ts';
import { memberKey, type OutgoingMail } from '../../model/mail.ts';
import { isMailAddress, withAsciiDomain } from '../../model/text/mail-address.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import type { ReportInput } from '../../report/input.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { nearHint, nearNames } from '../near-names.ts';
import { adminMailsOf, mailsOf, referentMailsOf } from '../report/mails.ts';
import { templatesOf } from '../report/templates.ts';
import { type Sending, settingOf } from './round.ts';
import { assertMayBeSent } from './send.ts';

/** Where a test goes. */
export interface TestTarget {
  readonly to: string;
  /** Whose mail alone is sent; null = those of all members and referents, and the admins' one. */
  readonly member: string | null;
}

/** @throws {UsageError} when it is no address. */
export function assertTestAddress(to: string): void {
  if (!isMailAddress(to) || withAsciiDomain(to) === null)
    throw new UsageError(
      `--to ${visibleText(to)}: this is no mail address; write one alone, as in --to me@example.org.`,
    );
}

/**
 * Sends the mails of a run to one address instead of to whom they are for. Whatever holds mails back does not hold them,
 * none counts as sent, and the chat gets nothing.
 * @throws {UsageError} when the run has no such member, or no mail may rest on it.
 */
export async function sendTest(
  store: Store,
  config: Config,
  input: ReportInput,
  context: AppContext,
  sending: Pick<Sending, 'sender' | 'secrets'>,
  { to, member }: TestTarget,
): Promise<TestSummary> {
  assertTestAddress(to);
  assertMayBeSent(input.result, 'tested');
  if (member !== null) assertMember(input, member);
  const at = context.now();
  const mails = mailsFor(config, input, member).map((mail) => asTest(mail, to, at));
  return deliverTest(mails, settingOf(store, config, context, { ...sending, retryRefused: false }));
}

/** All admins get the same, so that one of theirs shows it; a run of named members is none of theirs, nor of referents. */
function mailsFor(config: Config, input: ReportInput, member: string | null): readonly OutgoingMail[] {
  const templates = templatesOf(config);
  const toMembers = mailsOf(config, input, templates);
  if (member !== null) return toMembers.filter(({ key }) => key === memberKey(member));
  if (input.result.run.scope === 'members') return toMembers;
  return [
    ...toMembers,
    ...referentMailsOf(config, input, templates),
    ...adminMailsOf(config, input, templates, null).slice(0, 1),
  ];
}

function assertMember({ result }: ReportInput, member: string): void {
  const { members, run } = result;
  if (members.some(({ id }) => id === member)) return;
  const hint = nearHint(nearNames(member, members));
  throw new UsageError(
    visibleText(`--member ${member}: run ${run.id} has no such member, and nothing was sent: ${hint}.`),
  );
}
