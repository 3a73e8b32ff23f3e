import { diagnose } from '../app/doctor/diagnose.ts';
import type { Diagnosis, Fault } from '../app/doctor/diagnosis.ts';
import { nextStep } from '../app/doctor/next-step.ts';
import { doctorWords } from '../app/doctor/words.ts';
import { terminalLanguage } from '../app/terminal.ts';
import { EXIT, type ExitCode } from '../model/errors.ts';
import { outsideText } from '../model/text/outside-text.ts';
import { shellWord } from '../model/text/shell-word.ts';
import { columnsOf, padded, type SayLine } from '../report/text/lines.ts';
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
const STATES = ['ok', 'warning', 'failure'] as const satisfies readonly Diagnosis['state'][];
/** Columns between a mark and what it is of; a remedy stands that much further in. */
const GAP = 2;

/** `menage doctor`: looks at everything that a run needs. Ends as an audit would: 2 for what is ours, 4 for the server, 3 for the rest. */
export async function doctor(context: Context, options: DoctorOptions): Promise<ExitCode> {
  const config = configOf(context);
  // Programs read English.
  const words = doctorWords(options.json === true ? 'en' : terminalLanguage(context));
  const all = await diagnose(config, context, options.member, words);
  const shown = all.map(({ what, state, detail, remedy }) => ({ what, state, detail, remedy }));
  if (options.json === true) context.document(JSON.stringify(shown, null, 2));
  else {
    const next = `menage ${await nextStep(config, context)}${namedConfig(context)}`;
    const verdict = verdictOf(all, next, `menage doctor${namedConfig(context)}`, words.say);
    context.out([...linesOf(all, words.say), '', verdict].join('\n'));
  }
  return exitCodeOf(all);
}

/** A line each for a person, a uid that is an address no link, with the remedy below it. */
function linesOf(all: readonly Diagnosis[], say: SayLine): readonly string[] {
  const widest = Math.max(...STATES.map((state) => columnsOf(say(`doctor.${state}`))));
  const indent = ' '.repeat(widest + 2 * GAP);
  return all.map(({ what, state, detail, remedy }) => {
    const mark = padded(say(`doctor.${state}`), widest + GAP);
    const line = `${mark}${say('doctor.row', { what: outsideText(what), detail })}`;
    return remedy === null ? line : `${line}\n${indent}→ ${remedy}`;
  });
}

/** One line: whether a run can begin, and which command comes next. */
function verdictOf(all: readonly Diagnosis[], next: string, again: string, say: SayLine): string {
  const failed = all.filter(({ state }) => state === 'failure');
  const warnings = all.filter(({ state }) => state === 'warning').length;
  if (failed.length === 0) return say('doctor.ready', { n: warnings, next });
  const names = [...new Set(failed.map(({ what }) => outsideText(what)))].join(', ');
  return say('doctor.notReady', { names, again });
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
