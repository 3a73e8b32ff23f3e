import { resolve } from 'node:path';
import { assertRightTime } from '../app/clocks.ts';
import { withLockedStore } from '../app/open.ts';
import { reportInput } from '../app/report/input.ts';
import { wordsOf } from '../app/report/wording.ts';
import { folderOf } from '../app/report/write.ts';
import { sendingSecrets } from '../app/secrets.ts';
import type { Sending } from '../app/send/round.ts';
import { type Sent, senderOf, sendRun, writeAsFiles } from '../app/send/send.ts';
import { assertTestAddress, sendTest, type TestTarget } from '../app/send/test-sending.ts';
import { terminalSpeaker } from '../app/terminal.ts';
import { remedyForAll } from '../deliver/smtp-fault.ts';
import type { TestSummary } from '../deliver/test-sending.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
import { memberOfKey, type OutgoingMail } from '../model/mail.ts';
import { visibleText } from '../model/text/visible-text.ts';
import { columnsOf, padded } from '../report/text/lines.ts';
import type { Delivery } from '../store/store.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';

interface SendOptions {
  readonly run?: number;
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly yes?: boolean;
  readonly retry?: 'refused';
  readonly to?: string;
  readonly member?: string;
}

/** `menage send`: delivers a run's mails and the admin message, and never one twice. */
export async function send(context: Context, options: SendOptions): Promise<ExitCode> {
  const { to, member = null } = options;
  if (to !== undefined) assertTestAddress(to);
  else if (member !== null)
    throw new UsageError(
      '--member chooses whose mail goes to the address of --to: say --to ADDRESS as well. Nothing was sent.',
    );
  const config = configOf(context);
  const sender = senderOf(config);
  const secrets = options.dryRun === true ? null : sendingSecrets(config, context.environment);
  return withLockedStore(config, context, 'menage send', async (store) => {
    if (secrets !== null) await assertRightTime(store, config, context.now());
    const input = await reportInput(store, config, wordsOf(config), options.run);
    if (secrets === null) {
      const folder = options.out === undefined ? folderOf(config, input) : resolve(options.out);
      for (const { mail, path } of await writeAsFiles(config, input, folder))
        context.out(visibleText(`${mail.to}  ${mail.subject}  ${path}`));
      return EXIT.done;
    }
    if (to !== undefined) {
      const target = { to, member };
      return showTest(
        await sendTest(store, config, input, context, { sender, secrets }, target),
        target,
        context,
      );
    }
    const sent = await sendRun(store, config, input, context, {
      ...{ sender, secrets },
      ...{ yes: options.yes === true, agreeFirst: agreementTo(context) },
      retryRefused: options.retry === 'refused',
    });
    showSent(sent, context);
    return sent.isComplete ? EXIT.done : EXIT.partial;
  });
}

/** Shows how a test sending ended; 3 when a mail was not taken. */
export function showTest(summary: TestSummary, { to, member }: TestTarget, context: Context): ExitCode {
  const { sent, failed, left, stop } = summary;
  for (const { subject, reply } of stop === null ? failed : [])
    context.log.warn(`The test mail “${subject}” was not taken: ${sentence(reply)}`);
  if (stop !== null)
    context.log.warn(
      `The test stopped, for what went wrong concerns all mails: ${sentence(stop.reply)} ` +
        `${failed.length + left} of ${sent + failed.length + left} were not taken: ${remedyForAll(stop)}; then test again.`,
    );
  const none = sent + failed.length + left === 0;
  const whose = member === null ? 'The run has no mail for anybody' : `${member} has no mail this time`;
  if (none) context.log.warn(`${whose}: there was nothing to test.`);
  else if (!context.quiet) context.out(terminalSpeaker(context)('send.tested', { n: sent, to }));
  return failed.length + left === 0 ? EXIT.done : EXIT.partial;
}

/**
 * Shows on the terminal who would get what, and lets the first mails leave once their number is typed. Without a terminal
 * nothing is asked, and they are held.
 * @throws {UsageError} when the question is left by Ctrl-C: no mail went to anybody.
 */
export function agreementTo(context: Pick<Context, 'out' | 'environment'>): Sending['agreeFirst'] {
  return async (mails) => {
    const { askText, isInteractive } = await import('./ask.ts');
    if (!isInteractive()) return false;
    const say = terminalSpeaker(context);
    const n = mails.length;
    context.out(`\n${say('send.first')}\n\n${tableOf(mails)}\n\n${say('send.type', { n })}\n`);
    const words = { stopped: say('send.stopped'), answer: say('agree.answer') };
    const answer = await askText({ message: say('send.number'), example: say('send.no') }, words);
    return answer === String(mails.length);
  };
}

/** Member, address and subject of each mail, a line each. */
function tableOf(mails: readonly OutgoingMail[]): string {
  const rows = mails.map(({ key, to, subject }) => [memberOfKey(key) ?? key, to, subject].map(visibleText));
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => columnsOf(row[column] ?? ''))));
  return rows
    .map((row) => row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  '))
    .join('\n');
}

/**
 * Shows how a sending ended: each mail that was not handed over for a reason of its own, and one line with a number for
 * those that wait for a reason common to all.
 */
export function showSent({ summary, stop, members, held }: Sent, context: Context): void {
  const { sentNow, sentBefore, notHandedOver, doubtful } = summary;
  const isCommon = ({ state, fault }: Delivery) =>
    stop !== null && (state === 'queued' || (state === 'deferred' && fault !== 'person'));
  const own = notHandedOver.filter((delivery) => !isCommon(delivery));
  for (const { recipient, state, lastReply } of own)
    context.log.warn(
      `Not handed over to ${recipient}: ${state}, ${sentence(lastReply ?? 'not tried yet')} ${whatNext(state)}`,
    );
  if (stop !== null) {
    const waiting = notHandedOver.length - own.length;
    context.log.warn(
      `Sending stopped, for what went wrong concerns all mails: ${sentence(stop.reply)} ` +
        `${waiting === 1 ? '1 mail waits' : `${waiting} mails wait`}: ${remedyForAll(stop)}; then "menage send".`,
    );
  }
  for (const { recipient } of doubtful) {
    context.log.warn(
      `Perhaps handed over to ${recipient}: the program or the connection ended in between. It is not sent again.`,
    );
  }
  if (context.quiet) return;
  const waiting = held === 0 ? 'none' : held === members ? 'all' : 'some';
  const counts = { n: sentNow, before: sentBefore, members, held, waiting };
  context.out(terminalSpeaker(context)('send.mails', counts));
}

function sentence(words: string): string {
  return `${words.trim().replace(/\.$/, '')}.`;
}

function whatNext(state: Delivery['state']): string {
  return state === 'refused'
    ? 'Check the address in Nextcloud, or ask the person to make room; where it is right again: menage send --retry refused.'
    : 'It goes with the next "menage send".';
}
