import { cpus } from 'node:os';

/** The page docs/performance.md. */
export function page({ pairs, compared, growing, shaped }) {
  return `# Performance

Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${cpus().length} processors of a shared machine. The embedded server runs on the
same processors. Times are of the whole process, from its start to its end; "reading" is from the first request to the
result, with store and all checks.

## Against others

Ten members, ${pairs} rounds in turn, the median of each; ratios are medians of the ratios within a round.

${table(
  [
    'entries',
    'a request costs',
    'requests',
    'first',
    'reading',
    'unchanged',
    '1 % changed',
    'full again',
    'floor',
    'reading / floor',
    'rclone',
    'rclone / first',
  ],
  compared.map(comparedRow),
)}

- **floor**: the very requests of a first audit, sent by undici, four logins at a time, answers thrown away. Where a
  request costs nothing, it is out of reach: at 55,000 entries per CPU second, 40,000 entries take 0.7 s of a processor.
- **rclone**: Debian's, \`lsjson -R --checkers 8\`, member by member, once. It walks folder by folder.
- **a request costs**: on the embedded server nearly nothing. On a real Nextcloud 31 with two processors each took about 0.4 s
  with four at a time, whatever it asked; the row with 200 ms makes every client wait for one of two processors that long. There
  the number of requests decides, and that is what a cooperative sees.

## How it grows

${table(
  [
    'members',
    'entries in all',
    'requests',
    'first',
    'CPU',
    'entries per CPU s',
    'peak memory',
    'unchanged: requests',
    'time',
    'peak memory',
  ],
  growing.map(growingRow),
)}

Memory is what the process held at most (\`VmHWM\`); a run that reads next to nothing holds about 100 MB.

## What is unlike others

One member, a first audit. The embedded server's own time is part of "first", not of "CPU".

${table(['what there is', 'how many', 'first', 'CPU', 'peak memory'], shaped.map(shapedRow))}

Each grows about as the number does: things on paths are found by an index of names (\`src/model/path-index.ts\`), never by comparing
each with each.

## Answers without end

\`npx vitest run tests/chaos/endless.test.ts\`: the built program with 1 GB of heap and the default \`server.limits\`; one list never
ends (packed). Peak memory and time of the whole run of five members, on a machine that others used at the same time.

| what has no end | peak memory | time | what comes of it |
|---|--:|--:|---|
| a folder's folders (Depth 1), then with names of 30 kB | 200 MB, 254 MB | 51 s, 76 s | that member failed |
| rows of a SEARCH | 166 MB | 31 s | that member failed |
| the root (Depth 0) | 167 MB | 16 s | that member failed |
| shares, then with paths of 30 kB | 162 MB, 474 MB | 43 s, 80 s | that member partial |
| a share of 7 million values | 167 MB | 28 s | that member partial |
| accounts; an account of 8 million values | 167 MB, 165 MB | 16 s, 32 s | the list is cut, the run partial |
| capabilities | 168 MB | 12 s | exit 4 |
| group folders; 8 million of them | 181 MB, 164 MB | 16 s, 18 s | the others are read |

The aims: at least 10 × as fast as rclone and at most 1.2 × the floor, 55,000 entries per CPU second, 180 MB at most, and 220 MB with
four members of 260,000 entries. Where a figure above does not reach its aim, it is not reached.
`;
}

function comparedRow({ cost, rounds, rclone }) {
  const of = (value) => median(rounds.map(value));
  const first = of((round) => round.first.whole);
  return [
    of((round) => round.first.entries),
    `${cost} ms`,
    of((round) => round.first.requests),
    seconds(first),
    seconds(of((round) => round.first.reading)),
    seconds(of((round) => round.same.whole)),
    seconds(of((round) => round.changed.whole)),
    seconds(of((round) => round.full.whole)),
    seconds(of((round) => round.floor)),
    times(of((round) => round.first.reading / round.floor)),
    rclone === null ? '–' : seconds(rclone),
    rclone === null ? '–' : times(rclone / first),
  ];
}

function growingRow({ members, first, same }) {
  return [
    members,
    first.entries,
    first.requests,
    seconds(first.whole),
    seconds(first.cpuSeconds),
    Math.round(first.entries / first.cpuSeconds),
    `${first.peakMegabytes} MB`,
    same.requests,
    seconds(same.whole),
    `${same.peakMegabytes} MB`,
  ];
}

const SHAPES = {
  links: 'public links, each on a folder of its own',
  'nested-links': 'public links on folders twenty deep',
  shares: 'shares with people, each of a folder of its own',
  'shares-of-one': 'shares with people, all of one folder',
  deep: 'folders, each in the one before',
  twins: 'files of one name and size',
};

function shapedRow({ shape, entries, first }) {
  return [
    SHAPES[shape],
    entries,
    seconds(first.whole),
    seconds(first.cpuSeconds),
    `${first.peakMegabytes} MB`,
  ];
}

function table(heads, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '--:').join('|')}|`, ...rows.map(line)].join('\n');
}

function cell(value) {
  return typeof value === 'number' ? value.toLocaleString('en') : value;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function seconds(value) {
  return `${value.toFixed(2)} s`;
}

function times(value) {
  return `${value.toFixed(1)} ×`;
}
