import { resolve } from 'node:path';
import { withStore } from '../app/open.ts';
import { reportInput } from '../app/report/input.ts';
import { templatesOf } from '../app/report/templates.ts';
import { wordsOf } from '../app/report/wording.ts';
import { DEFAULT_FORMATS, FORMATS, type Format, folderOf, writeReport } from '../app/report/write.ts';
import { terminalSpeaker } from '../app/terminal.ts';
import type { Config } from '../config/load.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
import type { CsvDialect } from '../model/text/csv-dialect.ts';
import { configOf } from './config.ts';
import { type Context, stopped } from './context.ts';

interface ReportOptions {
  readonly run?: number;
  readonly out?: string;
  readonly format?: string;
  readonly preview?: string;
  readonly csvDialect?: CsvDialect;
}

/** `menage report`: renders a stored run into files. */
export async function report(context: Context, options: ReportOptions): Promise<ExitCode> {
  const config = configOf(context);
  if (options.preview !== undefined) return preview(context, config, options.preview);
  const formats = formatsOf(options.format);
  return withStore(config, context, async (store) => {
    const stored = await reportInput(store, config, wordsOf(config), options.run);
    const input = options.csvDialect === undefined ? stored : { ...stored, csvDialect: options.csvDialect };
    const folder = options.out === undefined ? folderOf(config, input) : resolve(options.out);
    const paths = await writeReport(config, input, templatesOf(config), folder, formats);
    if (!context.quiet) context.out(paths.join('\n'));
    return EXIT.done;
  });
}

function formatsOf(list: string | undefined): readonly Format[] {
  if (list === undefined) return DEFAULT_FORMATS;
  return list.split(',').map((name) => {
    const format = FORMATS.find((one) => one === name.trim());
    if (format === undefined)
      throw new UsageError(`"${name}" is no format; known are: ${FORMATS.join(', ')}.`);
    return format;
  });
}

/** `menage report --preview MEMBER`: the mail in a browser on this machine, until Ctrl-C. */
async function preview(context: Context, config: Config, uid: string): Promise<ExitCode> {
  const { openPreview } = await import('../app/report/preview.ts');
  const { url, close } = await openPreview(config, context, uid);
  context.out(terminalSpeaker(context)('report.preview', { url }));
  await stopped(context);
  close();
  return EXIT.done;
}
