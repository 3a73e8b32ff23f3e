import type { TeamFacts } from '../../app/portal/team/facts.ts';
import { memberOfKey } from '../../model/mail.ts';
import type { TreePath } from '../../model/path/path.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { shownName } from '../../report/text/shown-name.ts';
import type { TeamLocale } from './frame.ts';

type Known = Pick<TeamFacts, 'members'>;

const MOST_NAMED = 3;

/** A member's name as it is shown; the account where the name is not known. */
export function nameOf({ members }: Known, uid: string): string {
  return shownName(members.get(uid)?.name ?? uid);
}

/** « Lunebois (Tours) »: with the antenna where one is known. */
export function placedName(facts: Known, uid: string, { say }: TeamLocale): string {
  const name = nameOf(facts, uid);
  const antenna = facts.members.get(uid)?.antenna ?? null;
  return antenna === null ? name : say('name.placed', { name, antenna: shownName(antenna) });
}

/** To whom a mail goes: a member by name, others by their address. */
export function addresseeOf(
  facts: Known,
  { key, recipient }: { readonly key: string; readonly recipient: string },
): string {
  const member = memberOfKey(key);
  return member === null ? visibleText(recipient) : nameOf(facts, member);
}

/** « a, b, c et 4 autres »; each once. */
export function namedFew(names: readonly string[], { say, format }: TeamLocale): string {
  const all = [...new Set(names)];
  const first = all.slice(0, MOST_NAMED);
  return say('names', { names: format.list(first), more: all.length - first.length });
}

/** A path that may be shown; where there is none, what says so. */
export function pathOf(path: TreePath | null, { say }: TeamLocale): string {
  return path === null ? say('path.none') : shownName(path, 120);
}
