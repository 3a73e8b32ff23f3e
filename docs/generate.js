// Generates from the code: docs/checks/*.md, docs/words.md, docs/menage.1, the tables in README.md,
// docs/result.md and docs/access.md, and the JSON Schema.
// `npm run docs` writes them; with --check nothing is written, and a difference ends it with 1.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { CHECKS } from '../src/checks/index.ts';
import { ownMessages } from '../src/app/report/locales.ts';
import { entryOf, isReasonKey, REASON_KEYS } from '../src/model/reasons/reason.ts';
import { RunResult } from '../src/model/result.ts';
import { mayBeUsed, RUN_STATUSES, RUN_USES } from '../src/model/run.ts';
import { writtenDefault } from '../src/config/written-default.ts';
import { checkMessages, checkTitle } from '../src/report/text/check-texts.ts';
import { parametersOf } from '../src/report/text/words.ts';
import { READABLE } from '../src/credentials/appapi/proxy-rule.ts';
import { EXIT_MEANINGS } from '../src/model/errors.ts';
import { manPage } from './man-page.js';

const AREAS = { storage: 'Storage', sharing: 'Sharing', accounts: 'Accounts', policy: 'Policy' };
/** What runs are used for, by the keys of `RUN_USES`. */
const USES = {
  named: '`report --run N`, titled as what it is',
  latest: '`report`, `history`, `report --preview` without a number',
  compared: 'comparisons: "since the last run", trends, `state` and `since` of findings, growth',
  sent: '`send`, the sending of `run`, the mails and messages of the period to members and admins',
  done: '`history --check`: the run of this month is there',
  tested: '`run --to ADDRESS`: the mails as a test to one address',
  reread: '`server.fullEvery`: the turn to read everything anew was had',
  clock: "proof that this machine's clock is not behind",
};
const root = new URL('..', import.meta.url);

reportReasons();
if (process.exitCode === 1) process.exit();
const pages = generated();
if (process.argv.includes('--check')) reportDifferences();
else writePages();

/** Every generated file: path from the root → text. */
function generated() {
  return new Map([
    ...CHECKS.map((check) => [`docs/checks/${check.id}.md`, pageOf(check)]),
    ['docs/checks/README.md', `# The checks\n\n${table('')}\n`],
    ['README.md', withTable('README.md', 'exits', exitTable(), withTable('README.md', 'checks', table('docs/checks/')))],
    ['docs/result.md', withTable('docs/result.md', 'uses', usesTable(), withTable('docs/result.md', 'actual', actualTable()))],
    ['docs/access.md', withTable('docs/access.md', 'proxy-rule', readableTable())],
    ['docs/result.schema.json', `${JSON.stringify(z.toJSONSchema(RunResult), null, 2)}\n`],
    ['docs/words.md', wordsPage()],
    ['docs/menage.1', manPage()],
  ]);
}

function writePages() {
  mkdirSync(new URL('docs/checks/', root), { recursive: true });
  for (const path of stalePages()) rmSync(new URL(path, root));
  for (const [path, text] of pages) writeFileSync(new URL(path, root), text);
}

function reportDifferences() {
  const different = [...pages].filter(([path, text]) => textOf(path) !== text).map(([path]) => path);
  const all = [...different, ...stalePages()];
  if (all.length === 0) return;
  process.stderr.write(`Generated files differ from the code: ${all.join(', ')}\n`);
  process.exitCode = 1;
}

/** The French of the reasons has the keys of the table and no other, and names every parameter that is not private. */
function reportReasons() {
  const file = 'templates/locales/fr/reason.yaml';
  const french = ownMessages('fr');
  const problem = (key, what) => {
    process.stderr.write(`${file}: reason.${key}: ${what}\n`);
    process.exitCode = 1;
  };
  for (const [key, { params }] of REASON_KEYS.map((key) => [key, entryOf(key)])) {
    const message = french.get(`reason.${key}`);
    if (message === undefined) problem(key, 'missing: translate it from src/model/reasons.');
    const shown = Object.keys(params).filter((name) => params[name] !== 'private');
    const named = message === undefined ? shown : parametersOf(message);
    for (const name of shown) if (!named.includes(name)) problem(key, `{${name}} is missing.`);
    for (const name of named) if (!shown.includes(name)) problem(key, `there is no {${name}} to be shown: delete it.`);
  }
  for (const key of french.keys()) {
    const name = key.replace(/^reason\./, '');
    if (key !== name && !isReasonKey(name)) problem(name, 'not in src/model/reasons: delete it.');
  }
}

/** Pages of checks that there are no more. */
function stalePages() {
  return readdirSync(new URL('docs/checks/', root))
    .map((name) => `docs/checks/${name}`)
    .filter((path) => !pages.has(path));
}

function textOf(path) {
  try {
    return readFileSync(new URL(path, root), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function pageOf({ id, area, severity, audience, problem, options, optionHelp, example, scope, offByDefault }) {
  const texts = { fr: checkMessages(ownMessages('fr'), id), en: checkMessages(ownMessages('en'), id) };
  const rows = Object.entries(optionHelp).map(([name, help]) => `| \`${name}\` | ${shown(writtenDefault(options, name))} | ${help} |`);
  const facts = Object.keys(example).map((key) => `\`${key}\``);
  const finding = { check: id, severity, audience, actual: example };
  return [
    `# ${id}`,
    '',
    `${AREAS[area]} · ${severity} · shown to the ${audience} · judged ${scope === 'server' ? 'once for the server' : 'member by member'}`,
    '',
    '## Problem',
    problem,
    '',
    '## Why',
    `${texts.en.why}`,
    `« ${texts.fr.why} »`,
    '',
    '## Remedy',
    `${texts.en.remedy}`,
    `« ${texts.fr.remedy} »`,
    '',
    '## Options',
    ...(rows.length > 0 ? ['', '| option | default | meaning |', '|---|---|---|', ...rows] : ['None.']),
    '',
    offByDefault === true
      ? `It is off by default: \`checks: { ${id}: on }\` in the config switches it on.`
      : `\`checks: { ${id}: off }\` in the config switches it off.`,
    '',
    '## Example',
    `\`actual\`: ${facts.length > 0 ? facts.join(', ') : 'nothing more'}.`,
    '',
    '```json',
    JSON.stringify(finding, null, 2),
    '```',
    '',
  ].join('\n');
}

/** Every sentence by its key, in the first two languages. */
function wordsPage() {
  const english = ownMessages('en');
  const byArea = [...ownMessages('fr')].sort(([one], [other]) => placeOf(one) - placeOf(other));
  const rows = byArea.map(([key, french]) => `- \`${key}\`\n  - fr: ${code(french)}\n  - en: ${code(english.get(key))}`);
  return [
    '# The sentences',
    '',
    'Each can be worded anew in `words/fr.yaml`, `words/en.yaml`, and so on by language, below `templates.directory`: see',
    '[operations](operations.md#templates-and-words). They are ICU messages; a new one has the same parameters. Those of the other languages stand',
    'under the same keys in `templates/locales/`.',
    'Written by `npm run docs`.',
    '',
    ...rows,
    '',
  ].join('\n');
}

/** The member's mail first, then area by area; checks in the order of their list. */
function placeOf(key) {
  const area = ['admin', 'page', 'export', 'delivery', 'setup', 'reason', 'check'].findIndex((one) => key.startsWith(`${one}.`));
  return area * 1000 + CHECKS.findIndex(({ id }) => key.startsWith(`check.${id}.`));
}

function code(text) {
  text = text.replaceAll('\n', '\\n');
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function shown(value) {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((one) => `\`${one}\``).join(', ');
  return `\`${value}\``;
}

function table(prefix) {
  const rows = CHECKS.map(
    ({ id, area, severity, audience, offByDefault }) =>
      `| [\`${id}\`](${prefix}${id}.md) | ${AREAS[area]} | ${severity} | ${audience} | ${checkTitle(ownMessages('en'), id)}${offByDefault === true ? ' (off by default)' : ''} |`,
  );
  return ['| check | area | severity | shown to | finds |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** Which facts a finding of each check carries. */
function actualTable() {
  const rows = CHECKS.map(({ id, example }) => `| [\`${id}\`](checks/${id}.md) | ${Object.entries(example).map(typed).join(', ') || '–'} |`);
  return ['| check | `actual` |', '|---|---|', ...rows].join('\n');
}

function typed([key, value]) {
  const type = Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
  return `\`${key}\` ${type}`;
}

/** Which run may be used for what: by its status, and where it was of named members. */
function usesTable() {
  const mark = (run, use) => (mayBeUsed(run, use) ? 'yes' : 'no');
  const rows = Object.keys(RUN_USES).map((use) => {
    if (USES[use] === undefined) throw new Error(`docs/generate.js lacks the use "${use}" of src/model/run.ts`);
    const byStatus = RUN_STATUSES.map((status) => mark({ scope: 'all', status }, use));
    const cells = [USES[use], ...byStatus, mark({ scope: 'members', status: 'complete' }, use)];
    return `| ${cells.join(' | ')} |`;
  });
  const head = `| used for | ${RUN_STATUSES.join(' | ')} | of \`--member\` |`;
  return [head, `|${'---|'.repeat(RUN_STATUSES.length + 2)}`, ...rows].join('\n');
}

function exitTable() {
  const rows = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => `| ${code} | ${meaning} |`);
  return ['| exit code | meaning |', '|---|---|', ...rows].join('\n');
}

/** What the read-only rule lets through. */
function readableTable() {
  const rows = READABLE.map(
    ({ method, path, below }) => `| ${method} | \`${path}\`${below ? ' and below' : ''} |`,
  );
  return ['| method | path |', '|---|---|', ...rows].join('\n');
}

/** A file with what stands between its two marks replaced. */
function withTable(path, name, text, before = readFileSync(new URL(path, root), 'utf8')) {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const from = before.indexOf(start);
  const to = before.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${path} lacks ${start} … ${end}`);
  return `${before.slice(0, from + start.length)}\n${text}\n${before.slice(to)}`;
}
