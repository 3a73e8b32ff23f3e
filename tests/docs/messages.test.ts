import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writtenMessages } from '../../src/app/report/locales.ts';
import { LANGUAGES } from '../../src/model/member.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const TYPES = 'src/report/text/message-types.ts';
const MAIL_EN = 'templates/locales/en/mail.yaml';

let folder = '';
beforeAll(() => {
  folder = temporaryFolder('locales');
  for (const name of ['templates', 'src']) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(mode: string, root = folder) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'docs/messages.js'), mode, `--root=${root}`],
    {
      encoding: 'utf8',
    },
  );
  return { status, problems: stderr.split('\n').filter((line) => line !== '') };
}

/** What is found where texts of files are replaced; the files are as before afterwards. */
function problemsWith(changes: readonly (readonly [file: string, before: string, after: string])[]) {
  const originals = changes.map(([file]) => [file, readFileSync(join(folder, file), 'utf8')] as const);
  for (const [file, before, after] of changes) {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(before);
    writeFileSync(join(folder, file), text.replace(before, after));
  }
  const { status, problems } = run('--check');
  for (const [file, text] of originals.toReversed()) writeFileSync(join(folder, file), text);
  expect(status).toBe(problems.length === 0 ? 0 : 1);
  return problems;
}

it('each language has its folder, and each folder its language', () => {
  expect(readdirSync(join(ROOT, 'templates/locales')).sort()).toEqual([...LANGUAGES].sort());
});

it('the messages of the program are in order', () => {
  expect(run('--check', ROOT)).toEqual({ status: 0, problems: [] });
});

it('each wrong message is named with file, line, key and what to do', () => {
  const problems = problemsWith([
    [MAIL_EN, 'hello: Hello,\n', ''],
    [
      'templates/locales/fr/checks/accounts.yaml',
      '    title: Comptes dormants\n',
      '    titel: Comptes dormants\n',
    ],
    [MAIL_EN, 'gauge.of: of {quota}', 'gauge.of: of {cota}'],
    [MAIL_EN, 'state.unknown:', 'state.unkown:'],
    [MAIL_EN, "state.left: '{left} left.'", "state.left: '{left, number} left.'"],
    [MAIL_EN, '<b>{bytes} more</b>', '<i>{bytes} more</i>'],
    [
      MAIL_EN,
      'title.toFree: You can free {bytes}.',
      "title.toFree: '{bytes, select, other {x}} {bytes, plural, other {x}'",
    ],
    [
      'templates/locales/fr/page.yaml',
      '  noQuota: quota de 0',
      '  noQuota: quota de 0\n  forgotten: oubliée',
    ],
    [
      'templates/locales/en/page.yaml',
      '  noQuota: quota of 0',
      '  noQuota: quota of 0\n  forgotten: forgotten',
    ],
  ]);
  const text = problems.join('\n');
  for (const problem of [
    /^templates\/locales\/en: hello: missing: translate it from templates\/locales\/fr\/mail\.yaml:\d+\.$/m,
    /^templates\/locales\/en\/mail\.yaml:\d+: gauge\.of: \{quota\} is missing; it stands in/m,
    /^templates\/locales\/en\/mail\.yaml:\d+: gauge\.of: there is no \{cota\} in templates\/locales\/fr/m,
    /^templates\/locales\/en\/mail\.yaml:\d+: state\.unkown: there is no such key in fr: correct or delete it\.$/m,
    /^templates\/locales\/en: state\.unknown: missing/m,
    /^templates\/locales\/fr\/checks: check\.dormant-account\.title: missing: add it, in every language\.$/m,
    /^templates\/locales\/fr\/checks\/accounts\.yaml:\d+: check\.dormant-account\.titel: no check of src\/checks has it/m,
    /^templates\/locales\/en\/mail\.yaml:\d+: state\.left: write \{left\}/m,
    /^templates\/locales\/en\/mail\.yaml:\d+: since\.more: <b> is missing/m,
    /^templates\/locales\/en\/mail\.yaml:\d+: since\.more: there is no <i> in/m,
    /^templates\/locales\/en\/mail\.yaml:\d+: title\.toFree: not an ICU message/m,
    /^templates\/locales\/fr\/page\.yaml:\d+: page\.forgotten: not used: delete it in every language/m,
  ])
    expect(text).toMatch(problem);
});

it('another number of plural forms than the language has, and what a mail has no room for at 320 px, are named', () => {
  const plural = "people.more: '{n, plural, one {# other} other {# others}}'";
  const problems = problemsWith([
    [MAIL_EN, plural, "people.more: '{n, plural, other {# others}}'"],
    [MAIL_EN, 'since.closed: <b>{n, plural, one {', 'since.closed: <b>{n, plural, few {some} one {'],
    [
      MAIL_EN,
      'title.full: Your space is full.',
      'title.full: Your Nextcloudspeicherplatzkontingent is full.',
    ],
    [MAIL_EN, 'chip.urgent: First of all', 'chip.urgent: This is what is to be done first'],
    [MAIL_EN, 'question.plain: Answer this mail.', `question.plain: ${'Answer this mail. '.repeat(5)}`],
  ]);
  expect(problems.map((one) => one.replace(/^.*?: /, '')).sort()).toEqual([
    'chip.urgent: up to 32 letters are too many for its place in a mail at 320 px: 30 fit.',
    'people.more: {n} lacks the form "one", which en-GB has: add it.',
    'question.plain: up to 89 letters are many beside the 54 that French and English allow: say it shorter.',
    'since.closed: {n} has the form "few", which en-GB never asks for: delete it.',
    'title.full: "Nextcloudspeicherplatzkontingent" is a word of more than 20 letters, which sticks out of a mail at 320 px: word it otherwise.',
  ]);
});

it('a folder of messages that the program does not know as a language is named', () => {
  const file = 'src/model/member.ts';
  expect(problemsWith([[file, "en: 'en-GB'", "eo: 'eo'"]])).toEqual([
    'templates/locales/en: not in LOCALES of src/model/member.ts: add it there, with its locale.',
  ]);
});

it('the terminal has its sentences in French and English, and no other language needs or has them', () => {
  const german = 'templates/locales/de/terminal.yaml';
  expect(existsSync(join(ROOT, german))).toBe(false);
  writeFileSync(join(folder, german), "terminal:\n  history.run: 'Lauf'\n");
  const problems = problemsWith([
    ['templates/locales/en/terminal.yaml', "  history.none: 'There is no finished run yet.'\n", ''],
  ]);
  rmSync(join(folder, german));
  const [elsewhere, missing, ...others] = problems.toSorted();
  expect(missing).toMatch(/^templates\/locales\/en: terminal\.history\.none: missing: translate it from /);
  expect(elsewhere).toBe(`${german}:2: terminal.history.run: terminal speaks fr and en alone: delete it.`);
  expect(others).toEqual([]);
});

it('types that differ from the messages are named with the command that writes them', () => {
  const change = [
    MAIL_EN,
    "gauge.chip: '{percent} used'",
    "gauge.chip: '{percent, plural, one {#} other {#}} used'",
  ] as const;
  expect(problemsWith([change])).toEqual([`${TYPES}: differs from templates/locales: run "npm run docs".`]);
});

it('a counted parameter of any language is a number for all', () => {
  const file = join(folder, MAIL_EN);
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace("'{percent} used'", "'{percent, plural, other {#}} used'"));
  expect(run('').status).toBe(0);
  expect(readFileSync(join(folder, TYPES), 'utf8')).toContain("'gauge.chip': Takes<{ percent: number }>");
  writeFileSync(file, before);
});

it('the compiled messages are those that are written', () => {
  run('--compile');
  for (const language of LANGUAGES) {
    const compiled = JSON.parse(readFileSync(join(folder, `dist/locales/${language}.json`), 'utf8'));
    expect(new Map(Object.entries(compiled))).toEqual(writtenMessages(language));
  }
});
