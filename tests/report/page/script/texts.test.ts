import { expect, it } from 'vitest';
import { csv, fold, joined } from '../../../../src/report/page/script/texts.ts';

it('a copy for a spreadsheet holds no formula, not even behind a blank or a semicolon', () => {
  const rows = [
    ['=1+1', ' =1+1', 'a;=1+1', '\uff1d1', '-', 'plain'],
    [-5, 0, 'two\nlines', 'a,b', '"so"', ''],
  ];
  expect(csv(rows, 'comma')).toBe(
    ["'=1+1,' =1+1,a;'=1+1,'\uff1d1,'-,plain", '-5,0,two␊lines,"a,b","""so""",'].join('\r\n'),
  );
});

it('a copy separates its cells as the dialect does', () => {
  const rows = [['a;b', 'c,d', 12.5, 1000]];
  expect(csv(rows, 'semicolon')).toBe('"a;b";c,d;12,5;1000');
  expect(csv(rows, 'comma')).toBe('a;b,"c,d",12.5,1000');
});

it('search knows neither case nor accents', () => {
  expect(fold('Marché de NOËL')).toBe('marche de noel');
});

it('what is empty leaves no gap in a line', () => {
  expect(joined(['', 'Anna', '', 'Tours'])).toBe('Anna · Tours');
});
