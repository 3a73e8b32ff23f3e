import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { sideBySide } from '../../src/gather/side-by-side.ts';

it('does all in their order, so many at a time', async () => {
  const begun: number[] = [];
  let underWay = 0;
  let most = 0;
  await sideBySide(Array.from({ length: 20 }).keys(), 3, async (number) => {
    begun.push(number);
    underWay += 1;
    most = Math.max(most, underWay);
    await setTimeout(number % 4);
    underWay -= 1;
  });
  expect([begun, most, underWay]).toEqual([[...Array.from({ length: 20 }).keys()], 3, 0]);
});

it('begins nothing after a failure, and ends after what was under way', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const doing = sideBySide([0, 1, 2, 3], 2, async (number) => {
    begun.push(number);
    await setTimeout(number * 20);
    if (number === 0) throw new Error('first');
    ended.push(number);
    throw new Error('second');
  });
  await expect(doing).rejects.toThrow('first');
  expect([begun, ended]).toEqual([[0, 1], [1]]);
});
