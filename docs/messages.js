// The messages of `templates/locales/`: types of their keys and parameters, and one JSON file per language for the program.
//   node docs/messages.js            writes the types (`npm run docs` does)
//   node docs/messages.js --check    compares them, and every language with the source language; 1 where something is wrong
//   node docs/messages.js --compile  writes dist/locales/*.json (`npm run build` does): JSON is read in a tenth of the time
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse as parseMessage, TYPE } from '@formatjs/icu-messageformat-parser';
import { LineCounter, isMap, parseDocument } from 'yaml';
import { lengthProblems, pluralProblems } from './message-rules.js';

const SOURCE = 'fr';
/** Those that every other one is measured by. */
const FIRST = ['fr', 'en'];
/** The terminal and the team's pages of the portal speak the first languages, and English to everybody else. */
const FIRST_ONLY = ['terminal', 'team'];
/** The areas that go out in mails. */
const MAILED = ['mail', 'admin', 'referent', 'check', 'delivery', 'notice'];
/** Asked for by the id of a check or the key of a reason, with parameters of their own types. */
const UNTYPED = ['check', 'reason'];
const TYPES = 'src/report/text/message-types.ts';
const LOCALES_FILE = 'src/model/member.ts';
const rootArgument = process.argv.find((one) => one.startsWith('--root='));
const root = rootArgument === undefined ? new URL('..', import.meta.url) : new URL(`file://${rootArgument.slice('--root='.length)}/`);
const problems = [];

if (process.argv.includes('--compile')) compile();
else if (process.argv.includes('--check')) check();
else writeTypes();

for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;

function compile() {
  mkdirSync(new URL('dist/locales/', root), { recursive: true });
  for (const language of languages()) {
    const messages = Object.fromEntries([...messagesOf(language)].map(([key, { message }]) => [key, message]));
    writeFileSync(new URL(`dist/locales/${language}.json`, root), JSON.stringify(messages));
  }
}

function writeTypes() {
  const source = messagesOf(SOURCE);
  const text = typesOf(source, translations());
  if (problems.length === 0) writeFileSync(new URL(TYPES, root), text);
}

function check() {
  const source = messagesOf(SOURCE);
  const others = translations();
  for (const [key, entry] of source) reportFormatted(`${entry.where}: ${key}`, shapeOf(key, entry));
  for (const [key, entry] of source) reportTwins(`${entry.where}: ${key}`, shapeOf(key, entry));
  for (const [language, messages] of others) compare(language, messages, source);
  const all = new Map([[SOURCE, source], ...others]);
  for (const [language, messages] of all) checkForms(language, messages, all);
  findUnused(source);
  checkMessagesOfChecks(source);
  if (problems.length === 0 && readFileSync(new URL(TYPES, root), 'utf8') !== typesOf(source, others))
    problems.push(`${TYPES}: differs from templates/locales: run "npm run docs".`);
}

/** A tag and a parameter of one name: what is given for the tag would stand in the place of the parameter. */
function reportTwins(where, shape) {
  for (const name of shape?.keys() ?? [])
    if (shape.has(`<${name}>`)) problems.push(`${where}: <${name}> and {${name}} have one name: rename one.`);
}

/** Every language but the source language, with its messages. */
function translations() {
  return new Map(languages().filter((one) => one !== SOURCE).map((language) => [language, messagesOf(language)]));
}

/** The folders below `templates/locales`. */
function languages() {
  return readdirSync(new URL('templates/locales/', root)).sort();
}

/** Every message of a language by its key, with file and line. */
function messagesOf(language) {
  const folder = `templates/locales/${language}/`;
  const names = readdirSync(new URL(folder, root), { recursive: true }).filter((name) => name.endsWith('.yaml')).sort();
  const all = new Map();
  for (const name of names) {
    const lines = new LineCounter();
    const { contents, errors } = parseDocument(readFileSync(new URL(folder + name, root), 'utf8'), { lineCounter: lines, prettyErrors: false });
    const at = (offset) => `${folder}${name}:${lines.linePos(offset).line}`;
    for (const { pos, message } of errors) problems.push(`${at(pos[0])}: ${message}: correct the YAML.`);
    for (const { key, area, message, offset } of leavesOf(contents)) {
      if (typeof message !== 'string') problems.push(`${at(offset)}: ${key}: write "key: message", the message in quotes.`);
      else if (all.has(key)) problems.push(`${at(offset)}: ${key}: stands in ${all.get(key).where} already: delete one.`);
      else all.set(key, { area, message, where: at(offset) });
    }
  }
  return all;
}

/** `key: message` is of the member's mail; what stands in a group is of that area, and the group's name goes before its key. */
function leavesOf(node, key = '', area = 'mail') {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key: name, value }) => {
    const whole = key === '' ? name.value : `${key}.${name.value}`;
    if (isMap(value)) return leavesOf(value, whole, key === '' ? name.value : area);
    return [{ key: whole, area, message: value?.value, offset: name.range[0] }];
  });
}

/** What a message takes: each parameter and tag, and as what. Null where it is no ICU message. */
function shapeOf(key, { message, where }) {
  const shape = new Map();
  try {
    collect(parseMessage(message), shape);
    return shape;
  } catch (error) {
    problems.push(`${where}: ${key}: not an ICU message (${error.message}): close every { and <, and give each choice an "other".`);
    return null;
  }
}

function collect(nodes, shape) {
  for (const node of nodes) {
    if (node.type === TYPE.tag) shape.set(`<${node.value}>`, 'tag');
    else if (node.type === TYPE.plural) shape.set(node.value, 'number');
    else if (node.type === TYPE.select) shape.set(node.value, 'string');
    else if (node.type === TYPE.argument) shape.set(node.value, shape.get(node.value) ?? 'text');
    else if (node.type !== TYPE.literal && node.type !== TYPE.pound) shape.set(node.value, 'formatted');
    for (const { value } of Object.values(node.options ?? {})) collect(value, shape);
    collect(node.children ?? [], shape);
  }
}

/** The TypeScript module that says what each message takes. */
function typesOf(messages, others) {
  const areas = new Map();
  for (const [key, entry] of messages) {
    const shape = UNTYPED.includes(entry.area) ? null : shapeOf(key, entry);
    if (shape === null) continue;
    // What one language counts by is a number in all.
    for (const translated of others.values()) {
      const other = translated.has(key) ? shapeOf(key, translated.get(key)) : null;
      for (const [name, kind] of other ?? []) if (shape.get(name) === 'text') shape.set(name, kind);
    }
    const inner = innerKey(key, entry);
    if (!areas.has(entry.area)) areas.set(entry.area, []);
    areas.get(entry.area).push(`    readonly ${/^\w+$/.test(inner) ? inner : `'${inner}'`}: ${typeOf(shape)};`);
  }
  return [
    `// Written by \`npm run docs\` from templates/locales/${SOURCE}: do not edit.`,
    '',
    '/** A parameter that is shown as it stands. */',
    'type Text = string | number;',
    '',
    'interface None {',
    '  readonly params: Readonly<Record<never, never>>;',
    '  readonly tags: never;',
    '}',
    '',
    'interface Takes<Params, Tags = never> {',
    '  readonly params: Readonly<Params>;',
    '  readonly tags: Tags;',
    '}',
    '',
    '/** By area and key: which parameters a message takes, and which tags stand in it. */',
    'export interface AreaMessages {',
    ...[...areas].sort(([one], [other]) => one.localeCompare(other)).flatMap(([area, lines]) => [`  readonly ${area}: {`, ...lines, '  };']),
    '}',
    '',
  ].join('\n');
}

/** The key within its area. */
function innerKey(key, { area }) {
  return area === 'mail' ? key : key.slice(area.length + 1);
}

function typeOf(shape) {
  const names = [...shape.keys()].sort();
  const params = names.filter((name) => !name.startsWith('<')).map((name) => `${name}: ${shape.get(name) === 'text' ? 'Text' : shape.get(name)}`);
  const tags = names.filter((name) => name.startsWith('<')).map((name) => `'${name.slice(1, -1)}'`);
  if (params.length + tags.length === 0) return 'None';
  const taken = params.length === 0 ? "None['params']" : `{ ${params.join('; ')} }`;
  return `Takes<${[taken, ...(tags.length === 0 ? [] : [tags.join(' | ')])].join(', ')}>`;
}

/** Keys that are missing or too many in a language, and messages that take something else than those of the source language. */
function compare(language, messages, source) {
  for (const [key, { area, where }] of source) {
    if (!messages.has(key) && !standsElsewhere(area, language)) problems.push(`templates/locales/${language}: ${key}: missing: translate it from ${where}.`);
  }
  for (const [key, entry] of messages) {
    const original = source.get(key);
    if (original === undefined) {
      problems.push(`${entry.where}: ${key}: there is no such key in ${SOURCE}: correct or delete it.`);
      continue;
    }
    if (FIRST_ONLY.includes(entry.area) && !FIRST.includes(language))
      problems.push(`${entry.where}: ${key}: ${entry.area} speaks ${FIRST.join(' and ')} alone: delete it.`);
    const [own, wanted] = [shapeOf(key, entry), shapeOf(key, original)];
    if (own !== null && wanted !== null) compareShapes(`${entry.where}: ${key}`, own, wanted, original.where);
  }
}

/** The English of reasons is part of the contract and stands in src/model/reasons; the terminal has two languages. */
function standsElsewhere(area, language) {
  return (area === 'reason' && language === 'en') || (FIRST_ONLY.includes(area) && !FIRST.includes(language));
}

/** The plural forms of every message, and the length of those that go out in mails. */
function checkForms(language, messages, all) {
  const locale = localesOfProgram().get(language);
  if (locale === undefined) {
    problems.push(`templates/locales/${language}: not in LOCALES of ${LOCALES_FILE}: add it there, with its locale.`);
    return;
  }
  for (const [key, entry] of messages) {
    const nodes = nodesOf(entry);
    if (nodes === null) continue;
    const lengths = MAILED.includes(entry.area) ? lengthProblems(key, nodes, firstOf(key, all, language)) : [];
    for (const problem of [...pluralProblems(locale, nodes), ...lengths]) problems.push(`${entry.where}: ${key}: ${problem}`);
  }
}

/** The same message in the first languages other than its own. */
function firstOf(key, all, language) {
  return FIRST.filter((one) => one !== language).map((one) => nodesOf(all.get(one)?.get(key))).filter((nodes) => nodes !== null);
}

/** Null where it is no ICU message, which is reported elsewhere. */
function nodesOf(entry) {
  if (entry === undefined) return null;
  try {
    return parseMessage(entry.message);
  } catch {
    return null;
  }
}

/** The languages of the program with their locales, as `LOCALES` has them. */
function localesOfProgram() {
  const text = readFileSync(new URL(LOCALES_FILE, root), 'utf8');
  const table = /LOCALES = \{([^}]*)\}/.exec(text)?.[1] ?? '';
  return new Map([...table.matchAll(/(\w+): '([\w-]+)'/g)].map(([, language, locale]) => [language, locale]));
}

function reportFormatted(place, shape) {
  for (const [name, kind] of shape ?? []) {
    if (kind === 'formatted') problems.push(`${place}: write {${name}}: sizes, numbers and days come in the reader’s form already.`);
  }
}

function compareShapes(place, own, wanted, where) {
  reportFormatted(place, own);
  for (const [name, kind] of wanted) {
    if (!own.has(name)) problems.push(`${place}: ${written(name)} is missing; it stands in ${where}.`);
  }
  for (const [name, kind] of own) {
    const expected = wanted.get(name);
    if (expected === undefined) problems.push(`${place}: there is no ${written(name)} in ${where}: delete it here or add it there.`);
    else if (kind !== expected && kind !== 'text' && kind !== 'formatted' && expected !== 'text')
      problems.push(`${place}: {${name}} is a ${kind} here, but ${expected} in ${where}: use it in the same way.`);
  }
}

function written(name) {
  return name.startsWith('<') ? name : `{${name}}`;
}

/** Keys that no code and no template names, as text or by a template such as `section.${id}`. */
function findUnused(source) {
  const code = ['src/', 'templates/'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true })
      .filter((name) => /\.(ts|js|hbs)$/.test(name) && !TYPES.endsWith(name))
      .map((name) => readFileSync(new URL(folder + name, root), 'utf8')),
  ).join('\n');
  const named = new Set([...code.matchAll(/'([\w.-]+)'/g)].map(([, name]) => name));
  for (const [, name] of code.matchAll(/\bwords\.(\w+)/g)) named.add(name.replaceAll('_', '.'));
  const made = [...code.matchAll(/`([\w-]+\.[^`\s]*\$\{[^`\s]*)`/g)].map(([, text]) => patternOf(text));
  for (const [key, entry] of source) {
    const inner = innerKey(key, entry);
    if (entry.area === 'check' || named.has(inner) || named.has(inner.replace(/\.(one|other)$/, ''))) continue;
    if (!made.some((pattern) => pattern.test(inner))) problems.push(`${entry.where}: ${key}: not used: delete it in every language, or use it.`);
  }
}

/** Each check has its four messages, and there are no others under `check`. */
function checkMessagesOfChecks(source) {
  const folder = new URL('src/checks/', root);
  const texts = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const ids = texts.flatMap((text) => /^ {2}id: '([\w-]+)',$/m.exec(text)?.[1] ?? []);
  const wanted = new Set(ids.flatMap((id) => ['title', 'finding', 'remedy', 'why'].map((key) => `check.${id}.${key}`)));
  for (const key of wanted) if (!source.has(key)) problems.push(`templates/locales/${SOURCE}/checks: ${key}: missing: add it, in every language.`);
  for (const [key, { area, where }] of source) {
    if (area === 'check' && !wanted.has(key)) problems.push(`${where}: ${key}: no check of src/checks has it: correct or delete it.`);
  }
}

function patternOf(text) {
  const parts = text.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}
