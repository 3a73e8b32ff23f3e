import { z } from 'zod';
import type { CheckSettings } from '../../judge/runner.ts';

/** The default list and nothing else; plurals are found as well. */
const WORDS: string[] = [
  'paie',
  'bulletin',
  'RIB',
  'IBAN',
  'passeport',
  'CNI',
  'contrat de travail',
  'santé',
  'mot de passe',
];

const TYPES: string[] = ['.kdbx', '.key', '.pem', '.sql', '.pst'];

/** A word of the config: with nothing but separators it would be in every name. */
const Word = z
  .string()
  .trim()
  .regex(/[\p{L}\p{N}]/u, 'write a word, as in "contrat de travail"');

/** An ending of the config. */
export const Ending = z.string().trim().regex(/^\../u, 'write an ending with its dot, as in ".kdbx"');

/** What seems confidential: the options of `link-sensitive`, which other checks go by too. */
export const SensitiveOptions = z.object({
  words: z.array(Word).default(WORDS),
  types: z.array(Ending).default(TYPES),
});

/** A judge of names by the list that the config gives to `link-sensitive`; where that check is off, by its default. */
export function sensitivityIn(settings: CheckSettings): (name: string) => boolean {
  const given = SensitiveOptions.safeParse(settings['link-sensitive']);
  const { words, types } = given.success ? given.data : SensitiveOptions.parse({});
  return sensitivity(words, types);
}

/** A judge of names for these words and endings. */
export function sensitivity(words: readonly string[], types: readonly string[]): (name: string) => boolean {
  const endings = types.map((type) => type.toLowerCase());
  const pattern = new RegExp(words.map(patternOf).join('|') || '(?!)', 'u');
  return (name) => {
    const lower = name.toLowerCase();
    return endings.some((ending) => lower.endsWith(ending)) || pattern.test(plain(name));
  };
}

function patternOf(word: string): string {
  // "mot de passe" has its plural in the first word: « mots de passe ».
  const parts = plain(word)
    .split(' ')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const text = parts.join('s? ');
  // Words in capitals are whole words: "rib" is in "distribution".
  return word === word.toUpperCase() ? `(?<![\\p{L}\\p{N}])${text}s?(?![\\p{L}\\p{N}])` : text;
}

/** Without case and accents, separators as single spaces. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[_\-. ]+/g, ' ');
}
