import { resolve } from 'node:path';
import { assertRightTime } from '../app/clocks.ts';
import { withLockedStore } from '../app/open.ts';
import { reportInput } from '../app/report/input.ts';
import { wordsOf } from '../app/report/wording.ts';
import { folderOf } from '../app/report/write.ts';
import { sendingSecrets } from '../app/secrets.ts';
import { type Sent, senderOf, sendRun, writeAsFiles } from '../app/send/send.ts';
import { remedyForAll } from '../deliver/smtp-fault.ts';
import { EXIT, type ExitCode } from '../model/errors.ts';
import { visibleText } from '../model/text/visible-text.ts';
import type { Delivery } from '../store/store.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';
import { agreementTo } from './first-sending.ts';

interface SendOptions {
  readonly run?: number;
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly yes?: boolean;
  readonly retry?: 'refused';
}

/** `menage send`: delivers a run's mails and the admin message, and never one twice. */
export async function send(context: Context, options: SendOptions): Promise<ExitCode> {
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
    const sent = await sendRun(store, config, input, context, {
      ...{ sender, secrets },
      ...{ yes: options.yes === true, agreeFirst: agreementTo(context) },
      retryRefused: options.retry === 'refused',
    });
    showSent(sent, context);
    return sent.isComplete ? EXIT.done : EXIT.partial;
  });
}

/**
 * Shows how a sending ended: each mail that was not handed over for a reason of its own, and one line with a number for
 * those that wait for a reason common to all.
 */
export function showSent({ summary, stop, members }: Sent, context: Context): void {
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
  const before = sentBefore > 0 ? `, ${sentBefore} were sent before in this period` : '';
  context.out(`${sentNow} mails sent${before}; ${members} members have one this time.`);
}

function sentence(words: string): string {
  return `${words.trim().replace(/\.$/, '')}.`;
}

function whatNext(state: Delivery['state']): string {
  return state === 'refused'
    ? 'Check the address in Nextcloud, or ask the person to make room; where it is right again: menage send --retry refused.'
    : 'It goes with the next "menage send".';
}
