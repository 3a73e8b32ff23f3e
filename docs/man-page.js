// The man page, from the program's own definition of its commands: docs/generate.js writes it to docs/menage.1.
import { knownCommand, withAllBelow } from '../src/cli/completion/definition.ts';
import { program } from '../src/cli/program.ts';
import { EXIT_MEANINGS } from '../src/model/errors.ts';

const ENVIRONMENT = [
  ['MENAGE_CONFIG', 'the config, where --config names none'],
  ['MENAGE_ADMIN_PASSWORD, MENAGE_KEY, MENAGE_MAIL_PASSWORD', 'secrets for which the config names no file'],
  ['NO_COLOR', 'no colours'],
  ['LC_ALL, LC_MESSAGES, LANG', 'the language of what commands print: French, else English'],
];
const FILES = [
  ['menage.yaml', 'the config: of --config, else of MENAGE_CONFIG, else of the current folder'],
  ['/var/lib/menage', 'holds all of it where cron/install.sh installed the units'],
];

/** The page as troff with the macros of man(7). */
export function manPage() {
  const menage = program(() => async () => {}, () => {});
  const root = knownCommand(menage);
  const own = namesOf(root);
  const lines = [
    '.\\" Written by "npm run docs".',
    '.TH MENAGE 1 "" menage "User Commands"',
    '.SH NAME',
    'menage \\- storage hygiene and sharing audit for a shared Nextcloud',
    '.SH SYNOPSIS',
    '.B menage',
    '.I COMMAND',
    '[\\fIOPTIONS\\fR]',
    '.SH DESCRIPTION',
    troff(root.about),
    'The guide for the admin is docs/operations.md beside the program.',
    '.SH OPTIONS',
    'Each may stand with every command, before or after it.',
    ...root.options.flatMap(optionLines),
    '.SH COMMANDS',
    ...withAllBelow(root).slice(1).flatMap((command) => commandLines(command, own, usageOf(menage, command))),
    '.SH EXIT STATUS',
    ...Object.entries(EXIT_MEANINGS).flatMap(([code, meaning]) => tagged(code, meaning.replaceAll('`', ''))),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, about]) => tagged(name, about)),
    '.SH FILES',
    ...FILES.flatMap(([name, about]) => tagged(name, about)),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines({ words, about, options }, shared, usage) {
  const own = options.filter(({ names }) => !names.some((name) => shared.includes(name)));
  return [`.SS ${quoted(`${words} ${usage}`.trim())}`, `${troff(about)}.`, ...own.flatMap(optionLines)];
}

/** The names of a command's arguments, as commander shows them. */
function usageOf(menage, { words }) {
  const [, ...path] = words.split(' ');
  const command = path.reduce((at, name) => at.commands.find((one) => one.name() === name), menage);
  return command.registeredArguments.map((one) => {
    const name = `${one.name()}${one.variadic ? '...' : ''}`;
    return one.required ? name : `[${name}]`;
  }).join(' ');
}

function optionLines({ flags, about }) {
  return tagged(flags, about);
}

function tagged(tag, text) {
  return ['.TP', `.B ${quoted(tag)}`, troff(text)];
}

function namesOf({ options }) {
  return options.flatMap(({ names }) => names);
}

/** Text whose signs mean nothing to troff; a hyphen stays one that can be copied. */
function troff(text) {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

/** One argument of a macro. */
function quoted(text) {
  return `"${troff(text).replaceAll('"', '\\(dq')}"`;
}
