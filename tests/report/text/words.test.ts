import { describe, expect, it } from 'vitest';
import { parametersOf, sentence, speaker } from '../../../src/report/text/words.ts';

const CATALOGUE = {
  fr: {
    hello: 'Bonjour {name} !',
    files: '{n, plural, one {# fichier} other {# fichiers}} : « {name} » ; 90 %',
  },
  en: { hello: 'Hello {name}!', files: '{n, plural, one {# file} other {# files}}: {name}; 90%' },
} as const;

describe('sentences', () => {
  it('get French spacing in the message, never in a name', () => {
    const say = speaker(CATALOGUE, 'fr');
    expect(say('hello', { name: 'a ! b' })).toBe('Bonjour a ! b\u202f!');
    expect(say('files', { n: 2, name: 'x' })).toBe('2 fichiers\u00a0: «\u00a0x\u00a0»\u202f; 90\u00a0%');
    expect(say('files', { n: 0, name: 'x' })).toMatch(/^0 fichier\u00a0:/);
  });

  it('take no message from a parameter', () => {
    expect(speaker(CATALOGUE, 'en')('hello', { name: '{n, plural, other{x}} <b>' })).toBe(
      'Hello {n, plural, other{x}} <b>!',
    );
  });

  it('fail when a parameter is missing', () => {
    expect(() => sentence('fr', 'Bonjour {name}', {})).toThrow(/name/);
  });

  it('know their parameters, also those inside plurals and choices', () => {
    expect(parametersOf('{n, plural, one {{a}} other {{b, select, x {{c}} other {#}}}}')).toEqual([
      'a',
      'b',
      'c',
      'n',
    ]);
  });
});
