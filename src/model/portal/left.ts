import type { ActionKind } from '../check-info.ts';
import { hasEnd, lacksPassword, lastDayOf, may, type Share } from '../share.ts';
import type { Left } from './answer.ts';

/** A share as far as it matters what still opens it. */
export type OpenShare = Pick<Share, 'hasPassword' | 'permissions' | 'expires' | 'lastDay'> & {
  readonly unread: readonly string[];
};

/**
 * What is left to do about a share that was asked to be settled by `action`; nothing = it is done.
 * @param now null = the share is no more.
 */
export function leftOf(action: ActionKind, before: OpenShare, now: OpenShare | null): readonly Left[] {
  if (now === null) return [];
  const password: readonly Left[] = now.hasPassword ? [] : ['password'];
  switch (action) {
    case 'readOnly':
      return may(now, 'update') || may(now, 'create') || may(now, 'delete') ? ['edit'] : [];
    case 'protect':
      return [...password, ...endLeft(before, now)];
    case 'password':
      return password;
    case 'end':
      return endLeft(before, now);
    case 'close':
    case 'stop':
    case 'review':
      return isProtectedNow(before, now) || mayLess(before, now) ? [] : ['open'];
    case 'tidy':
    case 'compare':
    case 'trash':
      return ['there'];
  }
}

/** Whether a share is better protected than it was, though not all is done. */
export function isBetter(before: OpenShare, now: OpenShare): boolean {
  return (
    isProtectedNow(before, now) ||
    mayLess(before, now) ||
    (!hasEnd(before) && endLeft(before, now).length === 0)
  );
}

/** Where there was an end before, an earlier one was asked for. */
function endLeft(before: OpenShare, now: OpenShare): readonly Left[] {
  if (!hasEnd(now)) return ['end'];
  const [then, last] = [lastDayOf(before), lastDayOf(now)];
  return then === null || (last !== null && last < then) ? [] : ['end'];
}

function isProtectedNow(before: OpenShare, now: OpenShare): boolean {
  return lacksPassword(before) && now.hasPassword;
}

function mayLess(before: OpenShare, now: OpenShare): boolean {
  return (
    now.permissions.length < before.permissions.length &&
    now.permissions.every((right) => before.permissions.includes(right))
  );
}
