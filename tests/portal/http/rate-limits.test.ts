import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LIMITS, type LimitName, rateLimits } from '../../../src/portal/http/rate-limits.ts';

const NAMES = Object.entries(LIMITS).map(([name, limit]) => [name as LimitName, limit] as const);

it.each(NAMES)('%s: takes as many as it allows, and one more only later', (name, { most, withinMs }) => {
  let now = 0;
  const limits = rateLimits(() => now);
  for (let times = 0; times < most; times++) expect(limits.take(name, 'one')).toBe(true);
  expect([limits.isFull(name, 'one'), limits.take(name, 'one'), limits.take(name, 'other')]).toEqual([
    true,
    false,
    true,
  ]);
  now = withinMs - 1;
  expect(limits.take(name, 'one')).toBe(false);
  now = withinMs;
  expect([limits.isFull(name, 'one'), limits.take(name, 'one')]).toEqual([false, true]);
});

it('never lets more through within the time, whenever they come', () => {
  const { most, withinMs } = LIMITS['person: flows'];
  fc.assert(
    fc.property(fc.array(fc.nat(withinMs / 2), { maxLength: 60 }), (pauses) => {
      let now = 0;
      const limits = rateLimits(() => now);
      const passed: number[] = [];
      for (const pause of pauses) {
        now += pause;
        if (limits.take('person: flows', 'one')) passed.push(now);
      }
      for (const [at, time] of passed.entries())
        expect(time - (passed[at - most] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(withinMs);
    }),
  );
});

it('does not forget a person for as many addresses as there may be', () => {
  const limits = rateLimits(() => 0);
  while (limits.take('person: sign-in mails', 'anna')) {}
  for (let address = 0; address < 50_000; address++) limits.take('address: requests', `${address}`);
  expect(limits.take('person: sign-in mails', 'anna')).toBe(false);
});

it('keeps the one that goes on asking, among more than it can count', () => {
  const limits = rateLimits(() => 0);
  while (limits.take('address: bad tokens', 'busy')) {}
  for (let address = 0; address < 50_000; address++) {
    limits.take('address: bad tokens', `${address}`);
    if (address % 1_000 === 0) limits.take('address: bad tokens', 'busy');
  }
  expect(limits.isFull('address: bad tokens', 'busy')).toBe(true);
});
