import { join, resolve } from 'node:path';
import { withStore } from '../app/open.ts';
import { reportInput } from '../app/report/input.ts';
import { adminMailsOf, mailsOf } from '../app/report/mails.ts';
import { monthOf } from '../app/report/period.ts';
import { templatesOf } from '../app/report/templates.ts';
import { wordingOf } from '../app/report/wording.ts';
import type { Config } from '../config/load.ts';
import { writeMails } from '../deliver/folder.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { type FileContent, writeOutput } from '../files/write.ts';
import { resultText } from '../model/result-text.ts';
import { findingsCsv, membersCsv, sharesCsv } from '../report/export/csv.ts';
import { metricsText } from '../report/export/metrics.ts';
import { summaryMarkdown } from '../report/export/summary.ts';
import type { ReportInput } from '../report/input.ts';
import { renderPage } from '../report/page/page.ts';
import type { CompiledTemplates } from '../report/templates.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';

export const FORMATS = ['html', 'csv', 'json', 'text', 'metrics', 'mails'] as const;
export type Format = (typeof FORMATS)[number];
const DEFAULT_FORMATS: readonly Format[] = ['html', 'csv', 'json', 'text', 'metrics'];

interface ReportOptions {
  readonly run?: number;
  readonly out?: string;
  readonly format?: string;
  readonly preview?: string;
}

/** `menage report`: renders a stored run into files. */
export async function report(context: Context, options: ReportOptions): Promise<ExitCode> {
  const config = configOf(context);
  if (options.preview !== undefined)
    return (await import('./preview.ts')).preview(context, config, options.preview);
  const formats = formatsOf(options.format);
  return withStore(config, context, async (store) => {
    const input = await reportInput(store, config, wordingOf(config), options.run);
    const folder = options.out === undefined ? folderOf(config, input) : resolve(options.out);
    const paths = await writeReport(config, input, templatesOf(config), folder, formats);
    if (!context.quiet) context.out(paths.join('\n'));
    return EXIT.done;
  });
}

/** Where a run's report lies unless another folder is named: the month in which it began. */
export function folderOf(config: Config, { result }: ReportInput): string {
  return join(
    config.output.directory,
    monthOf(Date.parse(result.run.startedAt), config.organisation.timezone),
  );
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

/** Renders everything first, then writes each file whole; returns the paths. */
export async function writeReport(
  config: Config,
  input: ReportInput,
  templates: CompiledTemplates,
  folder: string,
  formats: readonly Format[],
): Promise<readonly string[]> {
  const files = formats.flatMap((format) => filesOf(format, input, templates));
  const mails = formats.includes('mails')
    ? [...mailsOf(config, input, templates), ...adminMailsOf(config, input, templates, folder)]
    : [];
  for (const [name, content] of files) await writeOutput(join(folder, name), content);
  if (formats.includes('metrics')) await writeMetricsApart(config, input, folder);
  const paths = files.map(([name]) => join(folder, name));
  return mails.length === 0
    ? paths
    : [...paths, ...(await writeMails(mails, join(folder, 'mails'), writeOutput))];
}

/** A collector of metrics runs as another user, who cannot look into a folder of ours. Only what is due goes there. */
async function writeMetricsApart(config: Config, input: ReportInput, folder: string): Promise<void> {
  const { metrics } = config.output;
  if (metrics === undefined || folder !== folderOf(config, input)) return;
  await writeOutput(metrics.path, metricsText(input), { mode: metrics.mode, anyFolder: true });
}

function filesOf(
  format: Format,
  input: ReportInput,
  templates: CompiledTemplates,
): readonly (readonly [string, FileContent])[] {
  switch (format) {
    case 'html':
      return [['report.html', renderPage(input, templates)]];
    case 'csv':
      return [
        ['members.csv', membersCsv(input)],
        ['shares.csv', sharesCsv(input)],
        ['findings.csv', findingsCsv(input)],
      ];
    case 'json':
      return [['result.json', resultText(input.result)]];
    case 'text':
      return [['summary.md', summaryMarkdown(input)]];
    case 'metrics':
      return [['metrics.prom', metricsText(input)]];
    case 'mails':
      return [];
  }
}
