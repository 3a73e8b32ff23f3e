import { confirm, isCancel, text } from '@clack/prompts';
import { UsageError } from '../model/errors.ts';

/**
 * Asks one question on the terminal.
 * @param stopped what is said when it is left by Ctrl-C.
 * @throws {UsageError} with that.
 */
export async function askFor(
  message: string,
  example: string,
  stopped = 'Stopped: nothing was written.',
): Promise<string> {
  const answer = await text({
    message,
    placeholder: example,
    validate: (value) => (value?.trim() ? undefined : 'Please answer.'),
  });
  if (isCancel(answer)) throw new UsageError(stopped);
  return answer.trim();
}

/** Whether somebody sits at a terminal, sees a question and can answer it. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/**
 * Lets pass what cannot be undone only when somebody agreed: by `--yes`, or now on the terminal.
 * @throws {UsageError} otherwise, before anything was done.
 */
export async function assertAgreed(question: string, yes = false): Promise<void> {
  if (yes) return;
  if (!isInteractive())
    throw new UsageError(`${question} Without a terminal say so with --yes. Nothing was done.`);
  const answer = await confirm({ message: question, initialValue: false });
  if (isCancel(answer) || !answer) throw new UsageError('Stopped: nothing was done.');
}
