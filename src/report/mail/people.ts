import { isWithin } from '../../model/path/path.ts';
import type { ResultShare } from '../../model/result.ts';
import { isPublicLink } from '../../model/share.ts';
import { shownName } from '../text/shown-name.ts';
import { indexOf, type MailContext } from './context.ts';
import type { Thing } from './things.ts';
import { type Line, line } from './view.ts';

/** Whose recipient is somebody that one can ask; of circles, rooms and boards only the id is known. */
const NAMED = ['user', 'group', 'federated', 'mail'] as const;

/** Whom a thing is shared with. A uid, a gid and an address may be the same text, and are not the same. */
interface Party {
  readonly kind: (typeof NAMED)[number];
  readonly id: string;
}

const MOST_NAMED = 4;
const LONGEST_NAME = 40;

/** Who must agree before this thing goes; null when nobody else can be concerned and nothing need be said. */
export function whoToAsk(thing: Thing, context: MailContext): Line | null {
  if (thing.path === null || thing.bytes === 0) return null;
  const touched = sharesTouched(thing, context.shares);
  const parties = partiesOf(thing, touched, context);
  if (parties.length === 0) return noPersonNamed(touched, context);
  const named = parties.slice(0, MOST_NAMED).map((party) => calledIn(party, context));
  const rest = parties.length - named.length;
  const unnamed = touched.some(hasUnnamed) ? [context.say('people.unnamed')] : [];
  const others = rest > 0 ? [context.say('people.more', { n: rest })] : unnamed;
  const who = context.format.list([...named, ...others]);
  // A group is several people, even alone.
  const isOne = parties.length === 1 && others.length === 0 && parties[0]?.kind !== 'group';
  const ask = context.parts('action.ask', { who, n: isOne ? 1 : 2 });
  // A thing that is itself a link has said so.
  if ((thing.share !== null && isPublicLink(thing.share)) || !touched.some(isPublicLink)) return line(ask);
  return line([...ask, { text: ` ${context.say('action.linkToo')}`, strong: false, href: null }]);
}

function hasUnnamed(share: ResultShare): boolean {
  return !isPublicLink(share) && !isNamed(share.type);
}

function isNamed(type: ResultShare['type']): type is Party['kind'] {
  return NAMED.some((one) => one === type);
}

/** Who uses the thing or what lies in it, each once, without the member. */
function partiesOf(thing: Thing, touched: readonly ResultShare[], context: MailContext): readonly Party[] {
  const shared = touched.flatMap(({ type, recipient }): Party[] =>
    isNamed(type) && recipient !== null ? [{ kind: type, id: recipient }] : [],
  );
  const found = thing.findings.flatMap(({ sharedWith }) =>
    sharedWith.flatMap((name) => {
      const known = shared.filter(({ kind, id }) => id === name && (kind === 'user' || kind === 'group'));
      return known.length > 0 ? known : namedAlone(name, context);
    }),
  );
  const all = new Map([...found, ...shared].map((party) => [`${party.kind}\n${party.id}`, party]));
  all.delete(`user\n${context.member.id}`);
  return [...all.values()];
}

/** Whom a uid or gid means where no share tells it: better ask one more. */
function namedAlone(name: string, context: MailContext): readonly Party[] {
  const person: Party = { kind: 'user', id: name };
  const group: Party = { kind: 'group', id: name };
  if (!isGroupOfMembers(name, context)) return [person];
  return personCalled(name, context) === null ? [group] : [person, group];
}

function noPersonNamed(touched: readonly ResultShare[], { parts, member }: MailContext): Line | null {
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

/** A person by the name that Nextcloud shows, a group as a group, an address as it is. */
function calledIn({ kind, id }: Party, context: MailContext): string {
  const name = shownName(id, LONGEST_NAME);
  if (kind === 'group') return context.say('people.group', { name });
  return kind === 'user' ? (personCalled(id, context) ?? name) : name;
}

/** Whom a share is with, as people call it; empty where its server names nobody that they know. */
export function recipientCalled({ type, recipient, recipients }: ResultShare, context: MailContext): string {
  if (recipient === null) return recipients.map((one) => shownName(one, LONGEST_NAME)).join(', ');
  return isNamed(type) ? calledIn({ kind: type, id: recipient }, context) : '';
}

/** The display name of a member, null for anybody else. */
export function personCalled(id: string, { input }: MailContext): string | null {
  const person = indexOf(input.result).members.get(id);
  return person === undefined ? null : shownName(person.name === '' ? id : person.name, LONGEST_NAME);
}

function isGroupOfMembers(id: string, { input }: MailContext): boolean {
  return input.result.members.some(({ groups }) => groups.includes(id));
}
