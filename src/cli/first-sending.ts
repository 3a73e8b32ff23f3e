import { isCancel, text } from '@clack/prompts';
import type { Sending } from '../app/send/round.ts';
import { UsageError } from '../model/errors.ts';
import { memberOfKey, type OutgoingMail } from '../model/mail.ts';
import { visibleText } from '../model/text/visible-text.ts';
import { isInteractive } from './ask.ts';
import type { Context } from './context.ts';

/**
 * Shows on the terminal who would get what, and lets the first mails leave once their number is typed. Without a terminal
 * nothing is asked, and they are held.
 * @throws {UsageError} when the question is left by Ctrl-C: no mail went to anybody.
 */
export function agreementTo(context: Pick<Context, 'out'>): Sending['agreeFirst'] {
  return async (mails) => {
    if (!isInteractive()) return false;
    context.out(`\nNo mail was ever sent to the members from here. These would go:\n\n${tableOf(mails)}\n`);
    const answer = await text({
      message:
        `Type ${mails.length} to send ${mails.length === 1 ? 'this mail' : `these ${mails.length} mails`}. ` +
        'Anything else holds them: then only the admins get theirs.',
    });
    if (isCancel(answer)) throw new UsageError('Stopped: no mail was sent. "menage send" asks again.');
    return answer?.trim() === String(mails.length);
  };
}

/** Member, address and subject of each mail, a line each. */
function tableOf(mails: readonly OutgoingMail[]): string {
  const rows = mails.map(({ key, to, subject }) => [memberOfKey(key) ?? key, to, subject].map(visibleText));
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
