import { describe, expect, it } from 'vitest';
import { pace } from '../../src/deliver/pacing.ts';

describe('pacing', () => {
  it('lets a burst go up to the bound, then waits until the oldest is a minute old', () => {
    const paced = pace(2);
    expect(paced.delay('a@one.example', 0)).toBe(0);
    paced.note('a@one.example', 0);
    expect(paced.delay('b@two.example', 1_000)).toBe(0);
    paced.note('b@two.example', 1_000);
    expect(paced.delay('c@three.example', 2_000)).toBe(58_000);
    expect(paced.delay('c@three.example', 60_000)).toBe(0);
  });

  it('gives one domain at most half of the bound', () => {
    const paced = pace(4);
    paced.note('a@big.example', 0);
    paced.note('b@BIG.example', 10);
    expect(paced.delay('c@big.example', 20)).toBe(59_980);
    expect(paced.delay('c@small.example', 20)).toBe(0);
  });
});
