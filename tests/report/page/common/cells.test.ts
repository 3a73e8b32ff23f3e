import { expect, it } from 'vitest';
import { flatCells, memberAt } from '../../../../src/report/page/common/cells.ts';

it('the cell of the treemap that holds a point is found, up to its edges', () => {
  const flat = flatCells([
    { at: 4, x: 0, y: 22, width: 10.5, height: 8 },
    { at: 7, x: 12.5, y: 22, width: 5, height: 8 },
  ]);
  expect(flat).toEqual([4, 0, 44, 21, 16, 7, 25, 44, 10, 16]);
  const found = (x: number, y: number) => memberAt(flat, x, y);
  expect([found(0, 22), found(10.4, 29.9), found(12.5, 22), found(17.4, 29)]).toEqual([4, 4, 7, 7]);
  expect([found(10.5, 22), found(11, 25), found(0, 21.9), found(0, 30), found(17.5, 22)]).toEqual(
    Array(5).fill(null),
  );
});
