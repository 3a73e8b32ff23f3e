import { expect, it } from 'vitest';
import { derived } from '../../../src/model/lists/derived.ts';
import { packedList } from '../../../src/model/lists/packed-list.ts';

it('gives what it was given, as often as it is asked', () => {
  for (const length of [0, 1, 499, 500, 501, 1_700]) {
    const items = Array.from({ length }, (_, number) => ({ number, name: `été ${number}`, of: [null] }));
    const list = packedList<(typeof items)[number]>();
    for (const item of items) list.push(item);
    expect([...list]).toEqual(items);
    expect([...list]).toEqual(items);
  }
});

it('derives a list that may be iterated again', () => {
  const even = derived([1, 2, 3, 4], (number) => (number % 2 === 0 ? [number, number] : []));
  expect([...even]).toEqual([2, 2, 4, 4]);
  expect([...even]).toEqual([2, 2, 4, 4]);
});
