import { withLockedStore } from '../../app/open.ts';
import {
  type InvitationHeld,
  type Invited,
  invitationMails,
  inviteMembers,
  planInvitations,
  writeInvitations,
} from '../../app/portal/invite.ts';
import { sendingSecrets } from '../../app/secrets.ts';
import { settingOf } from '../../app/send/round.ts';
import { senderOf } from '../../app/send/send.ts';
import { assertTestAddress } from '../../app/send/test-sending.ts';
import { terminalSpeaker } from '../../app/terminal.ts';
import { remedyForAll } from '../../deliver/smtp-fault.ts';
import { asTest, deliverTest } from '../../deliver/test-sending.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { configOf } from '../config.ts';
import type { Context } from '../context.ts';
import { agreementTo, showTest } from '../send.ts';

interface InviteOptions {
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly yes?: boolean;
  readonly to?: string;
}

/** `menage invite`: asks everybody for access who has not given it, and never twice the same. */
export async function invite(context: Context, options: InviteOptions): Promise<ExitCode> {
  const { to, dryRun = false, out } = options;
  if (to !== undefined) assertTestAddress(to);
  const config = configOf(context);
  const sender = senderOf(config);
  const secrets = dryRun ? null : sendingSecrets(config, context.environment);
  return withLockedStore(config, context, 'menage invite', async (store) => {
    if (secrets === null || to !== undefined) {
      const { members } = await planInvitations(store, config, context);
      const mails = await invitationMails(members, store, config, context);
      if (secrets !== null && to !== undefined) {
        const setting = settingOf(store, config, context, { sender, secrets, retryRefused: false });
        const tests = mails.map((mail) => asTest(mail, to, context.now()));
        return showTest(await deliverTest(tests, setting), { to, member: null }, context);
      }
      for (const { mail, path } of await writeInvitations(mails, out ?? config.output.directory))
        context.out(visibleText(`${mail.to}  ${mail.subject}  ${path}`));
      return EXIT.done;
    }
    const invited = await inviteMembers(store, config, context, {
      ...{ sender, secrets },
      ...{ yes: options.yes === true, agreeFirst: agreementTo(context) },
    });
    return showInvited(invited, context);
  });
}

/** Shows how inviting ended; 3 when a mail could not be handed over. */
export function showInvited({ plan, held, summary }: Invited, context: Context): ExitCode {
  const { members, counts } = plan;
  const { sent, failed, left, stop } = summary;
  if (held !== null) context.log.warn(heldSentence(held, members.length));
  for (const { notice, reply } of stop === null ? failed : [])
    context.log.warn(`Not handed over (${notice.kind}): ${reply} It is tried again.`);
  if (stop !== null)
    context.log.warn(
      `Sending stopped, for what went wrong concerns all mails: ${stop.reply} ${failed.length + left} wait: ` +
        `${remedyForAll(stop)}; then "menage invite".`,
    );
  const [granted, declined] = [counts.granted, counts.declined];
  // What is held says so itself.
  if (!context.quiet && (held === null || sent > 0))
    context.out(
      terminalSpeaker(context)('invite.done', {
        ...{ n: held === null ? members.length : 0, sent, granted, declined },
        ...{ before: counts.invited, noMail: counts['no-mail'] },
      }),
    );
  return failed.length + left === 0 ? EXIT.done : EXIT.partial;
}

/** Why nobody was invited, and what to do. */
export function heldSentence(held: InvitationHeld, n: number): string {
  const what = `Held back: ${n === 1 ? 'an invitation' : `${n} invitations`}`;
  switch (held) {
    case 'first':
      return `${what}, the first from this store. See them with "menage invite --dry-run", have them sent to you alone with "menage invite --to ADDRESS", release them with "menage invite --yes".`;
    case 'many':
      return `${what}, more of the members than mail.maxShareOfMembersPerRun allows at once. Look at "menage invite --dry-run", then "menage invite --yes".`;
    case 'restored':
      return `${what}: the store was put back from a backup and does not know whom a later one invited. Look at "menage invite --dry-run", then "menage invite --yes".`;
  }
}
