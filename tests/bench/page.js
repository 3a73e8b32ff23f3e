import { cpus } from 'node:os';

/** The page docs/performance.md. */
export function page({ pairs, compared, costed, growing, shaped, rights, access }) {
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

## What it costs the server

${costed.members} members of ${costed.entries} entries, with sizes, ages and links as of a recorded member brought to 2 GB; one file in ten was uploaded lately with an
old date. Each request costs what its kind took on a real Nextcloud 31 (four at a time, two processors): root 0.09 s, SEARCH 0.19 s,
shares 0.08 s, trash bin 0.06 s, a folder's list 0.06 s, a list of 270 entries by Depth infinity 0.44 s, anything else 0.06 s. The floor
is root + SEARCH + shares of each member, four at a time. "Server" adds up these costs, whatever this machine does meanwhile.

${table(
  ['', 'requests', 'server', '/ floor', 'reading', '/ floor'],
  [
    ['before: first', 207, '34.82 s', '2.42 ×', '–', '–'],
    ['before: unchanged', 127, '9.62 s', '0.67 ×', '–', '–'],
    ...costedRows(costed.rounds),
  ],
)}

Before, the upload times of every file of 5 MB or more that was a month old were asked for, and again at each reading. The aims: first
at most 1.8 ×, unchanged at most 1.0 ×.

## By app passwords and by AppAPI

${rightsSection(rights)}

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

Each grows about as the number does: things on paths are found by an index of names (\`src/model/path/path-index.ts\`), never by comparing
each with each.

Before, as first reported (seconds of the whole audit, another machine): links 2,000 1.3, 8,000 8.1, 20,000 44.6; shares 4,000 1.2,
8,000 3.7, 16,000 12.1; 1,000 folders deep 52; 50,000 files of one name and size 5.9. After, 2026-11-29, on a
machine of two processors, load average 2, one run each:

| what there is | how many | first | CPU | peak memory |
|--:|--:|--:|--:|--:|
| public links | 2,000 | 2.45 s | 3.02 s | 112 MB |
| public links | 20,000 | 13.66 s | 10.52 s | 258 MB |
| shares with people | 16,000 | 9.74 s | 6.65 s | 168 MB |
| folders, each in the one before | 1,000 | 1.66 s | 1.93 s | 119 MB |
| files of one name and size | 50,000 | 8.94 s | 8.55 s | 143 MB |

The aim of 5 s for each is reached by the depth alone. Of the CPU seconds of 20,000 links the garbage collector takes about a third
(decision 25), no function of ours more than 0.4.

## Who can reach what

The model of access (\`src/access/\`) of ${cell(access.shares)} shares in force, nine of ten with one of ${access.groups} groups of ${access.inGroup}, ${cell(access.people)} accounts, each in 25 groups, made
of facts that are in memory; seconds and milliseconds of a processor. The aims: at most 2 s and 100 MB; for the checks that compare two runs and
folders with the folder above at most 3 s together, and 100 MB with both models. Spread evenly, each third thing lies below another, everybody
joined a group and a tenth of the shares is new; on a hundred things, two groups grew by forty.

${accessTable(access)}

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
| a folder of a million files (Depth 1, with end; before 528 MB) | 166 MB | 73 s | read whole |

## Just below a bound

Each link takes about 8 kB to the end of a run: 2,000 links 122 MB, 8,000 170 MB, 20,000 257 MB at most. The defaults of
\`server.limits\` are reckoned from that: \`rows\` 25,000 makes some 300 MB, \`allRows\` 75,000 some 700 MB, within 1 GB of heap. The former
ones (100,000 and 500,000) would have made 0.9 and 4 GB. A run with 75,000 shares was not carried to its end.

## Against an earlier version

The commit 9136faf and today's in turn on one server, a first audit of one member, load average 6 to 15; CPU seconds.

| entries | 9136faf | today | today / 9136faf |
|--:|--:|--:|--:|
| 1,000 (in the main the start) | 1.83, 1.81, 1.83, 2.07 | 1.94, 2.05, 2.10, 2.31 | 1.06, 1.13, 1.15, 1.12 |
| 100,000 | 4.63, 4.80, 5.46 | 5.46, 5.57, 6.59 | 1.18, 1.16, 1.21 |
| 200,000 | 8.94 | 9.01 | 1.01 |

So today's is slower by a sixth at 100,000 entries; of that the start, which loads more modules, explains 0.2 s. The rest is not explained:
profiles of 200,000 entries show no function of reading or store that costs more than before.

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

function costedRows(rounds) {
  const of = (value) => median(rounds.map(value));
  const row = (name, requests, cost, reading) => [
    name,
    of(requests),
    seconds(of(cost)),
    hundredths(of((round) => cost(round) / round.floorCost)),
    seconds(of(reading)),
    hundredths(of((round) => reading(round) / round.floor)),
  ];
  return [
    row(
      'first',
      ({ first }) => first.requests,
      ({ firstCost }) => firstCost,
      ({ first }) => first.reading,
    ),
    row(
      'unchanged',
      ({ same }) => same.requests,
      ({ sameCost }) => sameCost,
      ({ same }) => same.reading,
    ),
    ['floor', '', seconds(of(({ floorCost }) => floorCost)), '1 ×', seconds(of(({ floor }) => floor)), '1 ×'],
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

function accessTable({ builtMs, heldMb, reaching, reached, judged }) {
  return table(
    ['', 'time', 'slowest', 'memory, or largest answer'],
    [
      ['making it', seconds(builtMs / 1000), '–', `${heldMb} MB`],
      [
        'what a person reaches',
        `${reaching.middleMs} ms`,
        `${reaching.slowestMs} ms`,
        `${cell(reaching.largest)} things`,
      ],
      [
        'who reaches a thing',
        `${reached.middleMs} ms`,
        `${reached.slowestMs} ms`,
        `${cell(reached.largest)} people and groups`,
      ],
      ...judgedRows('spread evenly', judged.even),
      ...judgedRows('all on a hundred things', judged.skewed),
    ],
  );
}

/** The models of both runs and the checks that look at all things. */
function judgedRows(shape, { modelsMs, growthMs, widerMs, heldMb, growth, wider }) {
  return [
    [`both runs, ${shape}: making them`, seconds(modelsMs / 1000), '–', `${heldMb} MB, with what is found`],
    [`what has grown, ${shape}`, seconds(growthMs / 1000), '–', `${cell(growth)} things`],
    [`what is wider than its folder, ${shape}`, seconds(widerMs / 1000), '–', `${cell(wider)} folders`],
  ];
}

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

function hundredths(value) {
  return `${value.toFixed(2)} ×`;
}

function times(value) {
  return `${value.toFixed(1)} ×`;
}

/** Of the requests of a run, for the same cooperative read by either right. */
export function rightsSection({ members, entries, own, appApi }) {
  const row = (name, [first, same]) => [
    name,
    first.requests,
    `${first.whole.toFixed(2)} s`,
    same.requests,
    `${same.whole.toFixed(2)} s`,
  ];
  return `${members} members of ${entries} entries. By the registration a run sends one request more, its probe, and none more for any member.

${table(
  ['read by', 'first: requests', 'time', 'unchanged: requests', 'time'],
  [row('app passwords', own), row('AppAPI', appApi)],
)}`;
}
