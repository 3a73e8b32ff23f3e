import { log } from '@clack/prompts';
import { tryMailServer } from '../../app/init/try-answer.ts';
import { mailServerAddress, usualSender } from '../../app/init/usual-answers.ts';
import type { Answers } from '../../app/init/write-config.ts';
import { type Secret, secret } from '../../model/secret.ts';
import { isSender } from '../../model/text/mail-address.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { askSecret, askText } from '../ask.ts';
import type { Asking } from './asking.ts';

/** How mails leave: where no mail server is named, all of it is left for later. */
export async function askMail(
  given: Partial<Answers>,
  known: { readonly url: string; readonly name: string; readonly mails: readonly string[] },
  { say, words, tried }: Asking,
): Promise<Pick<Answers, 'from' | 'transport' | 'mailPassword'>> {
  const reach = async (address: string, password: Secret | null) =>
    tried(await tryMailServer(address, password), () => {});
  const check = async (answer: string) => {
    const address = mailServerAddress(answer);
    if (!isMailServer(address)) return say('init.noTransport');
    // Whoever has a user is tried with the password, below.
    return new URL(address).username === '' ? reach(address, null) : undefined;
  };
  const asked =
    given.transport ?? (await askText({ message: say('init.transport'), usual: '', check }, words));
  if (asked === '') return {};
  const transport = mailServerAddress(asked);
  const { username, host } = new URL(transport);
  const user = decodeURIComponent(username);
  const mailPassword =
    given.mailPassword ??
    (user === ''
      ? undefined
      : {
          typed: await askSecret(
            say('init.mailPassword', { user }),
            (answer) => reach(transport, secret(answer)),
            words,
          ),
        });
  log.success(visibleText(say('init.mail', { host })));
  const usual = usualSender(known.name, [user, ...known.mails], known.url);
  const checkSender = (answer: string) => (isSender(answer) ? undefined : say('init.noSender'));
  const question = { message: say('init.from'), usual, check: checkSender };
  const from = given.from ?? (await askText(question, words));
  return { transport, mailPassword, from };
}

function isMailServer(address: string): boolean {
  if (!/^smtps?:\/\/[^\s/]/.test(address) || !URL.canParse(address)) return false;
  return new URL(address).password === '';
}
