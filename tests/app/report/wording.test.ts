import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ownMessages } from '../../../src/app/report/locales.ts';
import { wordsOf } from '../../../src/app/report/wording.ts';
import { UsageError } from '../../../src/model/errors.ts';
import { LANGUAGES } from '../../../src/model/member.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import { reasonSpeaker } from '../../../src/report/text/reasons.ts';
import { speaker } from '../../../src/report/text/words.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

/** A folder of templates with these files. */
function directoryWith(files: Readonly<Record<string, string>>) {
  const directory = temporaryFolder('words');
  made.push(directory);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return { templates: { directory } };
}

describe('sentences in templates.directory', () => {
  it('are taken from YAML, flat or in groups, and from JSON', () => {
    const words = wordsOf(
      directoryWith({
        'words/fr.yaml': 'hello: Salut,\nadmin:\n  hello: "Bonjour la cellule,"\n',
        'words/en.json': '{ "hello": "Hi,", "check": { "trash-heavy": { "title": "Bins" } } }',
        'words/.fr.yaml.swp': 'left by an editor',
      }),
    );
    expect([words('fr').get('hello'), words('fr').get('admin.hello'), words('en').get('hello')]).toEqual([
      'Salut,',
      'Bonjour la cellule,',
      'Hi,',
    ]);
    expect(words('en').get('check.trash-heavy.title')).toBe('Bins');
    expect(words('fr').get('page.title')).toBe(ownMessages('fr').get('page.title'));
  });

  it('are those of the program where the file is empty or there is none', () => {
    expect(wordsOf({})).toBe(ownMessages);
    const empty = wordsOf(directoryWith({ 'words/fr.yaml': '# later\n', 'mail/styles.css': '' }));
    for (const language of LANGUAGES) expect(empty(language)).toBe(ownMessages(language));
  });

  it.each([
    ['words/fr.yaml', 'hello: [a\n', /words\/fr\.yaml:\d: /],
    ['words/fr.yaml', 'hello: Salut,\nhello: Coucou,\n', /words\/fr\.yaml:2: .*unique/],
    ['words/fr.yaml', '\n\nhello: 3\n', /words\/fr\.yaml:3: hello: write "key: sentence"/],
    ['words/fr.yaml', 'just words', /words\/fr\.yaml:1: the file: write "key: sentence"/],
    ['words/fr.yaml', 'a: x\n\ngauge:\n  off: x\n', /words\/fr\.yaml:4: gauge\.off: there is no such/],
    ['words/sv.yaml', 'hello: Hej', /words\/sv\.yaml holds no sentences; name it words\/fr\.yaml/],
  ])('%s with %j is refused with file and line', (name, text, problem) => {
    const directory = directoryWith({ [name]: text });
    expect(() => wordsOf(directory)).toThrow(UsageError);
    expect(() => wordsOf(directory)).toThrow(problem);
  });
});

describe('the reasons', () => {
  it('can be worded in every language, though their English stands in their table', () => {
    const files = {
      'words/fr.yaml': 'reason.member.not-granted: Pas d’accès.',
      'words/en.yaml': 'reason.member.not-granted: No access.',
    };
    const words = wordsOf(directoryWith(files));
    const row = { reason: 'x', reasons: [because('member.not-granted')] };
    expect(reasonSpeaker(words, 'fr')(row)).toBe('Pas d’accès.');
    expect(reasonSpeaker(words, 'en')(row)).toBe('No access.');
    expect([...ownMessages('en').keys()].sort()).toEqual([...ownMessages('fr').keys()].sort());
  });
});

describe('the announcement of app passwords', () => {
  it.each([
    ['fr', /n’efface rien/, /mot de passe d’application/, /Répondez à ce message/],
    ['en', /deletes nothing/, /app password/, /Answer this message/],
  ] as const)(
    'says in %s what is read, what Nextcloud will mail, and how to refuse, in the words of the organisation if it has own ones',
    (language, ...words) => {
      const text = speaker(ownMessages, 'setup', language)('announcement', { organisation: 'Artefacts' });
      for (const word of [...words, /Artefacts/]) expect(text).toMatch(word);
      const own = wordsOf(
        directoryWith({ [`words/${language}.yaml`]: 'setup.announcement: Hi {organisation}' }),
      );
      expect(speaker(own, 'setup', language)('announcement', { organisation: 'A' })).toBe('Hi A');
    },
  );
});
