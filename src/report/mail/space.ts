import { isWithin, nameOf } from '../../model/path/path.ts';
import { isNearlyFull, type UsageLevel } from '../../model/usage-level.ts';
import { howTo } from '../text/how-to.ts';
import { placeName, shownName } from '../text/shown-name.ts';
import type { MailContext } from './context.ts';
import { excessOf } from './state.ts';
import { linkTo } from './thing-words.ts';
import type { Thing } from './things.ts';
import { type Line, line, type SpaceView } from './view.ts';

const MOST_FILES = 5;
/** A file counts from this part of what must go, and of the quota: to delete smaller ones is work without effect. */
const LEAST_PART_OF_EXCESS = 0.1;
const LEAST_PART_OF_QUOTA = 0.01;

/**
 * What a member whose space is short can do beyond what the checks found: the largest own files of any age that are named
 * nowhere else, what the trash bin and others keep there, and how to look further. Null where there is room.
 */
export function spaceView(things: readonly Thing[], context: MailContext): SpaceView | null {
  const { level, member, say, parts } = context;
  if (!isShort(level, things)) return null;
  const files = largestBeside(things, context);
  const steps = howTo('largest', context.input.result.run.server.version, context.sayHow);
  const { status } = member.coverage;
  const isRead = status !== 'not-granted' && status !== 'failed';
  return {
    heading: say(files.length > 0 ? 'space.heading' : 'space.headingNone'),
    intro: introOf(files.length > 0, isRead, things, context),
    files,
    lines: [...trashLine(context), ...othersLine(context)],
    how: line(parts('space.how', { steps }, { files: linkTo(null, context) })),
  };
}

/** Where the space is filling it needs more than the checks found only when that is nothing. */
function isShort(level: UsageLevel | null, things: readonly Thing[]): boolean {
  return isNearlyFull(level) || (level === 'filling' && things.length === 0);
}

function introOf(
  hasFiles: boolean,
  isRead: boolean,
  things: readonly Thing[],
  { say }: MailContext,
): string | null {
  if (!isRead) return say('space.unknown');
  const nothing = things.some(({ bytes }) => bytes > 0) ? '' : say('nothing.toTidy');
  const text = [nothing, hasFiles ? say('space.intro', { named: nothing === '' ? 'yes' : 'no' }) : '']
    .filter((one) => one !== '')
    .join(' ');
  return text === '' ? null : text;
}

/** The largest own files that no card names, nor a folder of one, as far as they count toward what must go. */
function largestBeside(things: readonly Thing[], context: MailContext): readonly Line[] {
  const { member, format, parts } = context;
  const isNamed = (fileId: string, path: string) =>
    things.some((thing) => {
      if (thing.bytes === 0) return false;
      return thing.fileId === fileId || (thing.isFolder && thing.path !== null && isWithin(path, thing.path));
    });
  const least = Math.max(
    LEAST_PART_OF_EXCESS * (excessOf(context) ?? 0),
    LEAST_PART_OF_QUOTA * (member.quota.bytes ?? 0),
  );
  return member.largest
    .filter(({ fileId, path, bytes }) => bytes >= least && !isNamed(fileId, path))
    .slice(0, MOST_FILES)
    .map(({ fileId, path, bytes }) => {
      const params = { name: shownName(nameOf(path)), bytes: format.bytes(bytes) };
      return line(parts('space.file', params, { file: linkTo(fileId, context) }));
    });
}

function trashLine({ member, say, format }: MailContext): readonly string[] {
  const bytes = member.usage.trashOwnBytes ?? member.usage.trashBytes ?? 0;
  return bytes === 0 ? [] : [say('space.trash', { bytes: format.bytes(bytes) })];
}

/** Folders that others fill; the notes then do not repeat it. */
function othersLine({ findings, traits, say, format }: MailContext): readonly string[] {
  const places = findings
    .filter((finding) => traits(finding).filledByOthers === true)
    .map(({ subject, actual }) => {
      const bytes = Object.entries(actual).find(([key]) => key.endsWith('Bytes'))?.[1];
      const name =
        subject.path === '/' || subject.path === null ? say('thing.root') : placeName(subject.path);
      return say('space.place', { name, bytes: format.bytes(typeof bytes === 'number' ? bytes : 0) });
    });
  return places.length === 0 ? [] : [say('space.others', { list: format.list(places) })];
}
