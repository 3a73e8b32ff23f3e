import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Entry } from '../../../src/model/entry.ts';
import { reasonSentence } from '../../../src/model/reasons/sentence.ts';
import { IN_TIME } from '../../helpers/property.ts';
import { apply, edits, grow, shape } from './edits.ts';
import { crawl, memorySink, previousOf, truthOf } from './helpers.ts';
import { serveTree } from './tree-server.ts';
import { nursery } from './trees.ts';

/** What is compared of a tree: what is where, and how big the files are. */
function outlineOf(tree: readonly Entry[]) {
  return tree.map(({ path, fileId, isFolder, size }) => [path, fileId, isFolder ? 'folder' : size]);
}

const movingTree = fc.record({
  branches: shape,
  before: edits,
  during: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), edits), { minLength: 1, maxLength: 2 }),
  strategy: fc.constantFrom('search', 'infinity', 'walk'),
  pageSize: fc.constantFrom(4, 8, 5_000),
  again: fc.boolean(),
});
type Case = typeof movingTree extends fc.Arbitrary<infer Value> ? Value : never;

/** Between two pages a folder takes the place of a file, and a file that of the folder: its inside was in a page. */
const folderThatComesAndGoes: Case = {
  branches: Array.from({ length: 3 }, () => [false, 0] as const),
  before: [['write', 0, 0]],
  during: [
    [
      4,
      [
        ['replace', 780, 0],
        ['write', 0, 0],
      ],
    ],
    [
      3,
      [
        ['replace', 0, 139],
        ['write', 0, 0],
      ],
    ],
  ],
  strategy: 'search',
  pageSize: 4,
  again: false,
};

/** Depth infinity shows no inside of an empty folder and is asked again in lists; between them another takes its place. */
const folderReplacedBeforeTheLists: Case = {
  branches: [
    [true, 0],
    [false, 0],
  ],
  before: [['write', 0, 0]],
  during: [
    [
      2,
      [
        ['replace', 0, 7],
        ['write', 0, 0],
      ],
    ],
  ],
  strategy: 'infinity',
  pageSize: 4,
  again: false,
};

/** A folder that came after the folders were read is listed with its files, and then a file takes its place. */
const folderThatComesBetween: Case = {
  branches: [
    [false, 0],
    [true, 0],
    [true, 0],
    [true, 62],
    [true, 0],
    [true, 72],
    [true, 638],
  ],
  before: [
    ['add', 0, 0],
    ['add', 0, 38],
    ['write', 0, 0],
  ],
  during: [
    [
      4,
      [
        ['replace', 634, 0],
        ['write', 0, 0],
      ],
    ],
    [
      2,
      [
        ['add', 0, 25],
        ['move', 695, 0],
        ['replace', 292, 0],
      ],
    ],
  ],
  strategy: 'search',
  pageSize: 4,
  again: true,
};

const runs = Number(process.env['RUNS'] ?? 150);
const longest = { ...IN_TIME, interruptAfterTimeLimit: runs * 300 };

// No file of the property is empty: one that falls between two pages while the tree moves leaves no trace in the sums.
it(
  'a tree that changes while it is read is read true, or not called whole',
  async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(movingTree, async ({ branches, before, during, strategy, pageSize, again }) => {
        const make = nursery();
        const root = grow(make, branches, 1);
        const server = await serveTree(root);
        try {
          const options = { strategy, pageSize } as const;
          const first = memorySink();
          if (again) {
            await crawl(server.url, first, null, options);
            for (const edit of before) apply(make, root, edit, 1);
          }
          const known = again ? previousOf('an earlier etag', first.tree()) : null;
          let requests = 0;
          server.after = () => {
            requests++;
            for (const [at, changes] of during) {
              if (at === requests) for (const edit of changes) apply(make, root, edit, 1);
            }
          };
          const sink = memorySink(first.tree());
          const read = await crawl(server.url, sink, known, options);
          server.after = () => {};
          if (read.outcome === 'read') expect(reasonSentence(read.reasons)).not.toContain('sums');
          if (read.outcome !== 'read' || read.reasons.length > 0) return;
          moved++;
          // As of an earlier moment: then the next run sees that, and mends it.
          if (read.root.etag !== `"${root.etag}"`) {
            const etag = read.root.etag.replaceAll('"', '');
            const next = memorySink(sink.tree());
            const later = await crawl(server.url, next, previousOf(etag, sink.tree()), options);
            if (later.outcome !== 'read' || later.reasons.length > 0) return;
            expect(outlineOf(next.tree())).toEqual(outlineOf(truthOf(root)));
          } else expect(outlineOf(sink.tree())).toEqual(outlineOf(truthOf(root)));
        } finally {
          await server.close();
        }
      }),
      {
        ...longest,
        numRuns: runs,
        examples: [[folderThatComesAndGoes], [folderReplacedBeforeTheLists], [folderThatComesBetween]],
      },
    );
    expect(moved).toBeGreaterThan(50);
  },
  runs * 300 + 20_000,
);
