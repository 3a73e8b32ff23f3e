import { readFileSync } from 'node:fs';

/** How messages and commands speak of a user of this machine. */
export interface User {
  /** "menage", else "number 998". */
  readonly shown: string;
  /** For `sudo -u`. */
  readonly forSudo: string;
  /** For `chown`. */
  readonly forChown: string;
}

/** By the names of /etc/passwd: those of a directory service stay numbers. */
export function userOf(uid: number): User {
  const name = passwordRows().find(([, , id]) => id === String(uid))?.[0];
  if (name !== undefined) return { shown: name, forSudo: name, forChown: name };
  return { shown: `number ${uid}`, forSudo: `'#${uid}'`, forChown: String(uid) };
}

function passwordRows(): readonly (readonly string[])[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
  } catch {
    return [];
  }
}
