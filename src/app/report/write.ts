import { join } from 'node:path';
import type { Config } from '../../config/load.ts';
import { writeMails } from '../../deliver/folder.ts';
import { type FileContent, writeOutput } from '../../files/write.ts';
import { resultText } from '../../model/result-text.ts';
import { mayBeUsed } from '../../model/run.ts';
import { findingsCsv, membersCsv, sharesCsv } from '../../report/export/csv.ts';
import { metricsText } from '../../report/export/metrics.ts';
import { summaryMarkdown } from '../../report/export/summary.ts';
import type { ReportInput } from '../../report/input.ts';
import { renderPage } from '../../report/page/page.ts';
import type { CompiledTemplates } from '../../report/templates.ts';
import { allMailsOf } from './mails.ts';
import { monthOf } from './period.ts';

export const FORMATS = ['html', 'csv', 'json', 'text', 'metrics', 'mails'] as const;
export type Format = (typeof FORMATS)[number];
/** What is written unless other formats are named. */
export const DEFAULT_FORMATS: readonly Format[] = ['html', 'csv', 'json', 'text', 'metrics'];

/**
 * Where a run's report lies unless another folder is named: the month in which it began. A run that does not stand for
 * all members has a folder of its own in it, for it must not take the place of the month's report.
 */
export function folderOf(config: Config, { result: { run } }: ReportInput): string {
  const month = join(
    config.output.directory,
    monthOf(Date.parse(run.startedAt), config.organisation.timezone),
  );
  return mayBeUsed(run, 'latest') ? month : join(month, `run-${run.id}`);
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
  const mails = formats.includes('mails') ? allMailsOf(config, input, templates, folder) : [];
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
  if (!mayBeUsed(input.result.run, 'latest')) return;
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
