import { SEVERITIES } from '../../model/severity.ts';
import { REACH_CLASSES } from '../../model/share.ts';
import { visibleLines } from '../../model/text/visible-text.ts';
import { figuresOf } from '../figures/figures.ts';
import { countedMembers } from '../figures/population.ts';
import { knowsMembers } from '../figures/run-kind.ts';
import { groupBy, isStanding } from '../figures/totals.ts';
import type { ReachFigures, ReportInput } from '../input.ts';
import { wholePercent } from '../text/format.ts';

/** One value of a family. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The figures of a run for monitoring, in the OpenMetrics text format 1.0; all are gauges. */
export function metricsText(input: ReportInput): string {
  const { result } = input;
  const { run } = result;
  const figures = figuresOf(input);
  const { byProtection } = figures.links;
  const members = countedMembers(result);
  const one = (value: number): readonly Sample[] => [{ value }];
  const maybe = (value: number | null) => (value === null ? [] : one(value));
  const ifKnown = (samples: readonly Sample[]) => (figures.nothingIsKnown ? [] : samples);
  const families = [
    gauge('menage_run_timestamp_seconds', 'When the run began.', one(Date.parse(run.startedAt) / 1000)),
    gauge(
      'menage_run_duration_seconds',
      'How long the run took.',
      one((Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000),
    ),
    gauge(
      'menage_run_complete',
      '1 when every member with access was read, else 0.',
      one(run.status === 'complete' && run.scope === 'all' ? 1 : 0),
    ),
    gauge('menage_run_requests', 'HTTP requests sent.', one(run.requests)),
    gauge(
      'menage_members',
      'Members by how far they were read.',
      knowsMembers(result) ? memberSamples(result) : [],
    ),
    gauge(
      'menage_used_bytes',
      'Bytes in use by all members, disabled accounts apart.',
      maybe(figures.usedBytes),
    ),
    gauge(
      'menage_freeable_bytes',
      'What acting on all findings would free, each byte once.',
      ifKnown(one(figures.freeable.bytes)),
    ),
    gauge(
      'menage_members_nearly_full',
      `Members at ${wholePercent(figures.bounds.nearly)} % of their quota or more.`,
      maybe(figures.nearlyFullCount),
    ),
    gauge('menage_links_open', 'Public links.', ifKnown(one(figures.links.all))),
    gauge(
      'menage_links_without_password',
      'Public links without a password.',
      ifKnown(one(figures.links.withoutPassword)),
    ),
    gauge(
      'menage_links_by_protection',
      'Public links by protection.',
      ifKnown([
        sample('protection', 'none', byProtection.neither),
        sample('protection', 'expiry', byProtection.expiryOnly),
        sample('protection', 'password', byProtection.passwordOnly),
        sample('protection', 'both', byProtection.both),
      ]),
    ),
    gauge(
      'menage_reach_files',
      'Own files of members by who reaches them at most.',
      reachSamples(figures.reach, 'files'),
    ),
    gauge(
      'menage_reach_bytes',
      'Bytes of own files of members by who reaches them at most.',
      reachSamples(figures.reach, 'bytes'),
    ),
    gauge(
      'menage_reach_members',
      'Members of whom it is known who reaches their files.',
      maybe(figures.reach?.members ?? null),
    ),
    gauge('menage_findings_open', 'Standing findings by check and severity.', findingSamples(input)),
    gauge(
      'menage_checks_not_run',
      'Checks that had no evidence at all.',
      one(result.checks.filter(({ status }) => status === 'not-run').length),
    ),
    gauge(
      'menage_member_used_bytes',
      'Bytes in use by a member.',
      members.flatMap(({ id, usage: { bytes } }) => (bytes === null ? [] : [sample('member', id, bytes)])),
    ),
    gauge(
      'menage_member_quota_ratio',
      'Use of the quota, 1 = full.',
      members.flatMap(({ id, usage: { percent } }) =>
        percent === null ? [] : [sample('member', id, percent / 100)],
      ),
    ),
  ];
  return `${families.join('')}# EOF\n`;
}

function reachSamples(reach: ReachFigures | null, unit: 'files' | 'bytes'): readonly Sample[] {
  if (reach === null) return [];
  return REACH_CLASSES.map((one) => sample('reach', one, reach.by[one][unit]));
}

function memberSamples({ coverage }: ReportInput['result']): readonly Sample[] {
  return [
    sample('status', 'read', coverage.read),
    sample('status', 'unchanged', coverage.unchanged),
    sample('status', 'partial', coverage.partial),
    sample('status', 'not-granted', coverage.notGranted),
    sample('status', 'disabled', coverage.disabled),
    sample('status', 'failed', coverage.failed),
  ];
}

function findingSamples({ result }: ReportInput): readonly Sample[] {
  const standing = result.findings.filter(isStanding);
  return [...groupBy(standing, ({ check }) => check)].flatMap(([check, own]) =>
    SEVERITIES.flatMap((severity) => {
      const value = own.filter((finding) => finding.severity === severity).length;
      return value === 0 ? [] : [{ labels: { check, severity }, value }];
    }),
  );
}

/** A sample with one label. */
export function sample(label: string, text: string, value: number): Sample {
  return { labels: { [label]: text }, value };
}

/** One metric family; its unit is the last word of its name where OpenMetrics knows one. */
export function gauge(name: string, help: string, samples: readonly Sample[]): string {
  return family(name, 'gauge', help, samples);
}

/** A family whose samples only grow while the program runs; they are named with `_total`, as OpenMetrics asks. */
export function counter(name: string, help: string, samples: readonly Sample[]): string {
  return family(name, 'counter', help, samples);
}

function family(name: string, type: 'gauge' | 'counter', help: string, samples: readonly Sample[]): string {
  const unit = /_(seconds|bytes|ratio)$/.exec(name)?.[1];
  const named = type === 'counter' ? `${name}_total` : name;
  return [
    `# TYPE ${name} ${type}\n`,
    unit === undefined ? '' : `# UNIT ${name} ${unit}\n`,
    `# HELP ${name} ${escaped(help)}\n`,
    ...samples.map(({ labels, value }) => `${named}${labelText(labels)} ${value}\n`),
  ].join('');
}

function labelText(labels: Sample['labels']): string {
  const pairs = Object.entries(labels ?? {}).map(([key, text]) => `${key}="${escaped(text)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Backslash, quote and line feed as OpenMetrics escapes them; other control characters are made visible. */
function escaped(text: string): string {
  return visibleLines(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
