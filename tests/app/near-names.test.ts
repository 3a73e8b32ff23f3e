import { describe, expect, it } from 'vitest';
import { nearNames } from '../../src/app/near-names.ts';

const KNOWN = [
  { id: 'anna', name: 'Anna Blum' },
  { id: 'hannah', name: 'Hannah' },
  { id: 'u4711', name: 'Jürgen Öz' },
  { id: 'bob', name: 'Bob' },
];

describe('who may have been meant', () => {
  it.each([
    ['ana', ['anna']],
    ['ANNA', ['anna']],
    ['an', ['anna']],
    ['hanna', ['anna', 'hannah']],
    ['jurgen oz', ['u4711']],
    ['bobb', ['bob']],
    ['zoltan', []],
    ['', []],
  ])('%j is near %j', (word, near) => {
    expect([...nearNames(word, KNOWN)].sort()).toEqual([...near].sort());
  });
});
