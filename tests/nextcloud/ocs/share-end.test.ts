import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { ShareEndText } from '../../../src/nextcloud/ocs/share-end.ts';

const PARIS = 'Europe/Paris';
const AUCKLAND = 'Pacific/Auckland';
const DAYS = ['2027-01-24', '2027-03-28', '2027-07-14', '2027-10-31', '2028-02-29', '2028-12-31'];

/** How a server writes the end of a link that was made for `day` in one zone and is read from another. */
function written(major: 31 | 34, day: string, made: string, read: string): string {
  const time = major === 31 ? '00:00:00' : '23:59:59';
  const moment = DateTime.fromISO(`${day}T${time}`, { zone: made }).setZone(read);
  return moment.toFormat(major === 31 ? "yyyy-MM-dd '00:00:00'" : 'yyyy-MM-dd HH:mm:ss');
}

function lastDayOf(text: string): string {
  return ShareEndText.parse(text).lastDay;
}

function dayBefore(day: string): string {
  return DateTime.fromISO(day, { zone: 'UTC' }).minus({ days: 1 }).toISODate() ?? '';
}

describe('the last day of a share', () => {
  it.each(['UTC', PARIS, AUCKLAND])('is on 31 the day before the one that is written (%s)', (zone) => {
    for (const day of DAYS) expect(lastDayOf(written(31, day, zone, zone))).toBe(dayBefore(day));
  });

  it.each(['UTC', PARIS, AUCKLAND])('is on 34 the day that is written (%s)', (zone) => {
    for (const day of DAYS) expect(lastDayOf(written(34, day, zone, zone))).toBe(day);
  });

  it.each([
    ['UTC', PARIS],
    [PARIS, 'UTC'],
  ])('is on 34 the same where it was made in %s and is read from %s', (made, read) => {
    for (const day of DAYS) expect(lastDayOf(written(34, day, made, read))).toBe(day);
  });

  it('is on 31 the same where it was made in UTC and is read from Paris', () => {
    for (const day of DAYS) expect(lastDayOf(written(31, day, 'UTC', PARIS))).toBe(dayBefore(day));
  });

  // Until 13 o'clock of the next day there, 11 or 12 of the day itself here.
  it.each([
    ['UTC', AUCKLAND],
    [AUCKLAND, 'UTC'],
  ])('is at most a day off where it was made in %s and is read from %s', (made, read) => {
    for (const day of DAYS) {
      const next = DateTime.fromISO(day, { zone: 'UTC' }).plus({ days: 1 }).toISODate();
      expect([dayBefore(day), day, next]).toContain(lastDayOf(written(34, day, made, read)));
    }
  });

  it.each([
    ['2027-01-24 00:00:00', '2027-01-24', '2027-01-23'],
    ['2027-01-24 23:59:59', '2027-01-24', '2027-01-24'],
    ['2027-01-25 00:59:59', '2027-01-25', '2027-01-24'],
    ['2027-01-24 12:00:00', '2027-01-24', '2027-01-23'],
    ['2027-01-24 12:00:01', '2027-01-24', '2027-01-24'],
    ['2027-01-24', '2027-01-24', '2027-01-23'],
    ['2027-01-24T00:00:00+00:00', '2027-01-24', '2027-01-23'],
  ])('of %s', (text, expires, lastDay) => {
    expect(ShareEndText.parse(text)).toEqual({ expires, lastDay });
  });

  it.each([
    '2026-02-30 00:00:00',
    '11026-01-01 00:00:00',
    '2026-01-01 25:00:00',
    '0000-01-01 00:00:00',
    'never',
    '',
  ])('is not known of "%s"', (text) => {
    expect(ShareEndText.safeParse(text).success).toBe(false);
  });
});
