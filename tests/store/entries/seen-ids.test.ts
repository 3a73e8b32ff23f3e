import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileId } from '../../../src/model/ids.ts';
import { seenIds } from '../../../src/store/entries/seen-ids.ts';

/** On both sides of what a number holds exactly. */
const id = fc
  .oneof(fc.bigInt({ min: 1n, max: 30n }), fc.bigInt({ min: 2n ** 53n - 5n, max: 2n ** 53n + 5n }))
  .map((number) => fileId(String(number)));
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('add' as const), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), ids: fc.array(id) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
);

describe('seen ids', () => {
  it('tells what came twice, as a plain count would', () => {
    const seed = Date.now() % 2 ** 31;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const ids = seenIds();
        let counts = new Map<string, number>();
        for (const one of steps) {
          if (one.do === 'add') {
            ids.add(one.id);
            counts.set(one.id, (counts.get(one.id) ?? 0) + 1);
          } else if (one.do === 'settle') {
            const twice = [...counts].flatMap(([known, times]) => (times > 1 ? [known] : []));
            expect([...ids.settle()].sort()).toEqual(twice.sort());
            counts = new Map([...counts.keys()].map((known) => [known, 1]));
          } else if (one.do === 'forget') {
            ids.forget(new Set(one.ids));
            for (const gone of one.ids) counts.delete(gone);
          } else {
            ids.clear();
            counts.clear();
          }
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  it('remembers more than its first room holds', () => {
    const ids = seenIds();
    for (let number = 1; number <= 5_000; number++) ids.add(fileId(String(number)));
    expect(ids.settle().size).toBe(0);
    ids.add(fileId('4711'));
    expect([...ids.settle()]).toEqual(['4711']);
  });
});
