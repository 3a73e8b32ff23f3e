import { everythingAbout } from '../app/member-data.ts';
import { withStore } from '../app/open.ts';
import { reportInput } from '../app/report/input.ts';
import { ownMessages } from '../app/report/locales.ts';
import { monthOf } from '../app/report/period.ts';
import { linesIn, terminalLanguage, terminalSpeaker } from '../app/terminal.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
import { memberId } from '../model/ids.ts';
import { hasResult, mayBeUsed } from '../model/run.ts';
import { isoDate } from '../model/time.ts';
import { historyLines } from '../report/export/history.ts';
import { type Format, formatter } from '../report/text/format.ts';
import type { SayLine } from '../report/text/lines.ts';
import type { RunRow, Store } from '../store/store.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';

interface HistoryOptions {
  readonly export?: boolean;
  readonly check?: boolean;
}

/** `menage history [MEMBER]`: runs and trends, all that is kept about one member, or "has it run this month?". */
export async function history(
  context: Context,
  uid: string | undefined,
  options: HistoryOptions,
): Promise<ExitCode> {
  const config = configOf(context);
  const zone = config.organisation.timezone;
  const language = terminalLanguage(context);
  const say = linesIn(language);
  return withStore(config, context, async (store) => {
    if (options.check === true) return hasRunThisMonth(store, zone, context);
    if (options.export === true) {
      if (uid === undefined) throw new UsageError('--export wants a member: menage history MEMBER --export');
      context.document(JSON.stringify(await everythingAbout(store, memberId(uid)), null, 2));
      return EXIT.done;
    }
    if (uid !== undefined) {
      context.out(await memberLines(store, uid, formatter(language, zone)));
      return EXIT.done;
    }
    const input = await reportInput(store, config, ownMessages);
    const others = otherRuns(await store.runs.list(), zone, say);
    context.out([...historyLines(input, language), ...others].join('\n'));
    return EXIT.done;
  });
}

async function hasRunThisMonth(store: Store, zone: string, context: Context): Promise<ExitCode> {
  const month = monthOf(context.now(), zone);
  const runs = await store.runs.list();
  const done = runs.find((run) => mayBeUsed(run, 'done') && monthOf(run.startedAt, zone) === month);
  if (done !== undefined) {
    const day = isoDate(done.startedAt, zone);
    if (!context.quiet) context.out(terminalSpeaker(context)('history.done', { run: done.id, day }));
    return EXIT.done;
  }
  context.log.warn(
    `No run of all members has finished in ${month}: look at the last one with "menage history", then start "menage run".`,
  );
  return EXIT.partial;
}

const MOST_OTHERS = 12;

/** Runs that stand in no trend, and why. */
function otherRuns(runs: readonly RunRow[], zone: string, say: SayLine): readonly string[] {
  const others = runs
    .filter((run) => !mayBeUsed(run, 'latest'))
    .slice(0, MOST_OTHERS)
    .reverse();
  const listed = (key: 'history.beside' | 'history.without', some: readonly RunRow[]) =>
    some.length === 0 ? [] : [say(key, { runs: some.map((run) => describe(run, zone, say)).join(', ') })];
  return [
    ...listed('history.beside', others.filter(hasResult)),
    ...listed(
      'history.without',
      others.filter((run) => !hasResult(run)),
    ),
  ];
}

function describe(run: RunRow, zone: string, say: SayLine): string {
  return say('history.other', { run: run.id, day: isoDate(run.startedAt, zone), kind: kindOf(run, say) });
}

function kindOf(run: RunRow, say: SayLine): string {
  const { scope, status } = run;
  const whom = scope === 'members' ? say('history.ofMembers') : '';
  const end = status === 'failed' && !hasResult(run) ? 'killed' : status;
  const isWhole = status === 'complete' || status === 'partial';
  return [whom, isWhole ? '' : say('history.end', { end })].filter((part) => part !== '').join(', ');
}

async function memberLines(store: Store, uid: string, format: Format): Promise<string> {
  const member = memberId(uid);
  const points = (await store.runs.usageHistory([member])).get(member) ?? [];
  if (points.length === 0) {
    throw new UsageError(
      `No finished run of all members knows the use of "${uid}": correct the member id, or start one with "menage audit".`,
    );
  }
  const most = Math.max(...points.map(({ bytes }) => bytes), 1);
  const rows = points.map(({ at, bytes }) => {
    const bar = '█'.repeat(Math.round((24 * bytes) / most)).padEnd(24, '·');
    return `${isoDate(at, format.zone)}  ${bar}  ${format
      .bytes(bytes)
      .replaceAll(/[\u00a0\u202f]/g, ' ')
      .padStart(10)}`;
  });
  return rows.join('\n');
}
