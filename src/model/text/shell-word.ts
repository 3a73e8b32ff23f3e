import { linksBroken } from './outside-text.ts';

/** A text as one word of a POSIX shell, whatever it holds. */
export function shellWord(text: string): string {
  return isPlain(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Such a word in a command that is shown to be copied: an account name that is an address (`anna@coop.example`) gets
 * backslashes (`anna\@coop\.example`), the same to the shell, and no link to what shows the command.
 */
export function shownShellWord(text: string): string {
  const word = shellWord(text);
  if (linksBroken(text) === text) return word;
  return word.replaceAll(/[.:@]/g, isPlain(text) ? '\\$&' : `'\\$&'`);
}

function isPlain(text: string): boolean {
  return /^[A-Za-z0-9_./:=@,+-]+$/.test(text);
}
