import type { Entry } from '../../model/entry.ts';
import type { PartialError } from '../../model/errors.ts';
import { fileId } from '../../model/ids.ts';
import { partialError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';

/** Maximum number of entries in one part: a larger text would leave the young heap, where garbage costs least. */
export const PART_SIZE = 250;

/**
 * Entries as the store keeps them: hundreds in one text, column by column. Row by row a tree costs twice as much
 * to write and read, and nothing ever asks the store for a single entry.
 */
export function packEntries(entries: readonly Entry[]): string {
  return JSON.stringify([
    // Not a list: V8 keeps each short text of a JSON document in a table of its own, a dozen megabytes for a large tree.
    entries.map(({ fileId: id }) => id).join(' '),
    entries.map(({ path }) => path),
    entries.map(({ isFolder }) => (isFolder ? 1 : 0)),
    entries.map(({ size }) => size),
    entries.map(({ modifiedAt }) => modifiedAt),
    entries.map(({ uploadedAt }) => uploadedAt),
    entries.map(({ etag }) => etag),
    entries.map(({ checksum }) => checksum),
  ]);
}

/**
 * What `packEntries` packed.
 * @throws {PartialError} when the text is something else: the file was changed by another program.
 */
export function unpackEntries(text: unknown): readonly Entry[] {
  const columns = columnsOf(text);
  if (!Array.isArray(columns)) throw damaged();
  const [given, ...others]: readonly unknown[] = columns;
  const ids = idsOf(given);
  if (!Array.isArray(ids) || !others.every(Array.isArray)) throw damaged();
  const [paths, folders, sizes, modified, uploaded, etags, checksums] = others;
  if (checksums?.length !== ids.length) throw damaged();
  return ids.map((id, at) => ({
    fileId: fileId(String(id)),
    path: String(paths?.[at]),
    isFolder: folders?.[at] === 1,
    size: Number(sizes?.[at]),
    modifiedAt: modified?.[at] === null ? null : Number(modified?.[at]),
    uploadedAt: uploaded?.[at] === null ? null : Number(uploaded?.[at]),
    etag: String(etags?.[at]),
    checksum: checksums[at] === null ? null : String(checksums[at]),
  }));
}

/** Earlier versions wrote them as a list. */
function idsOf(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  return given === '' ? [] : given.split(' ');
}

function columnsOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null;
  } catch {
    throw damaged();
  }
}

function damaged(): PartialError {
  return partialError(because('store.foreign-tree'));
}
