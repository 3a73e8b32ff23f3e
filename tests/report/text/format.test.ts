import { describe, expect, it } from 'vitest';
import { formatter } from '../../../src/report/text/format.ts';

const fr = formatter('fr', 'Europe/Paris');
const en = formatter('en', 'Europe/Paris');
const MB = 1024 ** 2;
const GB = 1024 ** 3;

describe('sizes', () => {
  it.each([
    [0, '0 octet', '0 bytes'],
    [1, '1 octet', '1 byte'],
    [1023, '1 023 octets', '1,023 bytes'],
    [1024, '1 Ko', '1 KB'],
    [1.5 * MB, '1,5 Mo', '1.5 MB'],
    [640 * MB, '640 Mo', '640 MB'],
    [1023.7 * MB, '1 Go', '1 GB'],
    [1.8 * GB, '1,8 Go', '1.8 GB'],
    [2 * GB, '2 Go', '2 GB'],
    [118 * GB, '118 Go', '118 GB'],
    [3 * 1024 * GB, '3 To', '3 TB'],
  ])('%d bytes read as %s and %s', (bytes, french, english) => {
    expect(fr.bytes(bytes).replaceAll(/\s/g, ' ')).toBe(french);
    expect(en.bytes(bytes).replaceAll(/\s/g, ' ')).toBe(english);
  });

  it('bind number and unit', () => {
    expect(fr.bytes(1.8 * GB)).toBe('1,8\u00a0Go');
  });

  it('of a use are cut only where what is not full would read as full', () => {
    expect(fr.usage(1.99 * GB, 2 * GB)).toBe('1,9\u00a0Go');
    expect(fr.usage(1.87 * GB, 2 * GB)).toBe(fr.bytes(1.87 * GB));
    expect(fr.usage(1.99 * GB, null)).toBe('2\u00a0Go');
    expect(fr.usage(2 * GB, 2 * GB)).toBe('2\u00a0Go');
    expect(fr.usage(2.04 * GB, 2 * GB)).toBe('2\u00a0Go');
  });
});

describe('each language', () => {
  const plain = (text: string) => text.replaceAll(/\s/g, ' ');
  it.each([
    ['fr', '1 octet', '1,8 Go', '89 %', '1er décembre 2026', 'a, b et c'],
    ['en', '1 byte', '1.8 GB', '89%', '1 December 2026', 'a, b and c'],
    ['de', '1 Byte', '1,8 GB', '89 %', '1. Dezember 2026', 'a, b und c'],
    ['es', '1 byte', '1,8 GB', '89 %', '1 de diciembre de 2026', 'a, b y c'],
    ['it', '1 byte', '1,8 GB', '89%', '1 dicembre 2026', 'a, b e c'],
    ['nl', '1 byte', '1,8 GB', '89%', '1 december 2026', 'a, b en c'],
    ['pt', '1 byte', '1,8 GB', '89%', '1 de dezembro de 2026', 'a, b e c'],
  ] as const)('%s has its own forms', (language, one, size, percent, day, list) => {
    const format = formatter(language, 'Europe/Paris');
    expect(plain(format.bytes(1))).toBe(one);
    expect(plain(format.bytes(1536))).toMatch(language === 'fr' ? /^1,5 Ko$/ : /^1[,.]5 KB$/);
    expect(plain(format.bytes(1.8 * GB))).toBe(size);
    expect(plain(format.percent(89.9))).toBe(percent);
    expect(format.day(Date.UTC(2026, 11, 1, 12))).toBe(day);
    expect(format.list(['a', 'b', 'c'])).toBe(list);
  });
});

describe('percentages', () => {
  it('are cut: 89.9 is not yet 90', () => {
    expect(fr.percent(89.99)).toBe('89\u00a0%');
    expect(en.percent(90)).toBe('90%');
  });
});

describe('days', () => {
  const lateInParis = Date.UTC(2026, 10, 30, 23, 30);

  it('are those of the zone', () => {
    expect(fr.day(lateInParis)).toBe('1er décembre 2026');
    expect(fr.shortDay(lateInParis)).toBe('1er déc. 2026');
    expect(fr.date('2026-11-11')).toBe('11 novembre 2026');
    expect(en.day(lateInParis)).toBe('1 December 2026');
    expect(formatter('fr', 'UTC').day(lateInParis)).toBe('30 novembre 2026');
    expect(en.shortMonth(lateInParis)).toBe('Dec 2026');
    expect(fr.dayOfMonth(lateInParis)).toBe(1);
  });

  it('without a zone stay the day they are', () => {
    expect(formatter('fr', 'Pacific/Auckland').date('2027-06-30')).toBe('30 juin 2027');
    expect(formatter('fr', 'Pacific/Pago_Pago').date('2027-06-30', 'month')).toBe('juin 2027');
  });
});

it('lists are joined as the language does', () => {
  expect(fr.list(['a', 'b', 'c'])).toBe('a, b et c');
  expect(en.list(['a', 'b', 'c'])).toBe('a, b and c');
});
