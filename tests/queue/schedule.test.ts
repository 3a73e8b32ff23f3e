import { describe, expect, it } from 'vitest';
import { instanceName } from '../../src/model/ids.ts';
import { cronItemOf } from '../../src/queue/schedule.ts';

/** The minutes of some days in which a schedule is due, in UTC. */
function due(cron: string, timezone: string, from: string, days: number): readonly string[] {
  const instance = instanceName('antenna');
  const now = Date.parse(from);
  const { match } = cronItemOf({ instance, purpose: 'reading', cron, timezone }, () => now);
  const minutes = Array.from({ length: days * 1440 }, (_, index) => new Date(now + index * 60_000));
  return minutes
    .filter((at) =>
      match({
        min: at.getUTCMinutes(),
        hour: at.getUTCHours(),
        date: at.getUTCDate(),
        month: at.getUTCMonth() + 1,
        dow: at.getUTCDay(),
      }),
    )
    .map((at) => at.toISOString().slice(0, 16));
}

describe('a schedule', () => {
  it('is of its own zone', () => {
    expect(due('30 2 * * *', 'Europe/Paris', '2026-06-10T00:00Z', 1)).toEqual(['2026-06-10T00:30']);
    expect(due('0 6 1 * *', 'Pacific/Auckland', '2026-07-31T00:00Z', 2)).toEqual(['2026-07-31T18:00']);
    expect(due('15 1 * * 7', 'Asia/Kolkata', '2026-06-06T12:00Z', 1)).toEqual(['2026-06-06T19:45']);
  });

  it('comes across the end of a year', () => {
    expect(due('0 0 1 1 *', 'America/New_York', '2026-12-31T22:00Z', 1)).toEqual(['2027-01-01T05:00']);
    expect(due('0 23 31 12 *', 'Asia/Tokyo', '2027-01-01T00:00Z', 1)).toEqual([]);
  });

  it('is due once where the clocks are put forward over it, as soon as they are', () => {
    expect(due('30 2 * * *', 'Europe/Paris', '2026-03-28T12:00Z', 2)).toEqual([
      '2026-03-29T01:00',
      '2026-03-30T00:30',
    ]);
  });

  it('is due once where the clocks are put back over it', () => {
    expect(due('30 2 * * *', 'Europe/Paris', '2026-10-24T12:00Z', 2)).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
  });

  it('knows the 29th of February', () => {
    expect(due('0 6 29 2 *', 'Europe/Paris', '2028-02-28T12:00Z', 2)).toEqual(['2028-02-29T05:00']);
  });
});
