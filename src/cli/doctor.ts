import { diagnose } from '../app/doctor/diagnose.ts';
import type { Diagnosis, Fault } from '../app/doctor/diagnosis.ts';
import { nextStep } from '../app/doctor/next-step.ts';
import { EXIT, type ExitCode } from '../model/errors.ts';
import { outsideText } from '../model/text/outside-text.ts';
import { shellWord } from '../model/text/shell-word.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';

interface DoctorOptions {
  readonly member?: string;
  readonly json?: boolean;
}

const EXIT_OF = { ours: EXIT.usage, server: EXIT.unusable, other: EXIT.partial } satisfies Record<
  Fault,
  ExitCode
>;
const MARKS = { ok: '✔ ok     ', warning: '! warning', failure: '✖ FAILED ' } satisfies Record<
  Diagnosis['state'],
  string
>;

/** `menage doctor`: looks at everything that a run needs. Ends as an audit would: 2 for what is ours, 4 for the server, 3 for the rest. */
export async function doctor(context: Context, options: DoctorOptions): Promise<ExitCode> {
  const config = configOf(context);
  const all = await diagnose(config, context, options.member);
  const shown = all.map(({ what, state, detail, remedy }) => ({ what, state, detail, remedy }));
  if (options.json === true) context.document(JSON.stringify(shown, null, 2));
  else {
    const next = `menage ${await nextStep(config, context)}${namedConfig(context)}`;
    context.out(
      [...all.map(lineOf), '', verdictOf(all, next, `menage doctor${namedConfig(context)}`)].join('\n'),
    );
  }
  return exitCodeOf(all);
}

/** As one line for a person, a uid that is an address no link, with the remedy below it. */
function lineOf({ what, state, detail, remedy }: Diagnosis): string {
  return `${MARKS[state]}  ${outsideText(what)}: ${detail}${remedy === null ? '' : `\n             → ${remedy}`}`;
}

/** One line: whether a run can begin, and which command comes next. */
function verdictOf(all: readonly Diagnosis[], next: string, again: string): string {
  const failed = all.filter(({ state }) => state === 'failure');
  const warnings = all.filter(({ state }) => state === 'warning').length;
  if (failed.length > 0) {
    const names = [...new Set(failed.map(({ what }) => outsideText(what)))].join(', ');
    return `Not ready: correct what failed (${names}). Then: ${again}`;
  }
  const noted = warnings === 0 ? '' : `, with ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  return `Ready${noted}. Next: ${next}`;
}

/** The option that names the config, where it was named. */
function namedConfig({ isConfigNamed, configFile }: Context): string {
  return isConfigNamed ? ` --config ${shellWord(configFile)}` : '';
}

/** What is ours to correct comes first: an audit would not even ask the server. */
function exitCodeOf(all: readonly Diagnosis[]): ExitCode {
  const worst = (['ours', 'server', 'other'] as const).find((fault) =>
    all.some((one) => one.fault === fault),
  );
  return worst === undefined ? EXIT.done : EXIT_OF[worst];
}
