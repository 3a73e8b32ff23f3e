import { createHash } from 'node:crypto';
import type { Config } from '../../config/load.ts';
import { NEVER } from '../../model/fleet/schedule.ts';
import type { InstanceName } from '../../model/ids.ts';

/** When a worker reads an instance, and when it reads and mails: cron in the organisation's time zone; null = never. */
export interface InstanceSchedule {
  readonly read: string | null;
  readonly mails: string | null;
  /** IANA name. */
  readonly timezone: string;
}

const NIGHT_HOURS = 5;

/**
 * What the config says, else: read each night from 0:00 to 4:59, spread by a hash of the name; mail on the first of the
 * month from 6:00 to 6:59.
 */
export function scheduleOf(
  name: InstanceName,
  { schedule, organisation }: Pick<Config, 'schedule' | 'organisation'>,
): InstanceSchedule {
  const place = createHash('sha256').update(name).digest().readUInt32BE(0) % (NIGHT_HOURS * 60);
  const [minute, hour] = [place % 60, Math.floor(place / 60)];
  return {
    read: wanted(schedule.read, `${minute} ${hour} * * *`),
    mails: wanted(schedule.mails, `${minute} 6 1 * *`),
    timezone: organisation.timezone,
  };
}

function wanted(written: string | undefined, usual: string): string | null {
  return written === NEVER ? null : (written ?? usual);
}
