import { nameOf, parentOf } from '../../model/path/path.ts';
import type { ResultFinding } from '../../model/result.ts';
import { isPublicLink } from '../../model/share.ts';
import { findingWords } from '../text/check-texts.ts';
import { placeOf } from '../text/how-to.ts';
import { placeName, shownName } from '../text/shown-name.ts';
import type { MailContext } from './context.ts';
import { isSurelyPrivate, personCalled, recipientCalled } from './people.ts';
import type { Thing } from './things.ts';

const MOST_COPIES = 2;
const BETWEEN = ' · ';

/** What the member calls it. */
export function titleOf({ path, isFolder, lead }: Thing, context: MailContext): string {
  if (path === '/') return context.say('thing.root');
  if (path !== null)
    return context.say(isFolder ? 'thing.folder' : 'thing.file', { name: shownName(nameOf(path)) });
  const { place } = context.traits(lead);
  if (place !== undefined) return context.say(`thing.${place}`);
  const check = context.check(lead.check);
  return check === undefined ? lead.check : findingWords(check, lead, context.messages, context.format).title;
}

/**
 * Where it lies, since when it is open, or that only its owner is concerned, and what removing it frees where that is not
 * what the card asks for; null where there is nothing to say.
 */
export function whereOf(thing: Thing, makesRoom: boolean, context: MailContext): string | null {
  const { path, isFolder } = thing;
  const isAtTop = path === null || parentOf(path) === '/';
  const folders = isAtTop ? '' : context.say('thing.in', { folders: placeName(parentOf(path)) });
  const privately = isSurelyPrivate(thing, context) ? context.say('action.notShared') : '';
  const bytes = context.format.bytes(thing.bytes);
  const frees =
    makesRoom || thing.bytes === 0
      ? ''
      : context.say('action.alsoFrees', { kind: isFolder ? 'folder' : 'file', bytes });
  const known = [folders, sinceOf(thing, context), privately, frees].filter((text) => text !== '');
  return known.length === 0 ? null : capitalised(known.join(BETWEEN));
}

function sinceOf(thing: Thing, context: MailContext): string {
  const { share } = thing;
  if (share === null || share.createdAt === null) return '';
  const month = context.format.month(Date.parse(share.createdAt));
  if (isPublicLink(share)) return context.say('action.openSince', { month });
  const who = recipientCalled(share, context);
  // Who is named in the sentence below is not named twice.
  const isNamed = who !== '' && !wordsOf(thing, context).finding.includes(who);
  return context.say('action.sharedSince', { known: isNamed ? 'yes' : 'no', who, month });
}

/** What the check says, with people called by their names. */
export function wordsOf({ lead }: Thing, context: MailContext) {
  const check = context.check(lead.check);
  if (check === undefined) return { finding: '', remedy: '' };
  return findingWords(check, lead, context.messages, context.format, (id) => personCalled(id, context));
}

/** Where the other copies lie; the finding names a few of them and tells how many there are. */
export function otherCopies({ actual }: ResultFinding, { say, format }: MailContext): string {
  const { otherPaths, copies } = actual;
  if (!Array.isArray(otherPaths) || typeof copies !== 'number' || otherPaths.length === 0) return '';
  const shown = otherPaths.slice(0, MOST_COPIES).map(placeName);
  const rest = copies - 1 - shown.length;
  const where = rest > 0 ? say('thing.copiesMore', { where: shown.join(', '), n: rest }) : format.list(shown);
  return say('thing.copies', { n: copies - 1, where });
}

/** The one kind of link to the server: the very thing, with its shares where it has some, or all files. */
export function linkTo(fileId: string | null, { input }: MailContext, isShared = false): string {
  return placeOf(input.result.run.server, fileId, isShared);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
