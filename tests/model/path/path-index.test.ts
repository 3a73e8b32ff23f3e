import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWithin } from '../../../src/model/path/path.ts';
import { outermost, pathIndex } from '../../../src/model/path/path-index.ts';

const name = fc.constantFrom('a', 'b', 'a b', 'ab', '__proto__', 'é');
const path = fc.array(name, { maxLength: 4 }).map((names) => `/${names.join('/')}`);

describe('pathIndex', () => {
  test('finds what comparing with each thing finds', () => {
    fc.assert(
      fc.property(fc.array(path), path, (paths, asked) => {
        const things = paths.map((at, number) => ({ at, number }));
        const index = pathIndex(things, ({ at }) => at);
        const nearest = (a: { at: string }, b: { at: string }) => b.at.length - a.at.length;
        const onOrAbove = things.filter(({ at }) => isWithin(asked, at)).sort(nearest);
        expect(index.onOrAbove(asked)).toEqual(onOrAbove);
        expect(index.above(asked)).toEqual(onOrAbove.filter(({ at }) => at !== asked));
        const below = things.filter(({ at }) => isWithin(at, asked));
        expect(new Set(index.onOrBelow(asked))).toEqual(new Set(below));
        expect(index.holds(asked)).toBe(asked === '/' || below.length > 0);
      }),
    );
  });

  test('outermost keeps those that lie in no other', () => {
    fc.assert(
      fc.property(fc.array(path), (paths) => {
        const all = [...new Set(paths)];
        expect(outermost(paths)).toEqual(
          all.filter((one) => !all.some((other) => other !== one && isWithin(one, other))),
        );
      }),
    );
  });
});
