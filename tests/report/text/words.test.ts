import { describe, expect, it } from 'vitest';
import type { Language } from '../../../src/model/member.ts';
import { parametersOf, partsSpeaker, sentence, speaker } from '../../../src/report/text/words.ts';

/** Two messages of the mail in other words. */
const words = (language: Language) =>
  new Map(
    language === 'fr'
      ? [
          ['people.group', 'Bonjour {name} !'],
          ['more.points', '{n, plural, one {# fichier} other {# fichiers}} : « <files>x</files> » ; 90 %'],
        ]
      : [['people.group', 'Hello {name}!']],
  );

describe('sentences', () => {
  it('get French spacing in the message, never in a name', () => {
    expect(speaker(words, 'mail', 'fr')('people.group', { name: 'a ! b' })).toBe('Bonjour a ! b\u202f!');
    expect(
      sentence('fr', '{n, plural, one {# fichier} other {# fichiers}} : « {name} » ; 90 %', {
        n: 2,
        name: 'x',
      }),
    ).toBe('2 fichiers\u00a0: «\u00a0x\u00a0»\u202f; 90\u00a0%');
  });

  it('take no message from a parameter', () => {
    expect(speaker(words, 'mail', 'en')('people.group', { name: '{n, plural, other{x}} <b>' })).toBe(
      'Hello {n, plural, other{x}} <b>!',
    );
  });

  it('come in parts where links stand in them', () => {
    const parts = partsSpeaker(words, 'mail', 'fr')('more.points', { n: 2 }, { files: 'https://a.example' });
    expect(parts.map(({ text, href }) => [text, href])).toEqual([
      ['2 fichiers\u00a0: «\u00a0', null],
      ['x', 'https://a.example'],
      ['\u00a0»\u202f; 90\u00a0%', null],
    ]);
  });

  it('are asked by key, parameters and links that types know', () => {
    const say = speaker(words, 'mail', 'fr');
    const parts = partsSpeaker(words, 'mail', 'fr');
    const wrong = () => [
      // @ts-expect-error no such key
      say('people.groupe', { name: 'x' }),
      // @ts-expect-error a parameter is missing
      say('people.group'),
      // @ts-expect-error a parameter is misspelt
      say('people.group', { nom: 'x' }),
      // @ts-expect-error a parameter too many
      say('people.group', { name: 'x', n: 1 }),
      // @ts-expect-error a message without parameters
      say('hello', { name: 'x' }),
      // @ts-expect-error a plural takes a number
      say('people.more', { n: '2' }),
      // @ts-expect-error a message with tags goes in parts
      say('since.freed', { bytes: '1 Go' }),
      // @ts-expect-error a link is missing
      parts('more.points', { n: 1 }),
      // @ts-expect-error a link is misspelt
      parts('more.points', { n: 1 }, { file: 'https://a.example' }),
    ];
    expect(wrong).toThrow('There is no message people.groupe.');
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
