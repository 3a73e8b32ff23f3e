import { expect, it } from 'vitest';
import { columnsOf, cut, padded } from '../../../src/report/text/lines.ts';

it('a table is aligned by columns of the terminal, and not by letters', () => {
  for (const name of ['Zoé', 'Zoe\u0301', '山田', '👩‍👧‍👦', '✔', '✖', '→', '…', '█'])
    expect(columnsOf(padded(name, 6)), name).toBe(6);
  expect(padded('山田', 6)).toBe('山田  ');
  expect(padded('Zoe\u0301', 4, 'before')).toBe(' Zoe\u0301');
  expect(padded('longer', 3)).toBe('longer');
  for (const mark of ['✔', '✖', '◐', '→']) expect(columnsOf(mark), mark).toBe(1);
});

it('a line is cut to the columns there are, at the end of a letter', () => {
  expect(cut('abcdef', 6)).toBe('abcdef');
  expect(cut('abcdef', 5)).toBe('abcd…');
  expect(cut('山田山田', 5)).toBe('山田…');
  expect(cut('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
});
