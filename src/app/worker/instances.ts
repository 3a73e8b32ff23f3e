import type { InstanceName } from '../../model/ids.ts';
import type { Schedule } from '../../queue/schedule.ts';
import type { Fleet, Instance } from '../fleet/registry.ts';
import { scheduleOf } from '../fleet/schedule.ts';

/** The instances of a fleet, as of some seconds ago at most: each job asks for one, and a fleet is hundreds of files. */
export interface KnownInstances {
  list(): Promise<readonly Instance[]>;
  /** Null where the fleet has none of this name. */
  get(name: InstanceName): Promise<Instance | null>;
  /** Whoever asks next has them as they are then. */
  forget(): void;
}

const FRESH_MS = 5_000;

export function knownInstances(fleet: Fleet): KnownInstances {
  let listed: Promise<ReadonlyMap<InstanceName, Instance>> | null = null;
  let until = Number.NEGATIVE_INFINITY;
  async function known(): Promise<ReadonlyMap<InstanceName, Instance>> {
    if (listed === null || performance.now() >= until) {
      until = performance.now() + FRESH_MS;
      listed = fleet.list().then((all) => new Map(all.map((one) => [one.name, one])));
      // Whoever asks next tries again.
      listed.catch(() => {
        listed = null;
      });
    }
    return listed;
  }
  return {
    list: async () => [...(await known()).values()],
    get: async (name) => (await known()).get(name) ?? null,
    forget() {
      listed = null;
    },
  };
}

/**
 * When the instances are read by themselves. Mails that fall due in a pause wait for its end; a reading does not, and of a broken
 * config there is no schedule.
 */
export function schedulesOf(instances: readonly Instance[]): readonly Schedule[] {
  return instances.flatMap(({ name: instance, config, pausedAt }) => {
    if (config === null) return [];
    const { read, mails, timezone } = scheduleOf(instance, config);
    return [
      ...(read === null || pausedAt !== null
        ? []
        : [{ instance, purpose: 'reading', cron: read, timezone } as const]),
      ...(mails === null ? [] : [{ instance, purpose: 'mails', cron: mails, timezone } as const]),
    ];
  });
}
