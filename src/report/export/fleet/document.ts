import type { FleetStatus, Trouble } from '../../../model/fleet/status.ts';
import { isoOrNull, isoUtc } from '../../../model/time.ts';

/** The status of a fleet for programs: moments in ISO 8601 (UTC); no member is named in it. */
export function fleetDocument({ at, due, instances }: FleetStatus) {
  return {
    ...{ at: isoUtc(at), due },
    instances: instances.map(({ troubles, pausedAt, lastRun, ...instance }) => ({
      ...instance,
      troubles: troubles.map(troubleDocument),
      pausedAt: isoOrNull(pausedAt),
      lastRun: lastRun && {
        ...lastRun,
        startedAt: isoUtc(lastRun.startedAt),
        finishedAt: isoOrNull(lastRun.finishedAt),
      },
    })),
  };
}

function troubleDocument(trouble: Trouble) {
  if (trouble.kind === 'waiting') return { ...trouble, since: isoUtc(trouble.since) };
  return trouble.kind === 'not-done' ? { ...trouble, at: isoUtc(trouble.at) } : trouble;
}
