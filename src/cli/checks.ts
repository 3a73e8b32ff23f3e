import { ownMessages } from '../app/report/locales.ts';
import { linesIn, type TerminalLanguage, terminalLanguage } from '../app/terminal.ts';
import { CHECKS } from '../checks/index.ts';
import { writtenDefault } from '../config/written-default.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
import { checkMessages, checkTitle } from '../report/text/check-texts.ts';
import { padded } from '../report/text/lines.ts';
import { type Say, speaker } from '../report/text/words.ts';
import type { Context } from './context.ts';

/** `menage checks [ID]`: the list, or one check explained. */
export async function checks(context: Context, id: string | undefined): Promise<ExitCode> {
  const language = terminalLanguage(context);
  context.out(id === undefined ? list(language) : explain(id, language));
  return EXIT.done;
}

function list(language: TerminalLanguage): string {
  const say = linesIn(language);
  const saySeverity = severityIn(language);
  const titleOf = (id: string) => checkTitle(ownMessages(language), id) ?? id;
  const widest = Math.max(...CHECKS.map(({ id }) => id.length));
  const rows = CHECKS.map(({ id, severity, audience, offByDefault }) =>
    [
      padded(id, widest),
      padded(saySeverity(`severity.${severity}`), 8),
      padded(say('checks.audience', { audience }), 6),
      offByDefault === true ? say('checks.byDefault', { title: titleOf(id) }) : titleOf(id),
    ].join('  '),
  );
  return [...rows, '', say('checks.count', { n: CHECKS.length, id: CHECKS[0]?.id ?? '' })].join('\n');
}

function explain(id: string, language: TerminalLanguage): string {
  const say = linesIn(language);
  const check = CHECKS.find((one) => one.id === id);
  if (check === undefined) throw new UsageError(`There is no check "${id}": "menage checks" lists them.`);
  const { area, severity, audience, problem, optionHelp, offByDefault } = check;
  const { title, why, remedy } = checkMessages(ownMessages(language), id);
  const options = Object.entries(optionHelp).map(([name, help]) => {
    const value = shownDefault(writtenDefault(check.options, name));
    return `  ${say('checks.option', { name, help, value })}`;
  });
  return [
    `${id}: ${title}`,
    say('checks.kind', { area, severity: severityIn(language)(`severity.${severity}`), audience }),
    '',
    problem,
    '',
    say('checks.why', { text: why }),
    say('checks.remedy', { text: remedy }),
    ...(options.length > 0 ? ['', say('checks.options'), ...options] : []),
    '',
    offByDefault === true
      ? say('checks.on', { line: `checks: { ${id}: on }` })
      : say('checks.off', { line: `checks: { ${id}: off }` }),
  ].join('\n');
}

/** Severities are named as in the exports. */
function severityIn(language: TerminalLanguage): Say<'export'> {
  return speaker(ownMessages, 'export', language);
}

/** As it stands in YAML. */
function shownDefault(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
