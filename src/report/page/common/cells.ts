/** One cell of the treemap, in pixels: where it lies, and the member's place in the list of members. */
export interface Cell {
  readonly at: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Numbers of a cell in the flat list; pixels are halved, for cells lie on half pixels. */
const NUMBERS = 5;
const SCALE = 2;

/** Cells as numbers in a row. */
export function flatCells(cells: readonly Cell[]): readonly number[] {
  return cells.flatMap(({ at, x, y, width, height }) => [
    at,
    x * SCALE,
    y * SCALE,
    width * SCALE,
    height * SCALE,
  ]);
}

/** The member whose cell holds a point, in pixels of the drawing; null where there is none. */
export function memberAt(flat: readonly number[], x: number, y: number): number | null {
  const isWithin = (point: number, from = 0, length = 0) =>
    point * SCALE >= from && point * SCALE < from + length;
  for (let first = 0; first < flat.length; first += NUMBERS) {
    const [at, left, top, width, height] = flat.slice(first, first + NUMBERS);
    if (at !== undefined && isWithin(x, left, width) && isWithin(y, top, height)) return at;
  }
  return null;
}
