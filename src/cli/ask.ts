import { isCancel, text } from '@clack/prompts';
import { UsageError } from '../errors.ts';

/** Asks one question on the terminal. */
export async function askFor(message: string, example: string): Promise<string> {
  const answer = await text({
    message,
    placeholder: example,
    validate: (value) => (value?.trim() ? undefined : 'Please answer.'),
  });
  if (isCancel(answer)) throw new UsageError('Stopped: nothing was written.');
  return answer.trim();
}
