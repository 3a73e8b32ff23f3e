import { execFileSync } from 'node:child_process';
import { LinkifyIt } from 'linkify-it';
import { describe, expect, it } from 'vitest';
import { shellWord, shownShellWord } from '../../../src/model/text/shell-word.ts';

const NAMES = [
  'anna',
  'anna@coop.fr',
  'anna martin@coop.fr',
  "l'atelier@coop.fr",
  'https://evil.fr/a',
  '$(id)@evil.fr',
  'a\\b@evil.fr',
];
const linkifier = new LinkifyIt().set({ fuzzyIP: true, fuzzyLink: true, fuzzyEmail: true });

describe('a word of a shell', () => {
  it('is the name itself to the shell', () => {
    for (const word of [shellWord, shownShellWord])
      for (const name of NAMES)
        expect(execFileSync('sh', ['-c', `printf %s ${word(name)}`], { encoding: 'utf8' })).toBe(name);
  });

  it('is no link where it is shown, and stays plain where it is none', () => {
    for (const name of NAMES)
      expect(linkifier.match(`menage doctor --member ${shownShellWord(name)}`)).toBeNull();
    expect(shownShellWord('anna.martin')).toBe('anna.martin');
    expect(shownShellWord('anna@coop.fr')).toBe('anna\\@coop\\.fr');
  });
});
