import { changesOf, comparisonOf, isOfSome } from '../../figures/comparison.ts';
import { figuresOf } from '../../figures/figures.ts';
import { countedMembers } from '../../figures/population.ts';
import { knowsReach } from '../../figures/reach.ts';
import { linksWithoutPassword } from '../../figures/run-point.ts';
import type { Format } from '../../text/format.ts';
import { type Line, line } from '../view.ts';
import type { Admin } from './admin-sections.ts';

/** The figures of the run, one sentence each. */
export function figureLines(admin: Admin): readonly Line[] {
  const { input, parts, locale } = admin;
  const { format } = locale;
  const { freeable, nothingIsKnown, bySeverity, severe } = figuresOf(input);
  const found = nothingIsKnown
    ? [parts('line.unknown')]
    : [
        linksLine(admin),
        ...reachLine(admin),
        parts('line.free', { bytes: format.bytes(freeable.bytes), n: freeable.items }),
      ];
  const severity =
    nothingIsKnown && severe === 0
      ? []
      : [parts('line.severity', { critical: bySeverity.critical, high: bySeverity.high })];
  return [spaceLine(admin, format), ...found, ...severity, ...waitingLines(admin)].map((text) => line(text));
}

/** What waits for the admins in the portal, in one line; none where nothing does. */
function waitingLines({ input: { waiting }, parts }: Admin) {
  if (waiting === undefined || waiting.answers + waiting.invitations === 0) return [];
  const { answers, invitations, page } = waiting;
  return [parts('line.waiting', { answers, invitations }, { page })];
}

function spaceLine({ input, parts }: Admin, format: Format) {
  const { usedBytes, nearlyFullCount, bounds } = figuresOf(input);
  if (usedBytes === null) return parts('line.spaceUnknown');
  const used = format.bytes(usedBytes);
  if (nearlyFullCount === null) return parts('line.spaceUsed', { used });
  return parts('line.space', { used, n: nearlyFullCount, limit: format.percent(bounds.nearly) });
}

function linksLine(admin: Admin) {
  const { input, parts } = admin;
  const n = figuresOf(input).links.withoutPassword;
  // Where somebody could not be read, no count is all that there is.
  const key = input.result.run.status === 'complete' ? 'line.links' : 'line.linksPart';
  const comparison = comparisonOf(input);
  const [now, before] = [comparison?.now.links, comparison?.before.links];
  const step = now == null || before == null ? 0 : linksWithoutPassword(now) - linksWithoutPassword(before);
  return parts(key, { n, ...stepWords(step, admin) });
}

/** How many files anyone reaches; nothing where it is not known of anybody. */
function reachLine(admin: Admin): readonly ReturnType<typeof linksLine>[] {
  const { input, parts } = admin;
  const { reach } = figuresOf(input);
  if (reach === null) return [];
  const comparison = comparisonOf(input, knowsReach);
  const [now, before] = [comparison?.now.reach, comparison?.before.reach];
  const step = now == null || before == null ? 0 : now.by.anyone.files - before.by.anyone.files;
  const known = { members: reach.members, of: countedMembers(input.result).length };
  return [
    parts('line.reach', {
      ...{ n: reach.by.anyone.files, ...stepWords(step, admin) },
      ...{ known: known.members, of: known.of, over: isOfSome(known) ? 'some' : 'all' },
    }),
  ];
}

function stepWords(step: number, admin: Admin) {
  const { format } = admin.locale;
  const difference = step > 0 ? `+${format.count(step)}` : `\u2212${format.count(-step)}`;
  return { change: step === 0 ? 'none' : 'some', difference, day: comparedDay(admin) };
}

/** Of which day the audit is that the mail compares with: it need not be the one before, to which the page compares. */
function comparedDay({ input: { previous }, locale: { format } }: Admin): string {
  return previous === null ? '–' : format.day(Date.parse(previous.run.startedAt));
}

/** What is new and what was settled; where the mail's comparisons leave members out, over how many they are. */
export function changeLine(admin: Admin) {
  const { input, parts } = admin;
  if (input.previous === null) return parts('line.first');
  const changes = changesOf(input);
  const { fresh, fixed, members: read, of } = changes;
  if (read === 0) return parts('line.changeNone');
  return parts('line.change', {
    ...{ fresh, fixed, read, of, day: comparedDay(admin) },
    over: isOfSome(changes) ? 'some' : 'all',
  });
}
