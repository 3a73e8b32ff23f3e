import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ownMessages } from '../../src/app/report/locales.ts';
import { CHECKS } from '../../src/checks/index.ts';
import { LANGUAGES } from '../../src/model/member.ts';
import { checkMessages } from '../../src/report/text/check-texts.ts';
import { parametersOf } from '../../src/report/text/words.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const ids = CHECKS.map(({ id }) => id);

const HEADINGS = ['## Problem', '## Why', '## Remedy', '## Options', '## Example'];
const TEXTS = ['title', 'finding', 'remedy', 'why'] as const;

describe('the list of checks', () => {
  it('names each check once', () => {
    expect(ids.length).toBeGreaterThan(40);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('holds every check that a file defines, under the name of its file', () => {
    const defining = readdirSync(new URL('src/checks/', ROOT), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => /= define(?:Member|Server)Check\(/.test(read(`src/checks/${name}`)));
    expect(defining.map((name) => basename(name, '.ts')).sort()).toEqual([...ids].sort());
  });

  it('has a page for each check and no other page', () => {
    const pages = readdirSync(new URL('docs/checks/', ROOT)).filter((name) => name !== 'README.md');
    expect(pages.sort()).toEqual(ids.map((id) => `${id}.md`).sort());
  });

  it.each(['README.md', 'docs/checks/README.md'])('stands in %s, in its order', (file) => {
    const rows = [...read(file).matchAll(/^\| \[`([a-z-]+)`\]\(/gm)].map(([, id]) => id);
    expect(rows).toEqual(ids);
  });
});

describe.each(CHECKS)('$id', (check) => {
  it('has a test', () => {
    expect(existsSync(new URL(`tests/checks/${check.area}/${check.id}.test.ts`, ROOT))).toBe(true);
  });

  it('has options that all have a default and a line of help, on its page too', () => {
    const defaults = z.record(z.string(), z.unknown()).parse(check.options.parse({}));
    expect(Object.keys(check.optionHelp).sort()).toEqual(Object.keys(defaults).sort());
    const page = read(`docs/checks/${check.id}.md`);
    expect(page.split('\n').filter((line) => line.startsWith('## '))).toEqual(HEADINGS);
    const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(Object.keys(check.optionHelp));
    expect(page).toContain(check.problem);
  });

  it('says everything with the facts of a finding alone', () => {
    for (const language of LANGUAGES) {
      for (const key of TEXTS) {
        const message = checkMessages(ownMessages(language), check.id)[key];
        const known = [...Object.keys(check.example), 'path', 'name'];
        for (const name of parametersOf(message)) expect(known).toContain(name);
        const said = new IntlMessageFormat(message, language).format({
          path: '/a',
          name: 'a',
          ...Object.fromEntries(
            Object.entries(check.example).map(([name, value]) => [name, value?.toString() ?? '']),
          ),
        });
        expect(String(said)).toMatch(/\S/);
      }
    }
  });
});
