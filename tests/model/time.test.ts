import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { isoDate, monthsApart, monthsBetween } from '../../src/model/time.ts';

// Zones whose days of change are odd ones: at midnight, by half an hour, at a minute past midnight, a day left out.
const zones = [
  'Europe/Paris',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Apia',
];
const zone = fc.constantFrom(...zones);
const moment = fc.oneof(
  fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2060, 0) }),
  // Around the changes of Paris in 2025, and the day that Apia left out.
  fc.integer({ min: -90, max: 90 }).map((minutes) => Date.UTC(2025, 9, 26, 1) + minutes * 60_000),
  fc.integer({ min: -90, max: 90 }).map((minutes) => Date.UTC(2011, 11, 30, 10) + minutes * 60_000),
  fc.constantFrom(-62_135_596_800_000, 253_402_300_799_999, 253_402_300_800_000),
);

describe('days and months by the calendar of a zone', () => {
  it('are those that luxon reckons for each moment alone', () => {
    fc.assert(
      fc.property(moment, moment, zone, (a, b, where) => {
        const [first, second] = [
          DateTime.fromMillis(a, { zone: where }),
          DateTime.fromMillis(b, { zone: where }),
        ];
        expect(isoDate(a, where)).toBe(first.toFormat('yyyy-MM-dd'));
        expect(monthsBetween(a, b, where)).toBe(Math.floor(second.diff(first, 'months').months));
        const months = 12 * (second.year - first.year) + second.month - first.month;
        expect(monthsApart(a, b, where)).toBe(months);
      }),
      { numRuns: 500 },
    );
  });

  it('count a month of the 31st as full at the end of a shorter one', () => {
    const at = (text: string) => Date.parse(text);
    expect(monthsBetween(at('2025-01-31T12:00Z'), at('2025-02-28T12:00Z'), 'UTC')).toBe(1);
    expect(monthsBetween(at('2025-01-31T12:00Z'), at('2025-02-28T11:59Z'), 'UTC')).toBe(0);
    expect(monthsBetween(at('2025-01-31T12:00Z'), at('2025-02-27T12:00Z'), 'UTC')).toBe(0);
  });
});
