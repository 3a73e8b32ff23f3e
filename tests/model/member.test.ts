import { expect, it } from 'vitest';
import { LANGUAGES, languageOf, languagesOf } from '../../src/model/member.ts';

it('a locale is spoken by its first part, however it is written', () => {
  for (const one of LANGUAGES) {
    const upper = one.toUpperCase();
    for (const locale of [one, upper, `${one}_XX`, `${one}-XX`, `${one}_XX.UTF-8`, `${one}@euro`])
      expect(languageOf(locale)).toBe(one);
  }
});

it('a locale whose first part only begins like one of ours is none of ours', () => {
  for (const locale of [
    '',
    'C',
    'POSIX',
    'eng',
    'est',
    'nds_DE',
    'fro_FR',
    'enm',
    'ja_JP',
    '_fr',
    '1fr',
    'fr2',
  ])
    expect(languageOf(locale)).toBeNull();
});

it('an organisation is spoken to in its own language and in English', () => {
  expect(languagesOf('fr')).toEqual(['fr', 'en']);
  expect(languagesOf('nl')).toEqual(['nl', 'en']);
  expect(languagesOf('en')).toEqual(['en']);
});
