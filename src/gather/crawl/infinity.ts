import { RequestError } from '../../model/errors.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { DavEntry } from '../../nextcloud/dav/entry.ts';
import { addressOf, askForEntries, propfind, type Sink } from '../../nextcloud/dav/request.ts';
import type { ReadingRequest } from '../../nextcloud/http/guard.ts';
import { descend, listFolder } from './descend.ts';
import { askByPages, makesPages } from './pages.ts';
import { endsTheRun, isOwn, type Reading, smallerUnitMayHelp, take } from './reading.ts';
import { restart } from './search.ts';

/** Two units that are too big in one tree: the rest goes folder by folder. */
const MAX_FAILURES = 2;

/**
 * Reads a tree by PROPFIND with Depth infinity; where that is too big, subfolder by subfolder, then folder by folder.
 * @returns what it took: `walk` when single folders had to be listed.
 */
export async function readByInfinity(reading: Reading): Promise<'infinity' | 'walk'> {
  if (reading.memory.infinity) {
    if (await readBelow(reading, '/')) return 'infinity';
    await restart(reading);
  }
  if (!reading.memory.infinity) {
    await descend(reading, { start: ['/'], settled: () => false, fresh: true });
    return 'walk';
  }
  const top = await listFolder(reading, '/', { fresh: true });
  let failures = 1;
  for (const { entry } of top) {
    const { path, size, fileId } = entry;
    if (size === null || fileId === null) continue;
    const isTried = reading.memory.infinity && failures < MAX_FAILURES && performance.now() <= reading.until;
    if (isTried && (await readBelow(reading, path))) continue;
    failures++;
    // What came of a try may have gone since.
    await descend(reading, { start: [path], settled: () => false, fresh: !isTried });
  }
  return 'walk';
}

/** Reads all below one folder in one request, or in pages of one answer. False when that was too big, or was answered for one level only. */
async function readBelow(reading: Reading, path: TreePath): Promise<boolean> {
  const request = propfind(addressOf(reading.address, path), 'infinity', reading.properties);
  let showsSomething = false;
  let hasSubfolders = false;
  let isDeep = false;
  let holdsBytes = false;
  try {
    await askWhole(reading, request, async (batch) => {
      for (const entry of batch) {
        if (entry.fileId !== null) showsSomething = true;
        if (entry.path === path) continue;
        if (parentOf(entry.path) !== path) isDeep = true;
        else if (entry.isFolder && isOwn(entry, reading)) {
          hasSubfolders = true;
          if (entry.size !== null && entry.size > 0) holdsBytes = true;
        }
      }
      await take(
        reading,
        batch.filter((entry) => entry.path !== path),
      );
    });
  } catch (error) {
    if (!(error instanceof RequestError) || endsTheRun(error) || !smallerUnitMayHelp(error)) throw error;
    return false;
  }
  if (!showsSomething) throw requestError('not-found', because('tree.nothing-shown'), 207);
  // Where infinity is switched off the server answers for one level, without an error (Nextcloud API notes, 1.2).
  // Empty folders alone prove nothing of the server.
  if (holdsBytes && !isDeep) reading.memory.infinity = false;
  return isDeep || !hasSubfolders;
}

async function askWhole(reading: Reading, request: ReadingRequest, sink: Sink<DavEntry>): Promise<void> {
  if (makesPages(reading)) return askByPages(reading, request, sink);
  reading.requests++;
  await askForEntries(reading.session, request, reading.address, sink, reading);
}
