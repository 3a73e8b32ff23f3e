import { nameOf, parentOf } from '../../model/path/path.ts';
import type { ResultFinding } from '../../model/result.ts';
import { isPublicLink, lacksPassword } from '../../model/share.ts';
import { findingWords } from '../text/check-texts.ts';
import { placeName, shownName } from '../text/shown-name.ts';
import type { MailContext } from './context.ts';
import { isSurelyPrivate, personCalled, whoToAsk } from './people.ts';
import type { Thing } from './things.ts';
import type { ActionView } from './view.ts';

const MOST_COPIES = 2;

/** The cards: what, why, who to ask, and one button to the very place. An advice is given once. */
export function actionViews(things: readonly Thing[], context: MailContext): readonly ActionView[] {
  const given = new Set<string>();
  return things.map((thing, at) => ({
    rank: at + 1,
    title: titleOf(thing, context),
    where: whereOf(thing, context),
    chip: chipOf(thing, context),
    why: whyOf(thing, given, context),
    ask: whoToAsk(thing, context),
    button: { ...buttonOf(thing, context), filled: at === 0 },
  }));
}

/** What the member calls it. */
export function titleOf({ path, isFolder, findings: [first] }: Thing, context: MailContext): string {
  if (path === '/') return context.say('thing.root');
  if (path !== null)
    return context.say(isFolder ? 'thing.folder' : 'thing.file', { name: shownName(nameOf(path)) });
  const { place } = context.traits(first);
  if (place !== undefined) return context.say(`thing.${place}`);
  const check = context.check(first.check);
  return check === undefined
    ? first.check
    : findingWords(check, first, context.messages, context.format).title;
}

/** Where it lies, and since when it is open or that nobody else is concerned. */
function whereOf(thing: Thing, context: MailContext): string | null {
  const { path, share } = thing;
  const { say, format } = context;
  const isAtTop = path === null || parentOf(path) === '/';
  const where = isAtTop ? '' : say('thing.in', { folders: placeName(parentOf(path)) });
  if (share !== null && isPublicLink(share) && share.createdAt !== null) {
    const month = format.month(Date.parse(share.createdAt));
    return say(isAtTop ? 'action.openSince' : 'action.inOpenSince', { where, month });
  }
  if (isSurelyPrivate(thing, context))
    return say(isAtTop ? 'action.notShared' : 'action.inNotShared', { where });
  return isAtTop ? null : where;
}

function chipOf(thing: Thing, { say, format }: MailContext): ActionView['chip'] {
  const { share, urgent, bytes } = thing;
  const isUnlocked = share !== null && lacksPassword(share) && (isPublicLink(share) || share.type === 'mail');
  if (isUnlocked) return { text: say('chip.noPassword'), tone: urgent ? 'red' : 'calm' };
  if (bytes > 0) return { text: say('chip.frees', { bytes: format.bytes(bytes) }), tone: 'calm' };
  if (share === null) return null;
  return { text: say('chip.shared'), tone: urgent ? 'red' : 'calm' };
}

/** The sharpest sentence, then what to do; softer when it was said often. */
function whyOf(thing: Thing, given: Set<string>, context: MailContext): string {
  const { findings, share, bytes } = thing;
  const { finding, remedy } = wordsOf(thing, context);
  const softer = thing.repeated ? [context.say(softerKey(thing, context))] : [];
  // What is a risk stays said in full.
  const advices = [...(thing.repeated && !thing.urgent ? [] : [remedy]), ...softer];
  const fresh = advices.filter((advice) => !given.has(advice));
  for (const advice of fresh) given.add(advice);
  const sentences = [
    finding,
    ...otherCopies(findings[0], context),
    ...fresh,
    share !== null && bytes > 0
      ? context.say('action.alsoFrees', {
          kind: thing.isFolder ? 'folder' : 'file',
          bytes: context.format.bytes(bytes),
        })
      : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** What was said often without effect becomes a question, once a year: is it still useful? */
function softerKey({ share, asked, urgent }: Thing, { replies }: MailContext) {
  if (replies.address === null) return 'action.saidQuietly';
  if (!asked) return urgent ? 'action.saidOfRisk' : 'action.saidQuietly';
  return share === null ? 'action.said' : 'action.saidOfLink';
}

/** What the check says, with people called by their names. */
export function wordsOf({ findings }: Thing, context: MailContext) {
  const [first] = findings;
  const words = wordsOn(first, context);
  // Nobody reads what lies in a drop: what is open is another thing than with a link that shows a folder.
  const access = findings.find(
    (finding) => context.traits(finding).describesAccess && finding.subject.id === first.subject.id,
  );
  return access === undefined ? words : { ...words, finding: wordsOn(access, context).finding };
}

function wordsOn(finding: ResultFinding, context: MailContext) {
  const check = context.check(finding.check);
  if (check === undefined) return { finding: '', remedy: '' };
  return findingWords(check, finding, context.messages, context.format, (id) => personCalled(id, context));
}

/** Where the other copies lie; the finding names a few of them and tells how many there are. */
function otherCopies({ actual }: ResultFinding, { say, format }: MailContext): readonly string[] {
  const { otherPaths, copies } = actual;
  if (!Array.isArray(otherPaths) || typeof copies !== 'number' || otherPaths.length === 0) return [];
  const shown = otherPaths.slice(0, MOST_COPIES).map(placeName);
  const rest = copies - 1 - shown.length;
  const where = rest > 0 ? say('thing.copiesMore', { where: shown.join(', '), n: rest }) : format.list(shown);
  return [say('thing.copies', { n: copies - 1, where })];
}

function buttonOf(thing: Thing, context: MailContext): Omit<ActionView['button'], 'filled'> {
  const text = context.say(
    thing.fileId === null ? 'action.openFiles' : thing.isFolder ? 'action.openFolder' : 'action.openFile',
  );
  const label = context.say('action.label', { verb: text, what: titleOf(thing, context) });
  return { text, label, href: linkTo(thing.fileId, context) };
}

/** The one kind of link to the server: the very file, or all files. */
export function linkTo(fileId: string | null, { input }: MailContext): string {
  const base = input.result.run.server.url;
  return fileId === null ? `${base}/apps/files/` : `${base}/f/${encodeURIComponent(fileId)}`;
}
