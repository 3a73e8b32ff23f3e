import { isPublicLink } from '../../model/share.ts';
import { monthsApart } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';
import type { UsageAt } from '../input.ts';
import type { Part } from '../text/words.ts';
import { indexOf, isPressing, type MailContext } from './context.ts';
import { line, type MailView } from './view.ts';

/** Less than this is no change worth a word. */
const WORTH_A_WORD: Bytes = 10 * 1024 ** 2;
/** What was freed over several months is worth a word from here on. */
const WORTH_THANKS: Bytes = 200 * 1024 ** 2;
const MONTHS_A_QUARTER = 3;
const MONTHS_A_YEAR = 12;
const NOWHERE: UsageAt = { at: 0, bytes: 0 };

/** What became better or worse since the run before. */
export interface Progress {
  /** Shares that are no more. */
  readonly closed: number;
  /** Public links among them. */
  readonly closedLinks: number;
  /** Shares that are still there, better protected. */
  readonly protected: number;
  /** Public links among them. */
  readonly protectedLinks: number;
  /** Use now less use then, bytes; null when the two cannot be compared. */
  readonly grownBy: Bytes | null;
}

/** Compares with the run before, as far as both runs measured the same thing. */
export function progressOf(context: MailContext): Progress {
  const { fixed, shares, member, before, check, traits } = context;
  const settled = fixed.filter(
    (finding) =>
      finding.subject.kind === 'share' && isPressing(finding) && check(finding.check)?.area === 'sharing',
  );
  const ids = [...new Set(settled.map(({ subject }) => subject.id))];
  const stillThere = new Set(shares.map(({ id }) => id));
  // A link stops being "old" when the limit is made longer: it stays as open as it was.
  const asOpen = new Set(
    settled.filter((one) => traits(one).thanks === 'closed').map(({ subject }) => subject.id),
  );
  const links = linksOf(context);
  const closed = ids.filter((id) => !stillThere.has(id));
  const safer = ids.filter((id) => stillThere.has(id) && !asOpen.has(id));
  return {
    closed: closed.length,
    closedLinks: closed.filter((id) => links.has(id)).length,
    protected: safer.length,
    protectedLinks: safer.filter((id) => links.has(id)).length,
    grownBy: grownBy(member.usage, before?.usage ?? null),
  };
}

/** The ids of the member's public links of the run before: what is no more can be looked up only there. */
function linksOf({ input, member }: MailContext): ReadonlySet<string> {
  const known = input.previous === null ? [] : (indexOf(input.previous).shares.get(member.id) ?? []);
  return new Set(known.filter(isPublicLink).map(({ id }) => id));
}

type Usage = MailContext['member']['usage'];

function grownBy(now: Usage, then: Usage | null): Bytes | null {
  if (now.bytes === null || then === null || then.bytes === null || now.source !== then.source) return null;
  return now.bytes - then.bytes;
}

/** « Depuis octobre : 1 lien public fermé, merci ! + 120 Mo »; null for the first run. */
export function sinceView(context: MailContext): MailView['since'] {
  const { input, format, say, parts } = context;
  if (input.previous === null || context.before === null) return null;
  const { closed, closedLinks, protected: safer, grownBy: grown } = progressOf(context);
  const ended = closed - closedLinks;
  const good = (words: readonly Part[]) => ({ ...line(words), good: true });
  const lines = [
    ...(closedLinks > 0 ? [good(parts('since.closed', { n: closedLinks }))] : []),
    ...(ended > 0 ? [good(parts('since.ended', { n: ended }))] : []),
    ...(safer > 0 ? [good(parts('since.protected', { n: safer }))] : []),
    ...(grown === null || Math.abs(grown) < WORTH_A_WORD ? [] : [useLine(grown, context)]),
  ];
  const long = longLine(grown, context);
  if (lines.length === 0) return long === null ? null : { heading: say('since.progress'), lines: [long] };
  const then = Date.parse(input.previous.run.startedAt);
  const heading = say('since.heading', { month: format.monthName(then) });
  return { heading, lines: long === null ? lines : [...lines, long] };
}

/**
 * « Depuis mai, vous avez libéré 1,2 Go. »: from the fullest of the last runs to now. Only what still holds: never
 * after a month of growth, nor where the last month alone says the same. Without new progress, once a quarter.
 */
function longLine(grown: Bytes | null, { input, member, format, now, parts }: MailContext) {
  const points = input.usage.get(member.id) ?? [];
  const last = points.at(-1);
  const first = points.reduce((top, point) => (point.bytes > top.bytes ? point : top), points[0] ?? NOWHERE);
  if (last === undefined || last.at !== now || grown === null || grown >= WORTH_A_WORD) return null;
  const freed = first.bytes - last.bytes;
  const freedNow = grown <= -WORTH_A_WORD ? -grown : 0;
  const months = monthsApart(first.at, now, format.zone);
  const isDue = freedNow > 0 || (months > 0 && months % MONTHS_A_QUARTER === 0);
  if (freed < WORTH_THANKS || freed - freedNow < WORTH_THANKS / 2 || !isDue) return null;
  const month = months >= MONTHS_A_YEAR ? format.month(first.at) : format.monthName(first.at);
  const key = freedNow > 0 ? 'since.longInAll' : 'since.long';
  return { ...line(parts(key, { month, bytes: format.bytes(freed) })), good: true };
}

function useLine(grown: Bytes, { parts, format }: MailContext) {
  const isLess = grown < 0;
  const bytes = format.bytes(Math.abs(grown));
  return { ...line(parts(isLess ? 'since.freed' : 'since.more', { bytes })), good: isLess };
}
