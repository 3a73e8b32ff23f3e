import { confirm, isCancel, multiselect, type Option, password, select, text } from '@clack/prompts';
import { UsageError } from '../model/errors.ts';
import { type Secret, secret } from '../model/secret.ts';
import { visibleText } from '../model/text/visible-text.ts';
import type { SayLine } from '../report/text/lines.ts';

/** What is wrong with an answer, a sentence; undefined where it will do. */
export type CheckAnswer = (answer: string) => string | undefined | Promise<string | undefined>;

/** A question whose answer is typed. */
export interface TextQuestion {
  readonly message: string;
  /** Shown while nothing is typed; Enter does not take it. */
  readonly example?: string;
  /** Shown too, and what Enter takes; an empty one makes the answer optional. */
  readonly usual?: string;
  /** Tried before the next question; what was typed stays in the field. */
  readonly check?: CheckAnswer;
}

/** What is said in a language of one's own around the questions. */
export interface AskWords {
  /** When it is left by Ctrl-C. */
  readonly stopped: string;
  /** When an answer is needed and none was given. */
  readonly answer: string;
}

/**
 * Asks one question on the terminal.
 * @throws {UsageError} when it is left by Ctrl-C.
 */
export async function askText(
  { message, example, usual, check = () => undefined }: TextQuestion,
  words: AskWords,
): Promise<string> {
  const given = await text({
    message: visibleText(message),
    placeholder: visibleText(usual === undefined || usual === '' ? (example ?? '') : usual),
    ...(usual !== undefined && { defaultValue: usual }),
    validate: async (value = '') => {
      const answer = value.trim() || usual;
      if (answer === undefined) return words.answer;
      return answer === '' ? undefined : shown(await check(answer));
    },
  });
  return answered(given, words).trim();
}

/** Asks for a secret, which is shown as dots and cleared when it will not do. */
export async function askSecret(message: string, check: CheckAnswer, words: AskWords): Promise<Secret> {
  const given = await password({
    message: visibleText(message),
    clearOnError: true,
    validate: async (value = '') => (value.trim() === '' ? words.answer : shown(await check(value.trim()))),
  });
  return secret(answered(given, words).trim());
}

/** Lets choose any number of things, or none. */
export async function askSome(
  message: string,
  options: readonly { readonly value: string; readonly label: string }[],
  words: AskWords,
): Promise<readonly string[]> {
  const given = await multiselect<string>({
    message: visibleText(message),
    options: options.map(({ value, label }): Option<string> => ({ value, label: visibleText(label) })),
    required: false,
    maxItems: 12,
    showInstructions: false,
  });
  return answered(given, words);
}

/**
 * Lets choose one thing; Enter takes the first.
 * @param labelOf how each is shown; as it is unless given.
 */
export async function askOne<Value extends string>(
  message: string,
  values: readonly Value[],
  words: AskWords,
  labelOf: (value: Value) => string = String,
): Promise<Value> {
  const options = values.map((value) => ({ value: String(value), label: labelOf(value) }));
  const given = answered(await select<string>({ message, options, showInstructions: false }), words);
  const chosen = values.find((value) => value === given);
  if (chosen === undefined) throw new TypeError('an option was chosen that is none');
  return chosen;
}

/** Yes or no; Enter means no. */
export async function askWhether(
  message: string,
  { yes, no }: { readonly yes: string; readonly no: string },
  words: AskWords,
): Promise<boolean> {
  return answered(await confirm({ message, active: yes, inactive: no, initialValue: false }), words);
}

function answered<T>(given: T, { stopped }: AskWords): Exclude<T, symbol> {
  if (isCancel(given)) throw new UsageError(stopped);
  // Ctrl-C is the only symbol that the prompts give.
  return given as Exclude<T, symbol>;
}

/** A server's words may stand in it. */
function shown(problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : visibleText(problem);
}

/** Whether somebody sits at a terminal, sees a question and can answer it. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/**
 * Lets pass what cannot be undone only when somebody agreed: by `--yes`, or now on the terminal.
 * @throws {UsageError} otherwise, before anything was done.
 */
export async function assertAgreed(question: string, say: SayLine, yes = false): Promise<void> {
  if (yes) return;
  if (!isInteractive()) throw new UsageError(say('agree.withoutTerminal', { question }));
  const [active, inactive] = [say('agree.yes'), say('agree.no')];
  const answer = await confirm({ message: question, active, inactive, initialValue: false });
  if (isCancel(answer) || !answer) throw new UsageError(say('agree.stopped'));
}
