// `npm run new:check ID [AREA]`: lays the files of a check that works and finds an example, to be made your own.
// Without an area the id's first word tells it: see AREA_OF. `--no-docs` leaves out `npm run docs`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const AREAS = ['storage', 'sharing', 'accounts', 'policy'];
const AREA_OF = {
  ...{ link: 'sharing', share: 'sharing', mail: 'sharing', group: 'sharing', external: 'sharing' },
  ...{ file: 'storage', folder: 'storage', quota: 'storage', trash: 'storage' },
  ...{ account: 'accounts', member: 'accounts', policy: 'policy' },
};

const { id, area, withDocs } = asked(process.argv.slice(2));
const name = id.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
const paths = {
  check: `src/checks/${area}/${id}.ts`,
  list: 'src/checks/index.ts',
  test: `tests/checks/${area}/${id}.test.ts`,
};
const IN_ENGLISH = ['What it is, in one sentence.', 'What to do about it, in one sentence.', 'Why it matters.'];
const IN_FRENCH = ['Ce que c’est, en une phrase.', 'Ce qu’il faut faire, en une phrase.', 'Pourquoi cela compte.'];
const messages = readdirSync(new URL('templates/locales/', root)).map((language) => ({
  file: `templates/locales/${language}/checks/${area}.yaml`,
  texts: language === 'fr' ? IN_FRENCH : IN_ENGLISH,
}));
if ([paths.check, paths.test].some((path) => existsSync(new URL(path, root)))) fail(`There is a check "${id}" already.`);

write(paths.check, checkSource());
write(paths.list, listed(readFileSync(new URL(paths.list, root), 'utf8')));
write(paths.test, testSource());
for (const { file, texts } of messages) write(file, withMessages(file, texts));
// Imports and form alone: the linter would read the whole project for three files.
run('node_modules/.bin/biome', ['check', '--write', '--linter-enabled=false', '--log-level=error', ...Object.values(paths)]);
if (withDocs) run('npm', ['run', '--silent', 'docs']);
process.stdout.write(
  [
    `Laid: ${[...Object.values(paths), ...messages.map(({ file }) => file)].join(', ')}${withDocs ? `, docs/checks/${id}.md and the tables` : ''}.`,
    '',
    `1. Make ${paths.check} find what it should: its options, problem and example too; its messages stand in templates/locales/*/checks/${area}.yaml, to be worded in French, then in the others.`,
    `2. Show it: edit ${paths.test}, then "npm run watch ${paths.test}".`,
    '3. "npm run docs" renews the page and the tables; "npm run check" says what is missing.',
    '',
  ].join('\n'),
);

function asked(parameters) {
  const [id, area = AREA_OF[id?.split('-')[0]]] = parameters.filter((one) => !one.startsWith('--'));
  if (id === undefined || !/^[a-z]+(-[a-z]+)+$/.test(id)) fail('Name the check in words, as in: npm run new:check link-too-old');
  if (!AREAS.includes(area)) fail(`Say its area, as in: npm run new:check ${id} ${AREAS[0]} (one of ${AREAS.join(', ')})`);
  return { id, area, withDocs: !parameters.includes('--no-docs') };
}

/** The list with an import and, after the last check of its area, an entry; biome sorts the imports. */
function listed(source) {
  const ofArea = [...source.matchAll(new RegExp(`^import \\{ (\\w+) \\} from './${area}/`, 'gm'))].map(([, one]) => one);
  const [head, list] = source.split('export const CHECKS');
  const after = Math.max(...ofArea.map((one) => list.indexOf(`  ${one},\n`) + one.length + 4));
  return `import { ${name} } from './${area}/${id}.ts';\n${head}export const CHECKS${list.slice(0, after)}  ${name},\n${list.slice(after)}`;
}

function checkSource() {
  const { imports, define, scope, needs, options, help, problem, example, judge } = templateOf(area);
  return `import { z } from 'zod';
import { ${define} } from '../../judge/define.ts';
${imports}
/** ${problem} */
export const ${name} = ${define}({
  id: '${id}',
  area: '${area}',
  severity: 'low',
  audience: '${scope === 'member' ? 'member' : 'admin'}',
  scope: '${scope}',
  needs: ['${needs}'],
  options: z.object({ ${options} }),
  optionHelp: { ${help} },
  problem: '${problem}',
  example: { ${example} },
${judge}
});
`;
}

/** The messages of its area with those of the check at their end. */
function withMessages(path, [finding, remedy, why]) {
  const messages = [`  ${id}:`, `    title: ${id}`, `    finding: ${finding}`, `    remedy: ${remedy}`, `    why: ${why}`];
  return `${readFileSync(new URL(path, root), 'utf8')}\n${messages.join('\n')}\n`;
}

function testSource() {
  const { helpers, call, found, other } = templateOf(area);
  return `import { describe, expect, it } from 'vitest';
import { ${name} } from '../../../src/checks/${area}/${id}.ts';
import { ${helpers} } from '../helpers.ts';

describe('${id}', () => {
  it('finds the example', () => {
    expect(${call(found)}).toHaveLength(1);
  });

  it('leaves alone what is just not that', () => {
    expect(${call(other)}).toEqual([]);
  });
});
`;
}

/** What a check of each area usually looks at, with a condition that is to be replaced. */
function templateOf(area) {
  const word = { options: "word: z.string().min(1).default('example')", help: "word: 'what the name contains'" };
  const templates = {
    storage: {
      ...word,
      imports: "import type { Draft } from '../../judge/check.ts';\nimport { nameOf } from '../../model/path/path.ts';\n",
      define: 'defineMemberCheck',
      scope: 'member',
      needs: 'tree',
      problem: 'A file whose name contains `word`.',
      example: 'sizeBytes: 2097152',
      judge: `  watch(_evidence, { word }) {
    const found: Draft[] = [];
    return {
      see(entry) {
        if (entry.isFolder || !nameOf(entry.path).includes(word)) return;
        found.push({
          subject: { kind: 'file', id: entry.fileId, path: entry.path },
          actual: { sizeBytes: entry.size },
          bytes: entry.size,
        });
      },
      conclude: () => found,
    };
  },`,
      helpers: 'draftsOf, file',
      call: (path) => `draftsOf(${name}, { entries: [file('${path}')] })`,
      found: '/an example.pdf',
      other: '/example/another.pdf',
    },
    sharing: {
      ...word,
      imports: "import { links, onLink } from './links.ts';\n",
      define: 'defineMemberCheck',
      scope: 'member',
      needs: 'shares',
      problem: 'A public link whose label contains `word`.',
      example: "label: 'an example'",
      judge: `  judge({ shares }, { word }) {
    return links(shares)
      .filter(({ label }) => label.includes(word))
      .map((link) => onLink(link, { label: link.label }));
  },`,
      helpers: 'draftsOf, link',
      call: (label) => `draftsOf(${name}, { evidence: { shares: [link({ label: '${label}' })] } })`,
      found: 'an example',
      other: 'another',
    },
    accounts: {
      ...word,
      imports: '',
      define: 'defineServerCheck',
      scope: 'server',
      needs: 'accounts',
      problem: 'An account whose uid contains `word`.',
      example: 'enabled: true',
      judge: `  judge({ accounts }, { word }) {
    return accounts
      .filter(({ id }) => id.includes(word))
      .map(({ id, enabled }) => ({ subject: { kind: 'member', id, path: null }, actual: { enabled } }));
  },`,
      helpers: 'account, judgeServer',
      call: (uid) => `judgeServer(${name}, { accounts: [account('${uid}')] })`,
      found: 'an-example',
      other: 'another',
    },
    policy: {
      imports: '',
      define: 'defineServerCheck',
      scope: 'server',
      needs: 'policy',
      options: 'maxDays: z.number().int().min(1).default(365)',
      help: "maxDays: 'days that the rule may allow'",
      problem: 'Links may stay open for more than `maxDays`.',
      example: 'days: 400',
      judge: `  unknown: ({ policy }) => (policy.linkExpiryDays === null ? policy.unknownBecause : null),
  judge({ policy }, { maxDays }) {
    const days = policy.linkExpiryDays;
    if (days === null || days <= maxDays) return [];
    return [{ subject: { kind: 'server', id: 'server', path: null }, actual: { days } }];
  },`,
      helpers: 'judgeServer, POLICY',
      call: (days) => `judgeServer(${name}, { policy: { ...POLICY, linkExpiryDays: ${days} } })`,
      found: 366,
      other: 365,
    },
  };
  return templates[area];
}

function write(path, text) {
  writeFileSync(new URL(path, root), text);
}

function run(command, parameters) {
  const { status } = spawnSync(command, parameters, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) fail(`"${command} ${parameters.join(' ')}" failed.`);
}

function fail(message) {
  process.stderr.write(`new:check: ${message}\n`);
  process.exit(2);
}
