import type { Entry } from '../model/entry.ts';
import { fileId } from '../model/ids.ts';

/** The columns of an entry, in the order in which they are bound and read. */
export const ENTRY_COLUMNS = 'file_id, path, is_folder, size, modified_at, uploaded_at, etag, checksum';

/** An entry as its columns hold it. */
export function entryOf(columns: readonly unknown[]): Entry {
  const [id, path, isFolder, size, modifiedAt, uploadedAt, etag, checksum] = columns;
  return {
    fileId: fileId(String(id)),
    path: String(path),
    isFolder: isFolder === 1,
    size: Number(size),
    modifiedAt: Number(modifiedAt),
    uploadedAt: uploadedAt === null ? null : Number(uploadedAt),
    etag: String(etag),
    checksum: checksum === null ? null : String(checksum),
  };
}
