import { ownMessages } from '../app/report/locales.ts';
import { CHECKS } from '../checks/index.ts';
import { writtenDefault } from '../config/written-default.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
import { checkMessages, checkTitle } from '../report/text/check-texts.ts';
import type { Context } from './context.ts';

/** `menage checks [ID]`: the list, or one check explained. */
export async function checks(context: Context, id: string | undefined): Promise<ExitCode> {
  context.out(id === undefined ? list() : explain(id));
  return EXIT.done;
}

function list(): string {
  const widest = Math.max(...CHECKS.map(({ id }) => id.length));
  const rows = CHECKS.map(({ id, severity, audience }) =>
    [id.padEnd(widest), severity.padEnd(8), audience.padEnd(6), checkTitle(ownMessages('en'), id)].join('  '),
  );
  return [...rows, '', `${CHECKS.length} checks. One explained: menage checks ${CHECKS[0]?.id}`].join('\n');
}

function explain(id: string): string {
  const check = CHECKS.find((one) => one.id === id);
  if (check === undefined) throw new UsageError(`There is no check "${id}": "menage checks" lists them.`);
  const { area, severity, audience, problem, optionHelp } = check;
  const { title, why, remedy } = checkMessages(ownMessages('en'), id);
  const options = Object.entries(optionHelp).map(
    ([name, help]) => `  ${name}: ${help} (default ${shownDefault(writtenDefault(check.options, name))})`,
  );
  return [
    `${id}: ${title}`,
    `${area}, ${severity}, shown to the ${audience}`,
    '',
    problem,
    '',
    `Why. ${why}`,
    `Remedy. ${remedy}`,
    ...(options.length > 0 ? ['', 'Options', ...options] : []),
    '',
    `In menage.yaml: checks: { ${id}: off } switches it off.`,
  ].join('\n');
}

/** As it stands in YAML. */
function shownDefault(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
