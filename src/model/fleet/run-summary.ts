import { z } from 'zod';
import type { LongResult } from '../long-result.ts';
import { RunResult } from '../result.ts';
import type { SEVERITIES } from '../severity.ts';

/** What a host sees of a run: numbers alone, no member's name. */
export const RunSummary = z.object({
  coverage: RunResult.shape.coverage,
  requests: z.number(),
  peakConcurrency: z.number(),
  /** Findings that stand, by severity. */
  findings: z.object({
    critical: z.number(),
    high: z.number(),
    medium: z.number(),
    low: z.number(),
    info: z.number(),
  } satisfies Record<(typeof SEVERITIES)[number], z.ZodType>),
});
export type RunSummary = Readonly<z.infer<typeof RunSummary>>;

export function summaryOf({ coverage, run, findings }: LongResult): RunSummary {
  const by = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { state, severity } of findings) if (state === 'new' || state === 'open') by[severity]++;
  return { coverage, requests: run.requests, peakConcurrency: run.peakConcurrency, findings: by };
}

/** Null where it cannot be read. */
export function readSummary(text: string): RunSummary | null {
  try {
    return RunSummary.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
