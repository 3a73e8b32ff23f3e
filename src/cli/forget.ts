import { forgetMember } from '../app/forget.ts';
import { terminalSpeaker } from '../app/terminal.ts';
import { EXIT, type ExitCode } from '../model/errors.ts';
import { memberId } from '../model/ids.ts';
import { visibleText } from '../model/text/visible-text.ts';
import { assertAgreed } from './ask.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';

interface ForgetOptions {
  readonly yes?: boolean;
}

/** `menage forget MEMBER`: erases a person from the store and the vault. */
export async function forget(context: Context, uid: string, { yes }: ForgetOptions): Promise<ExitCode> {
  const say = terminalSpeaker(context);
  const member = visibleText(uid);
  const access = await forgetMember(configOf(context), context, memberId(uid), () =>
    assertAgreed(say('forget.ask', { member }), say, yes),
  );
  const isRevoked = access !== null && access !== 'failed';
  context.out([say('forget.done', { member }), ...(isRevoked ? [say('forget.revoked')] : [])].join(' '));
  return EXIT.done;
}
