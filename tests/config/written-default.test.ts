import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CHECKS } from '../../src/checks/index.ts';
import { writtenDefault } from '../../src/config/written-default.ts';

const OPTIONS = CHECKS.flatMap(({ id, options, optionHelp }) =>
  Object.keys(optionHelp).map((name) => ({ id, options, name })),
);
const Read = z.record(z.string(), z.unknown());

describe('the default of an option', () => {
  it.each(OPTIONS)('$id: $name is taken by the config as the docs write it', ({ id, options, name }) => {
    const written = writtenDefault(options, name);
    expect(written).toBeDefined();
    const byDefault = Read.parse(options.parse({}))[name];
    expect(Read.parse(options.parse({ [name]: written }))[name]).toEqual(byDefault);
    const page = readFileSync(new URL(`../../docs/checks/${id}.md`, import.meta.url), 'utf8');
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    const shown = [written].flat().map((one) => `\`${one}\``);
    expect(row).toContain(shown.length === 0 ? 'none' : shown.join(', '));
  });
});
