import { isWithin } from '../model/path.ts';
import type { ResultShare } from '../model/result.ts';
import { indexOf, type MailContext } from './mail-context.ts';
import type { Thing } from './mail-things.ts';
import { type Line, line } from './mail-view.ts';
import { shownName } from './shown-name.ts';

const MOST_NAMED = 4;
const LONGEST_NAME = 40;

/** Who must agree before this thing goes; null when nobody else can be concerned and nothing need be said. */
export function whoToAsk(thing: Thing, context: MailContext): Line | null {
  if (thing.path === null || thing.bytes === 0) return null;
  const ids = [...new Set(thing.findings.flatMap(({ sharedWith }) => sharedWith))].filter(
    (id) => id !== context.member.id,
  );
  const covering = sharesOver(thing.path, context.shares);
  if (ids.length === 0) return nobody(covering, context);
  const named = ids.slice(0, MOST_NAMED).map((id) => calledIn(id, covering, context));
  const rest = ids.length - named.length;
  const who = context.format.list(rest > 0 ? [...named, context.say('people.more', { n: rest })] : named);
  // A group is several people, even alone.
  const people = ids.length === 1 && isGroupNamed(ids[0] ?? '', covering, context) ? 2 : ids.length;
  return line(context.parts('action.ask', { who, n: people }));
}

function nobody(covering: readonly ResultShare[], { parts, member }: MailContext): Line | null {
  const { status } = member.coverage;
  if (covering.length > 0) return line(parts('action.linked'));
  const sharesKnown = status === 'read' || status === 'unchanged';
  return sharesKnown ? null : line(parts('action.askUnknown'));
}

/** Whether we may say that a thing is not shared: all shares are known and none reaches it. */
export function isSurelyPrivate(thing: Thing, { shares, member }: MailContext): boolean {
  const { status } = member.coverage;
  if (thing.path === null || thing.bytes === 0 || (status !== 'read' && status !== 'unchanged')) return false;
  return (
    thing.findings.every(({ sharedWith }) => sharedWith.length === 0) &&
    sharesOver(thing.path, shares).length === 0
  );
}

function sharesOver(path: string, shares: readonly ResultShare[]): readonly ResultShare[] {
  return shares.filter((share) => isWithin(path, share.path));
}

/** A person by the name that Nextcloud shows, a group as a group. */
function calledIn(id: string, covering: readonly ResultShare[], context: MailContext): string {
  if (isGroupNamed(id, covering, context))
    return context.say('people.group', { name: shownName(id, LONGEST_NAME) });
  return personCalled(id, context) ?? shownName(id, LONGEST_NAME);
}

function isGroupNamed(id: string, covering: readonly ResultShare[], context: MailContext): boolean {
  const share = covering.find(({ recipient }) => recipient === id);
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
