import { expect, it } from 'vitest';
import { peeked } from '../../../src/model/lists/peeked.ts';

it.each([
  [0, 0],
  [2, 2],
  [3, 3],
  [7, 3],
])('looks at the first of %i items and loses none of a generator', (count, seen) => {
  let made = 0;
  function* items() {
    for (; made < count; made++) yield made;
  }
  const { first, all } = peeked(items(), 3);
  expect(first).toHaveLength(seen);
  expect(made).toBeLessThanOrEqual(seen + 1);
  expect([...all]).toEqual(Array.from({ length: count }, (_, number) => number));
});
