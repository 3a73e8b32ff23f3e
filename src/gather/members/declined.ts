import type { MemberId } from '../../model/ids.ts';

/** What may stand for an account in a list that a person keeps. */
export interface NamedAccount {
  readonly id: MemberId | string;
  readonly name: string;
  readonly mail: string | null;
}

/**
 * Whether somebody said no: a name of the list is this account's id, its mail address or the name that it shows, in any
 * case. What may be meant counts: to leave out one too many harms less than to read somebody who refused.
 */
export function hasDeclined({ id, name, mail }: NamedAccount, declined: readonly string[]): boolean {
  const own = [id, name, ...(mail === null ? [] : [mail])].map(plain);
  return declined.some((one) => own.includes(plain(one)));
}

function plain(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
