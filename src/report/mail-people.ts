import { isWithin } from '../model/path.ts';
import type { ResultShare } from '../model/result.ts';
import { isPublicLink } from '../model/share.ts';
import { indexOf, type MailContext } from './mail-context.ts';
import type { Thing } from './mail-things.ts';
import { type Line, line } from './mail-view.ts';
import { shownName } from './shown-name.ts';

/** Whose recipient is somebody that one can ask; of circles, rooms and boards only the id is known. */
const NAMED: ReadonlySet<ResultShare['type']> = new Set(['user', 'group', 'federated', 'mail']);
const MOST_NAMED = 4;
const LONGEST_NAME = 40;

/** Who must agree before this thing goes; null when nobody else can be concerned and nothing need be said. */
export function whoToAsk(thing: Thing, context: MailContext): Line | null {
  if (thing.path === null || thing.bytes === 0) return null;
  const touched = sharesTouched(thing, context.shares);
  const ids = peopleOf(thing, touched).filter((id) => id !== context.member.id);
  if (ids.length === 0) return nobodyNamed(touched, context);
  const named = ids.slice(0, MOST_NAMED).map((id) => calledIn(id, touched, context));
  const rest = ids.length - named.length;
  const unnamed = touched.some(hasUnnamed) ? [context.say('people.unnamed')] : [];
  const others = rest > 0 ? [context.say('people.more', { n: rest })] : unnamed;
  const who = context.format.list([...named, ...others]);
  // A group is several people, even alone.
  const isOne = ids.length === 1 && others.length === 0 && !isGroupNamed(ids[0] ?? '', touched, context);
  const ask = context.parts('action.ask', { who, n: isOne ? 1 : 2 });
  // A thing that is itself a link has said so.
  if ((thing.share !== null && isPublicLink(thing.share)) || !touched.some(isPublicLink)) return line(ask);
  return line([...ask, { text: ` ${context.say('action.linkToo')}`, strong: false, href: null }]);
}

function hasUnnamed(share: ResultShare): boolean {
  return !isPublicLink(share) && !NAMED.has(share.type);
}

/** Uids, gids and addresses that use the thing or what lies in it, each once. */
function peopleOf(thing: Thing, touched: readonly ResultShare[]): readonly string[] {
  const below = touched.flatMap(({ type, recipient }) =>
    NAMED.has(type) && recipient !== null ? [recipient] : [],
  );
  return [...new Set([...thing.findings.flatMap(({ sharedWith }) => sharedWith), ...below])];
}

function nobodyNamed(touched: readonly ResultShare[], { parts, member }: MailContext): Line | null {
  const { status } = member.coverage;
  if (touched.some(isPublicLink)) return line(parts('action.linked'));
  const allIsKnown = (status === 'read' || status === 'unchanged') && touched.length === 0;
  return allIsKnown ? null : line(parts('action.askUnknown'));
}

/** Whether we may say that a thing is not shared: all shares are known and none touches it. */
export function isSurelyPrivate(thing: Thing, { shares, member }: MailContext): boolean {
  const { status } = member.coverage;
  if (thing.path === null || thing.bytes === 0 || (status !== 'read' && status !== 'unchanged')) return false;
  // A share of which only the name of its thing is known may be one of this.
  if (shares.some(({ pathKnown }) => !pathKnown)) return false;
  return (
    thing.findings.every(({ sharedWith }) => sharedWith.length === 0) &&
    sharesTouched(thing, shares).length === 0
  );
}

/** The shares that lose something when the thing goes: on it, above it, and of a folder also those below. */
function sharesTouched({ path, isFolder }: Thing, shares: readonly ResultShare[]): readonly ResultShare[] {
  if (path === null) return [];
  return shares.filter((share) => isWithin(path, share.path) || (isFolder && isWithin(share.path, path)));
}

/** A person by the name that Nextcloud shows, a group as a group. */
function calledIn(id: string, touched: readonly ResultShare[], context: MailContext): string {
  if (isGroupNamed(id, touched, context))
    return context.say('people.group', { name: shownName(id, LONGEST_NAME) });
  return personCalled(id, context) ?? shownName(id, LONGEST_NAME);
}

function isGroupNamed(id: string, touched: readonly ResultShare[], context: MailContext): boolean {
  const share = touched.find(({ recipient }) => recipient === id);
  if (share !== undefined) return share.type === 'group';
  return personCalled(id, context) === null && isGroupOfMembers(id, context);
}

/** The display name of a member, null for anybody else. */
export function personCalled(id: string, { input }: MailContext): string | null {
  const person = indexOf(input.result).members.get(id);
  return person === undefined ? null : shownName(person.name === '' ? id : person.name, LONGEST_NAME);
}

function isGroupOfMembers(id: string, { input }: MailContext): boolean {
  return input.result.members.some(({ groups }) => groups.includes(id));
}
