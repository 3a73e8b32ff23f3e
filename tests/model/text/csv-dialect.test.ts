import { expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/model/member.ts';
import { csvNumber, delimiterOf, dialectOf } from '../../../src/model/text/csv-dialect.ts';

it('the dialect is the one that spreadsheets in a language read', () => {
  expect(LANGUAGES.filter((language) => dialectOf(language) === 'comma')).toEqual(['en']);
});

it('decimals never begin with the sign that ends a cell', () => {
  expect([csvNumber(92.25, 'comma'), delimiterOf('comma')]).toEqual(['92.25', ',']);
  expect([csvNumber(92.25, 'semicolon'), delimiterOf('semicolon')]).toEqual(['92,25', ';']);
  expect(csvNumber(2_147_483_648, 'semicolon')).toBe('2147483648');
});
