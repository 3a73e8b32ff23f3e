import type { FleetStatus, InstanceStatus } from '../../../model/fleet/status.ts';
import { gauge, type Sample } from '../metrics.ts';

const STATES = ['well', 'trouble', 'paused', 'new'] as const satisfies readonly InstanceStatus['state'][];

/** The status of a fleet for monitoring, in the OpenMetrics text format 1.0; labels name instances, never members. */
export function fleetMetrics({ instances, due }: FleetStatus): string {
  const each = (samplesOf: (instance: InstanceStatus) => readonly Sample[]) =>
    instances.flatMap((instance) =>
      samplesOf(instance).map(({ labels, value }) => ({
        labels: { instance: instance.name, ...labels },
        value,
      })),
    );
  const one = (value: number | null | undefined): readonly Sample[] =>
    value === null || value === undefined ? [] : [{ value }];
  const families = [
    gauge(
      'menage_fleet_instances',
      'Instances by state.',
      STATES.map((state) => ({
        labels: { state },
        value: instances.filter((instance) => instance.state === state).length,
      })),
    ),
    gauge('menage_fleet_jobs_due', 'Jobs that are due and wait for a worker.', one(due)),
    gauge(
      'menage_instance_trouble',
      '1 where the host should look at the instance, else 0.',
      each(({ state }) => one(state === 'trouble' ? 1 : 0)),
    ),
    gauge(
      'menage_instance_paused',
      '1 while the instance is paused, else 0.',
      each(({ state }) => one(state === 'paused' ? 1 : 0)),
    ),
    gauge(
      'menage_instance_run_timestamp_seconds',
      'When the latest run began.',
      each(({ lastRun }) => one(lastRun && lastRun.startedAt / 1000)),
    ),
    gauge(
      'menage_instance_run_failed',
      '1 where the latest run failed, else 0.',
      each(({ lastRun }) => one(lastRun && (lastRun.status === 'failed' ? 1 : 0))),
    ),
    gauge('menage_instance_members', 'Members by how far they were read.', each(memberSamples)),
    gauge(
      'menage_instance_mails',
      'Mails of the latest period by how they stand.',
      each(({ mails }) =>
        mails === null
          ? []
          : [
              { labels: { state: 'sent' }, value: mails.sent },
              { labels: { state: 'waiting' }, value: mails.waiting },
              { labels: { state: 'refused' }, value: mails.refused },
              { labels: { state: 'held' }, value: mails.held },
            ],
      ),
    ),
    gauge(
      'menage_instance_findings',
      'Standing findings by severity.',
      each(({ summary }) =>
        Object.entries(summary?.findings ?? {}).map(([severity, value]) => ({ labels: { severity }, value })),
      ),
    ),
    gauge(
      'menage_instance_peak_concurrency',
      'Most requests in flight at once in the latest run.',
      each(({ summary }) => one(summary?.peakConcurrency)),
    ),
  ];
  return `${families.join('')}# EOF\n`;
}

function memberSamples({ summary }: InstanceStatus): readonly Sample[] {
  if (summary === null) return [];
  const { read, unchanged, partial, notGranted, disabled, failed } = summary.coverage;
  const by = { read, unchanged, partial, 'not-granted': notGranted, disabled, failed };
  return Object.entries(by).map(([status, value]) => ({ labels: { status }, value }));
}
