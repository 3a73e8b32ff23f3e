import type { Site } from './site.ts';
import type { WorldFolder } from './world.ts';

/** The recursive sizes of one storage. */
export interface Sizes {
  /** Bytes below a folder; what is not scanned counts nothing above it. */
  of(folder: WorldFolder): number;
}

/** Below this many files and folders sums are made anew for each request, so that no change can be missed. */
const WORTH_KEEPING = 5_000;

/** Sums of every folder below `root`; kept until the root's etag changes or the world is said to have changed. */
export function sizesIn(site: Site, root: WorldFolder): Sizes {
  const kept = site.sizes.get(root);
  const fresh = kept !== undefined && kept.etag === root.etag && kept.version === site.version();
  const sizes = fresh ? kept.sizes : sumsBelow(root);
  if (!fresh && nodesOf(sizes) > WORTH_KEEPING) {
    site.sizes.set(root, { etag: root.etag, version: site.version(), sizes });
  }
  return { of: (folder) => sizes.get(folder) ?? 0 };
}

function nodesOf(sizes: ReadonlyMap<WorldFolder, number>): number {
  let nodes = 0;
  for (const folder of sizes.keys()) nodes += folder.children.length;
  return nodes;
}

function sumsBelow(root: WorldFolder): ReadonlyMap<WorldFolder, number> {
  const sums = new Map<WorldFolder, number>();
  sumInto(root, sums);
  return sums;
}

function sumInto(folder: WorldFolder, sums: Map<WorldFolder, number>): number {
  let sum = 0;
  for (const node of folder.children) {
    if (node.kind === 'file') sum += node.size;
    else {
      const below = sumInto(node, sums);
      if (node.unscanned !== true) sum += below;
    }
  }
  sums.set(folder, sum);
  return sum;
}
