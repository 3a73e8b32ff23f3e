import { resolve } from 'node:path';
import { withStore } from '../app/open.ts';
import { type AccessRequest, askAccess, askNames } from '../app/reach/ask.ts';
import { organisationOf } from '../app/report/input.ts';
import { ownMessages } from '../app/report/locales.ts';
import { templatesOf } from '../app/report/templates.ts';
import { terminalLanguage } from '../app/terminal.ts';
import type { Config } from '../config/load.ts';
import { writePrivate } from '../files/write.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
import type { CsvDialect } from '../model/text/csv-dialect.ts';
import { visibleText } from '../model/text/visible-text.ts';
import type { AccessAnswer, AccessFormat, ListedKind } from '../report/export/access/answer.ts';
import { accessCsv } from '../report/export/access/csv.ts';
import { accessHtml } from '../report/export/access/html.ts';
import { accessDocument } from '../report/export/access/json.ts';
import { accessText } from '../report/export/access/text.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';

interface AccessOptions {
  readonly anyone?: boolean;
  readonly path?: string;
  readonly list?: ListedKind;
  readonly run?: number;
  readonly since?: string;
  readonly format: AccessFormat;
  readonly csvDialect?: CsvDialect;
  readonly out?: string;
}

/** `menage access WHO`, `--anyone` or `--path`: who reaches what, by a stored run. */
export async function access(
  context: Context,
  who: string | undefined,
  options: AccessOptions,
): Promise<ExitCode> {
  const config = configOf(context);
  const { run, since, list } = options;
  if (list !== undefined && who === undefined) {
    const names = await withStore(config, context, (store) => askNames(store, config, list, run));
    context.out(names.map(visibleText).join('\n'));
    return EXIT.done;
  }
  const request: AccessRequest = {
    about: aboutOf(who, options),
    ...(run !== undefined && { run }),
    ...(since !== undefined && { since }),
  };
  return withStore(config, context, async (store) => {
    const { answer, others } = await askAccess(store, config, request);
    if (others.length > 0) {
      context.log.info(
        `"${visibleText(who ?? '')}" may also mean ${others.map(visibleText).join(' or ')}: ask for that with the word in front.`,
      );
    }
    show(answer, config, context, options);
    return EXIT.done;
  });
}

/** Exactly one of the three. */
function aboutOf(who: string | undefined, { anyone, path, list }: AccessOptions): AccessRequest['about'] {
  const asked: readonly AccessRequest['about'][] = [
    ...(who === undefined || who.trim() === '' ? [] : [{ kind: 'subject', word: who } as const]),
    ...(path === undefined ? [] : [{ kind: 'path', word: path } as const]),
    ...(anyone === true ? [{ kind: 'anyone' } as const] : []),
  ];
  const [about] = asked;
  if (about !== undefined && asked.length === 1 && list === undefined) return about;
  throw new UsageError(
    'Ask about one of: a person, group, address or domain (menage access anna), whoever has a link (menage access ' +
      '--anyone), or a file or folder (menage access --path anna:/Photos).',
  );
}

function show(answer: AccessAnswer, config: Config, context: Context, options: AccessOptions): void {
  const { format, out } = options;
  const text = rendered(answer, config, context, options);
  if (out !== undefined) {
    const file = resolve(out);
    writePrivate(file, text.endsWith('\n') ? text : `${text}\n`);
    if (!context.quiet) context.out(file);
  } else if (format === 'text') context.out(text);
  else if (format === 'json') context.document(text);
  else context.file(text);
}

function rendered(
  answer: AccessAnswer,
  config: Config,
  context: Context,
  { format, csvDialect = config.output.csvDialect }: AccessOptions,
): string {
  const organisation = organisationOf(config);
  const speech = { words: ownMessages, language: terminalLanguage(context), zone: organisation.timezone };
  switch (format) {
    case 'text':
      return accessText(answer, speech);
    case 'html':
      return accessHtml(answer, speech, templatesOf(config));
    case 'csv':
      return accessCsv(answer, { organisation, ...(csvDialect && { csvDialect }) });
    case 'json':
      return JSON.stringify(accessDocument(answer), null, 2);
  }
}
