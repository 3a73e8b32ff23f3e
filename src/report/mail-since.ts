import type { ResultFinding } from '../model/result.ts';
import { monthsApart } from '../model/time.ts';
import type { Bytes } from '../model/units.ts';
import type { UsagePoint } from './input.ts';
import { isPressing, type MailContext } from './mail-context.ts';
import { line, type MailView } from './mail-view.ts';
import type { Part } from './words.ts';

/** Less than this is no change worth a word. */
const WORTH_A_WORD: Bytes = 10 * 1024 ** 2;
/** What was freed over several months is worth a word from here on. */
const WORTH_THANKS: Bytes = 200 * 1024 ** 2;
const MONTHS_A_QUARTER = 3;
const MONTHS_A_YEAR = 12;
const NOWHERE: UsagePoint = { at: 0, bytes: 0 };

/** What became better or worse since the run before. */
export interface Progress {
  /** Links that are no more. */
  readonly closed: number;
  /** Shares that are still there, better protected. */
  readonly protected: number;
  /** Use now less use then, bytes; null when the two cannot be compared. */
  readonly grownBy: Bytes | null;
}

/** Compares with the run before, as far as both runs measured the same thing. */
export function progressOf({ fixed, shares, member, before, check }: MailContext): Progress {
  const settled = fixed.filter(
    (finding) =>
      finding.subject.kind === 'share' && isPressing(finding) && check(finding.check)?.area === 'sharing',
  );
  const ids = [...new Set(settled.map(({ subject }) => subject.id))];
  const stillThere = new Set(shares.map(({ id }) => id));
  const worse = new Set(settled.filter((one) => !isBetter(one)).map(({ subject }) => subject.id));
  return {
    closed: ids.filter((id) => !stillThere.has(id)).length,
    protected: ids.filter((id) => stillThere.has(id) && !worse.has(id)).length,
    grownBy: grownBy(member.usage, before?.usage ?? null),
  };
}

/** An end date that has come near is no deed of the member. */
function isBetter({ check }: ResultFinding): boolean {
  return check !== 'link-old' && check !== 'link-living-folder';
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
  const { closed, protected: safer, grownBy: grown } = progressOf(context);
  const good = (words: readonly Part[]) => ({ ...line(words), good: true });
  const lines = [
    ...(closed > 0 ? [good(parts('since.closed', { n: closed }))] : []),
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
  const points = input.usage?.get(member.id) ?? [];
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
