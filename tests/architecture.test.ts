import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What each stage may import beside itself and (where allowed) `log`: the table of docs/architecture.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  files: ['model'],
  config: ['model', 'files'],
  nextcloud: ['model', 'files'],
  credentials: ['model', 'files', 'nextcloud'],
  store: ['model', 'files'],
  gather: ['model', 'nextcloud', 'store'],
  register: ['model', 'files'],
  access: ['model'],
  judge: ['model', 'access'],
  checks: ['model', 'judge', 'access'],
  report: ['model', 'access'],
  deliver: ['model', 'store'],
  queue: ['model', 'store'],
  demo: ['model'],
  app: [
    ...[
      'model',
      'files',
      'config',
      'nextcloud',
      'credentials',
      'store',
      'gather',
      'register',
      'access',
      'judge',
      'checks',
      'report',
    ],
    ...['deliver', 'queue', 'demo'],
  ],
  portal: [
    ...[
      'model',
      'files',
      'config',
      'nextcloud',
      'credentials',
      'store',
      'gather',
      'access',
      'judge',
      'checks',
    ],
    ...['report', 'deliver', 'queue', 'demo', 'app'],
  ],
};
/** Files that a folder may hold; only the lists of checks grow beyond it. */
const MOST_FILES = 22;
/** What a folder inside a stage must not import of its own stage: what stands above it. */
const MUST_NOT_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'model/path': ['model'],
  'nextcloud/http': ['nextcloud/dav', 'nextcloud/ocs'],
  'nextcloud/dav': ['nextcloud/ocs'],
  'gather/inventory': ['gather/crawl', 'gather/members', 'gather/shares', 'gather/spaces'],
  'gather/crawl': ['gather/inventory', 'gather/members', 'gather/shares', 'gather/spaces', 'gather/uploads'],
  'gather/shares': ['gather/inventory', 'gather/crawl', 'gather/members', 'gather/spaces'],
  'gather/members': ['gather/spaces'],
  'gather/uploads': ['gather/inventory', 'gather/members', 'gather/shares', 'gather/spaces'],
  'store/database': ['store/runs', 'store/entries', 'store/forget', 'store/register', 'store/copy'],
  'store/runs': ['store/entries', 'store/forget'],
  'store/entries': ['store/runs', 'store/forget'],
  'store/forget': ['store/entries'],
  'store/register': ['store/runs', 'store/entries', 'store/forget'],
  'store/fleet': ['store/runs', 'store/entries', 'store/forget', 'store/register', 'store/portal'],
  'report/figures': ['report/mail', 'report/page', 'report/leaver', 'report/export'],
  'report/text': ['report/mail', 'report/page', 'report/leaver', 'report/export'],
  'report/leaver': ['report/mail', 'report/page', 'report/page/common', 'report/export'],
  'report/mail': ['report/page', 'report/page/common', 'report/page/script', 'report/export'],
  'report/page': ['report/mail', 'report/page/script', 'report/export'],
  'report/page/common': [
    'report/figures',
    'report/mail',
    'report/page',
    'report/page/script',
    'report/export',
  ],
  'report/page/script': ['report/figures', 'report/mail', 'report/page', 'report/export'],
  'report/export': [
    'report/mail',
    'report/page',
    'report/page/common',
    'report/page/script',
    'report/export/access',
  ],
  'report/export/access': ['report/mail', 'report/page', 'report/page/common', 'report/page/script'],
  'demo/nextcloud': ['demo/coop'],
  'demo/nextcloud/appapi': ['demo/coop', 'demo/nextcloud', 'demo/nextcloud/dav'],
  'demo/nextcloud/http': [
    'demo/coop',
    'demo/nextcloud',
    'demo/nextcloud/world',
    'demo/nextcloud/appapi',
    'demo/nextcloud/dav',
    'demo/nextcloud/ocs',
  ],
  'demo/nextcloud/world': [
    'demo/coop',
    'demo/nextcloud',
    'demo/nextcloud/appapi',
    'demo/nextcloud/dav',
    'demo/nextcloud/ocs',
  ],
  'demo/nextcloud/web': [
    'demo/coop',
    'demo/nextcloud',
    'demo/nextcloud/appapi',
    'demo/nextcloud/dav',
    'demo/nextcloud/ocs',
  ],
  'demo/nextcloud/dav': ['demo/coop', 'demo/nextcloud', 'demo/nextcloud/appapi', 'demo/nextcloud/ocs'],
  'demo/nextcloud/ocs': ['demo/coop', 'demo/nextcloud', 'demo/nextcloud/appapi', 'demo/nextcloud/dav'],
};
const GENERATED = ['report/text/message-types.ts'];
/** Lists to which one only adds. */
const GROWING = [
  'store/database/migrations.ts',
  'store/database/postgres-schema.ts',
  'store/fleet/schema.ts',
];
const NO_LOG = ['model', 'access', 'judge', 'checks', 'report'];
const PURE = ['model', 'access', 'judge', 'checks', 'report'];
const SERVER_PACKAGES = /^(webdav|@buttercup\/|node-fetch|undici)/;
/** What a pure stage must not touch: the file system, the network, other processes. */
const WORLD = /^node:(fs|net|http|https|tls|child_process|dns|dgram|worker_threads|timers)/;

/** Where the machine's clock is read, and why; everything else is handed a moment or a clock, and durations are `performance.now()`. */
const CLOCKS: ReadonlyMap<string, string> = new Map([
  ['cli/context.ts', 'the clock that every command is handed'],
  ['deliver/chat.ts', 'Retry-After may be a date (RFC 9110, 10.2.3)'],
  ['nextcloud/http/failure.ts', 'Retry-After may be a date (RFC 9110, 10.2.3)'],
  ['demo/nextcloud/server.ts', 'the default of a server that is started by itself'],
]);

/**
 * A plain object as a map has names that nobody put there (`constructor`) and loses one that somebody did (`__proto__`):
 * names from outside stand in a Map. Where one of these stands all the same, its keys are our own words, or it is only
 * written out and never asked by name.
 */
const OBJECTS_AS_MAPS: readonly {
  readonly what: string;
  readonly pattern: RegExp;
  readonly allowed: ReadonlyMap<string, string>;
}[] = [
  {
    what: 'z.record, which drops __proto__ in silence',
    pattern: /\bz\.(?:partialR|looseR|r)ecord\(/,
    allowed: new Map([
      ['model/result.ts', 'names of facts, which the checks give'],
      ['model/result-parts.ts', 'parameters of our sentences'],
      ['store/runs/judged-members.ts', 'ids of checks'],
      ['store/portal/columns.ts', 'parameters of our sentences'],
    ]),
  },
  {
    what: 'an object made of names',
    pattern: /\bObject\.(?:fromEntries|groupBy)\(|\.reduce<Record</,
    allowed: new Map([
      ['judge/findings.ts', 'names of facts'],
      ['app/demo-stage.ts', 'uids, written as JSON'],
      ['app/member-data.ts', 'names of facts'],
      ['app/open.ts', 'ids of checks, names of limits'],
      ['credentials/process.ts', 'the environment of a process'],
      ['credentials/vault-content.ts', 'uids, written as JSON and read by Object.entries'],
      ['model/reasons/sentence.ts', 'parameters of our sentences'],
      ['nextcloud/ocs/rows.ts', 'a record without some fields, for its schema'],
      ['queue/work.ts', 'kinds of jobs'],
      ['report/text/check-texts.ts', 'parameters of our sentences'],
      ['report/text/harmless-view.ts', 'fields of our own views'],
      ['report/text/check-words.ts', 'parameters of our sentences'],
      ['report/page/data.ts', 'keys and parameters of our sentences'],
      ['report/page/common/packed.ts', 'fields of our own rows'],
      ['report/page/view.ts', 'keys of our sentences'],
      ['report/text/words.ts', 'tags of our sentences'],
      ['store/forget/blank-names.ts', 'names of facts, parameters of our sentences'],
      ['store/forget/erase-person.ts', 'names of facts'],
      ['store/forget/erase-reasons.ts', 'parameters of our sentences'],
      ['store/database/rows.ts', 'our own columns'],
      ['store/portal/columns.ts', 'our own columns'],
    ]),
  },
  {
    what: 'Object.assign, which sets what __proto__ names',
    pattern: /\bObject\.assign\(/,
    allowed: new Map([
      ['report/templates.ts', 'the place of an error'],
      ['store/database/sqlite.ts', 'our own columns'],
      ['store/entries/snapshot-writer.ts', 'totals'],
    ]),
  },
  {
    what: 'a table of words asked by any text',
    pattern: /^(?:export )?const \w+: .*\bRecord<string,|[(&|!] ?\w+ in \w+\)|return \w+ in \w+;/m,
    allowed: new Map(),
  },
  {
    what: 'an object that is filled by name',
    pattern: /: (?:Record|Partial)<.*= \{\};/,
    allowed: new Map([
      ['judge/define.ts', 'names of evidence'],
      ['judge/verdict.ts', 'names of evidence'],
      ['config/check-options.ts', 'ids of checks'],
      ['report/text/check-texts.ts', 'names of facts'],
    ]),
  },
];

/** Sentences of three words and more in `src/report`, and why they are no messages. */
const SENTENCES: ReadonlyMap<string, string> = new Map([
  ['report/templates.ts', 'errors of who writes own templates'],
  ['report/text/message-file.ts', 'errors of who writes own wordings'],
  ['report/text/rewording.ts', 'errors of who writes own wordings'],
  ['report/text/words.ts', 'an error of the program'],
  ['report/export/fleet/metrics.ts', 'help texts of metrics, English by their format'],
  ['report/export/metrics.ts', 'help texts of metrics, English by their format'],
]);
const SENTENCE = /\p{L}{2,} \p{L}+ \p{L}{2,}/u;

const SRC = resolve(import.meta.dirname, '../src');
/** Files that use a word of "Say instead" in docs/glossary.md, and why. */
const FORBIDDEN_WORDS: ReadonlyMap<string, string> = new Map([
  ['report/text/message-types.ts', 'generated: parameters of messages, which own wordings use'],
  ['report/mail/mail.ts', 'a parameter of a message, which own wordings use'],
  ['report/page/figures.ts', 'a parameter of a message, which own wordings use'],
  ['report/page/occupation.ts', 'a field of the view, which own templates use'],
  ['report/text/reasons.ts', 'to come: reasons by key'],
  ['report/text/reasons-lists-fr.ts', 'to come: reasons by key'],
]);

interface SourceFile {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  /** Own files as paths from `src`, packages by name. */
  readonly imports: readonly string[];
}

function sourceFiles(): readonly SourceFile[] {
  const names = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return names.map((name) => {
    const text = readFileSync(join(SRC, name), 'utf8');
    const matches = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
    const imports = [...matches].flatMap(([, target]) =>
      target === undefined ? [] : [fromSrc(name, target)],
    );
    return {
      path: name,
      folder: name.includes('/') ? (dirname(name).split('/')[0] ?? '') : '',
      text,
      imports,
    };
  });
}

function fromSrc(importer: string, target: string): string {
  return target.startsWith('.') ? relative(SRC, resolve(SRC, dirname(importer), target)) : target;
}

/** What a file imports when it runs: types are gone by then. */
function runtimeImports(file: SourceFile | undefined): readonly string[] {
  const matches = file?.text.matchAll(/^(?:import|export .*from)(?! type\b)[^;']*'([^']+)';/gm) ?? [];
  return [...matches].map(([, target]) => fromSrc(file?.path ?? '', target ?? ''));
}

const files = sourceFiles();

/** These files, and all that is loaded with them. */
function reachedFrom(paths: readonly string[]): ReadonlySet<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set(paths);
  // A set yields what is added while it is walked.
  for (const path of reached) for (const target of runtimeImports(byPath.get(path))) reached.add(target);
  return reached;
}

describe('the workspace', () => {
  it('was read at all', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((file) => file.imports)).toContain('model/ids.ts');
  });

  it('has only the folders of the table', () => {
    const folders = new Set(files.map((file) => file.folder).filter((folder) => folder !== ''));
    for (const folder of folders) expect([...Object.keys(MAY_IMPORT), 'cli']).toContain(folder);
  });

  it('imports only what the table allows', () => {
    const broken = files
      .filter(({ folder }) => folder in MAY_IMPORT)
      .flatMap(({ path, folder, imports }) =>
        imports
          .filter((target) => target.endsWith('.ts') && target.includes('/'))
          .map((target) => target.split('/')[0] ?? '')
          .filter((stage) => stage !== folder && !MAY_IMPORT[folder]?.includes(stage))
          .map((stage) => `${path} → ${stage}`),
      );
    expect(broken).toEqual([]);
  });

  it('imports nothing from above within a stage', () => {
    const broken = files.flatMap(({ path, imports }) =>
      imports
        .filter((target) => MUST_NOT_IMPORT[dirname(path)]?.includes(dirname(target)))
        .map((target) => `${path} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('gives the page’s script nothing but what a browser can run: no package, no part of Node', () => {
    const scripts = files.map(({ path }) => path).filter((path) => path.startsWith('report/page/script/'));
    expect(scripts.length).toBeGreaterThan(10);
    const reached = reachedFrom(scripts);
    const foreign = [...reached].filter(
      (path) => !/^(report\/page\/(script|common)|model|access)\/|^report\/text\/format\.ts$/.test(path),
    );
    expect(foreign).toEqual([]);
  });

  it('starts without what only a fleet or a store on PostgreSQL needs', () => {
    const reached = reachedFrom([
      'app/open.ts',
      'app/doctor/diagnose.ts',
      'cli/program.ts',
      'cli/portal/serve.ts',
    ]);
    expect(reached).toContain('store/database/sqlite.ts');
    expect([...reached].filter((path) => ['pg', 'graphile-worker'].includes(path))).toEqual([]);
  });

  it('has at most some twenty files in a folder, but for the lists of checks', () => {
    const counts = new Map<string, number>();
    for (const { path } of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    const large = [...counts].filter(
      ([folder, count]) => count > MOST_FILES && !folder.startsWith('checks/'),
    );
    expect(large).toEqual([]);
  });

  it('keeps the log out of model, judge, checks and report', () => {
    const broken = files.filter(
      ({ folder, imports }) => NO_LOG.includes(folder) && imports.includes('log.ts'),
    );
    expect(broken.map((file) => file.path)).toEqual([]);
  });

  it('talks to the server through src/nextcloud alone', () => {
    const broken = files
      .filter(({ folder }) => folder !== 'nextcloud')
      .filter(({ imports }) => imports.some((target) => SERVER_PACKAGES.test(target)));
    expect(broken.map((file) => file.path)).toEqual([]);
  });

  it('keeps model, judge, checks and report pure: no files, no network, no chance', () => {
    const broken = files
      .filter(({ folder }) => PURE.includes(folder))
      .filter(
        ({ imports, text }) =>
          imports.some((target) => WORLD.test(target)) || /Math\.random|performance\.now/.test(text),
      );
    expect(broken.map((file) => file.path)).toEqual([]);
  });

  it('reads the clock of the machine in few places', () => {
    const reading = files.filter(({ text }) =>
      /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\bDateTime\.(now|utc|local)\(/.test(text),
    );
    expect(reading.map(({ path }) => path).sort()).toEqual([...CLOCKS.keys()].sort());
  });

  it('writes moments by isoUtc alone, which takes every year', () => {
    const writing = files.filter(({ text }) => /\.to(ISOString|JSON|ISO)\(/.test(text));
    expect(writing.map(({ path }) => path)).toEqual(['model/time.ts']);
  });

  it('starts other programs in one place, where their environment is made', () => {
    const starting = files.filter(({ imports }) => imports.includes('node:child_process'));
    expect(starting.map(({ path }) => path)).toEqual(['credentials/process.ts']);
  });

  it('opens, reads and writes named files in src/files alone', () => {
    const direct = /\b(readFile(Sync)?|writeFile(Sync)?|appendFile(Sync)?|createWriteStream)\b/;
    const broken = files
      .filter(({ folder, path }) => folder !== 'files' && folder !== 'demo' && path !== 'cli/program.ts')
      .filter(({ text }) => direct.test(text));
    expect(broken.map(({ path }) => path)).toEqual([]);
  });

  it('writes to standard output and error by one module, so that no name drives a terminal', () => {
    const writing = files
      .filter(({ folder }) => folder !== 'demo')
      .filter(({ text }) => /\bstd(out|err)\.write\(|console\.\w+\(/.test(text));
    expect(writing.map(({ path }) => path).sort()).toEqual([
      'cli/context.ts',
      'cli/output.ts',
      'cli/program.ts',
    ]);
  });

  it.each(OBJECTS_AS_MAPS)('keeps names from outside out of $what', ({ pattern, allowed }) => {
    const using = files.filter(({ folder, text }) => folder !== 'demo' && pattern.test(text));
    // Also the other way round: a reason that is needed no more goes.
    expect(using.map(({ path }) => path).sort()).toEqual([...allowed.keys()].sort());
  });

  it('is described by paths that exist', () => {
    const root = resolve(SRC, '..');
    const pages = ['architecture', 'contributing', 'demo', 'glossary', 'security'].map(
      (name) => `docs/${name}.md`,
    );
    pages.push('README.md');
    const named = pages.flatMap((page) => [
      ...readFileSync(join(root, page), 'utf8').matchAll(/`((?:src|templates|tests|docs)\/[\w./-]*)`/g),
    ]);
    expect(named.length).toBeGreaterThan(40);
    const missing = named.flatMap(([, path]) =>
      path !== undefined && !/\b(AREA|ID|LANGUAGE|XX)\b/.test(path) && !existsSync(join(root, path))
        ? [path]
        : [],
    );
    expect(missing).toEqual([]);
  });

  it('names in its docs only scripts that package.json has', () => {
    const root = resolve(SRC, '..');
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const pages = ['docs/contributing.md', 'docs/architecture.md', 'docs/quality.md', 'README.md'];
    const named = pages.flatMap((page) => [
      ...readFileSync(join(root, page), 'utf8').matchAll(/npm (?:run )?((?<=run )[\w:-]+|test)/g),
    ]);
    expect(named.length).toBeGreaterThan(10);
    for (const [, script = ''] of named) expect(Object.keys(scripts)).toContain(script);
  });

  it('has at most forty terms in its glossary, each once', () => {
    const glossary =
      readFileSync(resolve(SRC, '../docs/glossary.md'), 'utf8').split('## Say instead')[0] ?? '';
    const terms = [...glossary.matchAll(/^\| (?!term|-)([^|]+) \|/gm)].map(([, term]) => term);
    expect(terms.length).toBeLessThanOrEqual(40);
    expect(terms).toEqual([...new Set(terms)].sort());
  });

  it('uses no word that the glossary forbids', () => {
    const rules = forbiddenWords();
    expect(rules.length).toBeGreaterThan(10);
    const broken = files
      .filter(({ path }) => !FORBIDDEN_WORDS.has(path))
      .flatMap(({ path, text }) => {
        const { names, comments } = namesAndComments(text);
        return rules.flatMap(({ pattern, inComments, say }) =>
          [names, ...(inComments ? [comments] : [])].flatMap((part) => {
            const word = pattern.exec(part)?.[0];
            return word === undefined ? [] : [`${path}: "${word}": say ${say}`];
          }),
        );
      });
    expect(broken).toEqual([]);
  });

  it('begins the comment on a bound by what it bounds', () => {
    const broken = files.filter(({ text }) =>
      /^\s*(\/\*\*|\*|\/\/) (So|As) (many|much|long|large|few|deep)\b/m.test(text),
    );
    expect(broken.map(({ path }) => `${path}: say "Maximum number of …"`)).toEqual([]);
  });

  it('has no sentence in the code of a view: they stand in templates/locales', () => {
    const broken = files.filter(
      ({ path, folder, text }) =>
        folder === 'report' &&
        path !== 'report/text/message-types.ts' &&
        stringsIn(text).some((string) => SENTENCE.test(string) && !/^\s*menage /.test(string)),
    );
    expect(broken.map(({ path }) => path).sort()).toEqual([...SENTENCES.keys()].sort());
  });

  it('has no threshold in a view: levels come from findings and options', () => {
    const broken = files
      .filter(({ folder }) => folder === 'report')
      .filter(({ text }) => /\b(80|90)\b|[<>]=? 100\b|\b100 [<>]/.test(namesAndComments(text).names));
    expect(broken.map(({ path }) => path)).toEqual([]);
  });

  it('has no import cycle', () => {
    expect(cycleIn(new Map(files.map((file) => [file.path, file.imports])))).toBeNull();
  });

  it('lets every end-to-end test be counted: by helpers that assert the bounds when they close', () => {
    const folder = resolve(import.meta.dirname, 'e2e');
    const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name));
    expect(tests.length).toBeGreaterThan(3);
    expect(tests.filter((path) => /\bstartServer\b/.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('lets every test make its temporary folders by the helper that removes them', () => {
    const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
    const making = tests
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => /\bmkdtemp|\btmpdir\b/.test(readFileSync(join(import.meta.dirname, name), 'utf8')));
    expect(making.sort()).toEqual(['helpers/own-temporary.ts', 'helpers/temporary.ts']);
  });

  /** The table; what the terminal alone says; the example of a finding. */
  const NO_REASONS =
    /^(?:model\/reasons|demo|config|credentials)\/|^model\/errors\.ts$|\/member-not-read\.ts$/;

  it('takes every reason from the table: none is a sentence written where it is met', () => {
    const fields =
      /\b(?:reasons?|missing|lack|cause|unknownBecause|short|pastBound)\b['"]?\??: (?:\[)?['"`][^'"`]*\s/;
    const errors = /\bnew (?:RequestError|ServerUnusableError)\(/;
    const decided =
      /\b(?:reason|error\.message)\??\.(?:startsWith|endsWith|includes|match|search)\(|\breason === '/;
    const own = files.filter(({ path }) => !NO_REASONS.test(path));
    const found = own.flatMap(({ path, text }) =>
      [fields, errors, decided].flatMap((pattern) => {
        const match = pattern.exec(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''));
        return match === null ? [] : [`${path}: ${match[0]}`];
      }),
    );
    expect(found).toEqual([]);
  });

  it('keeps files within 200 lines', () => {
    const long = files.filter(
      ({ path, text }) => ![...GENERATED, ...GROWING].includes(path) && text.split('\n').length > 201,
    );
    expect(long.map((file) => file.path)).toEqual([]);
  });

  it('has no class but errors, no enum, no default export, no escape from the types', () => {
    const rules: readonly [string, RegExp][] = [
      ['class', /^(export )?(abstract )?class (?!\w+ extends (\w*Error)\b)/m],
      ['enum', /^\s*(export )?(const )?enum /m],
      ['default export', /^export default/m],
      ['any', /\bas any\b|: any\b|<any>|@ts-ignore|@ts-nocheck|as unknown as/],
    ];
    const broken = files.flatMap(({ path, text }) =>
      rules.filter(([, pattern]) => pattern.test(text)).map(([rule]) => `${path}: ${rule}`),
    );
    expect(broken).toEqual([]);
  });

  it('would be seen to be broken', () => {
    const graph = new Map([
      ['a/x.ts', ['b/y.ts']],
      ['b/y.ts', ['c/z.ts']],
      ['c/z.ts', ['a/x.ts']],
    ]);
    expect(cycleIn(graph)).toEqual(['a/x.ts', 'b/y.ts', 'c/z.ts', 'a/x.ts']);
  });
});

/** The first cycle that a walk along the imports finds, else null. */
function cycleIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>();
  function visit(path: string, trail: readonly string[]): readonly string[] | null {
    const seen = trail.indexOf(path);
    if (seen >= 0) return [...trail.slice(seen), path];
    if (done.has(path)) return null;
    for (const target of graph.get(path) ?? []) {
      const cycle = visit(target, [...trail, path]);
      if (cycle !== null) return cycle;
    }
    done.add(path);
    return null;
  }
  for (const path of graph.keys()) {
    const cycle = visit(path, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** The rows of "Say instead" in docs/glossary.md. */
function forbiddenWords() {
  const glossary = readFileSync(resolve(SRC, '../docs/glossary.md'), 'utf8');
  const rows = [...glossary.matchAll(/^\| (`.*) \| (names|names, comments) \| (.*) \|$/gm)];
  return rows.map(([, words = '', where, say = '']) => {
    const any = [...words.matchAll(/`([^`]+)`/g)].map(([, word]) => word).join('|');
    return { pattern: new RegExp(`\\b(?:${any})\\b(?! rule)`), inComments: where !== 'names', say };
  });
}

/** Comments, strings and templates, in the order of a source text. */
const COMMENTS_AND_STRINGS = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/** What stands in strings and templates, without what is filled in. */
function stringsIn(text: string): readonly string[] {
  const parts = [...text.matchAll(COMMENTS_AND_STRINGS)].map(([part]) => part);
  return parts
    .filter((part) => !part.startsWith('/'))
    .map((part) => part.slice(1, -1).replaceAll(/\$\{[^}]*\}/g, '…'));
}

/** A source text's names, words apart and small, and its comments; what stands in strings and templates is neither. */
function namesAndComments(text: string): { readonly names: string; readonly comments: string } {
  let comments = '';
  const code = text.replaceAll(COMMENTS_AND_STRINGS, (part) => {
    if (part.startsWith('/')) comments += `${part}\n`;
    return part.startsWith('`') ? [...part.matchAll(/\$\{[^}]*\}/g)].join(' ') : ' ';
  });
  const apart = (some: string) => some.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return { names: apart(code.replaceAll('_', ' ')), comments: apart(comments) };
}
