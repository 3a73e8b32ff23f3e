import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templatesOf } from '../../../src/app/report/templates.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

let directory: string;
beforeAll(() => {
  directory = temporaryFolder('templates');
});
afterAll(() => rmSync(directory, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(directory, name)), { recursive: true });
  writeFileSync(join(directory, name), text);
}

describe('the script of the page', () => {
  it('comes with the program, bundled', () => {
    expect(templatesOf(null).text('page/script.js')).toMatch(/^"use strict";\n\(function\(\) \{/);
  });

  it('may be replaced as a whole', () => {
    write('page/script.js', "document.title = 'ours';");
    expect(templatesOf({ templates: { directory } }).text('page/script.js')).toBe("document.title = 'ours';");
  });

  it('is no more replaced in parts: an own part of an earlier version is named', () => {
    write('page/js/base.js', 'const data = {};');
    expect(() => templatesOf({ templates: { directory } })).toThrow(
      /page\/js\/base\.js replaces no template; known are: .*page\/script\.js/,
    );
  });
});
