import { describe, expect, it } from 'vitest';
import { parseDuration, parseSize } from '../../src/model/units.ts';

describe('a unit', () => {
  it.each(['constructor', 'toString', 'valueOf', '__proto__', 'hasOwnProperty'])(
    'is none where every object has one of that name: %s',
    (name) => {
      expect(parseDuration(`3 ${name}`)).toBeNull();
      expect(parseSize(`3 ${name}`)).toBeNull();
    },
  );

  it('is read whatever its case', () => {
    expect(parseDuration('3 Months')).toEqual({ amount: 3, unit: 'months' });
    expect(parseSize('2 gb')).toBe(2_147_483_648);
  });
});
