import { forgetMember } from '../app/forget.ts';
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
  const question = `Erase everything that is kept about ${visibleText(uid)}, in the store and the vault? It cannot be undone.`;
  const access = await forgetMember(configOf(context), context, memberId(uid), () =>
    assertAgreed(question, yes),
  );
  const revoked = access === null || access === 'failed' ? '' : ' The app password is revoked.';
  context.out(
    `Nothing about ${visibleText(uid)} is kept any more. Reports and mails written to folders before, and backups, are yours to delete.${revoked}`,
  );
  return EXIT.done;
}
