import type { FileId } from '../../model/ids.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import type { DavEntry } from '../../nextcloud/dav/entry.ts';
import type { UploadNote } from '../../store/store.ts';

/** A file as a list shows it: an upload gives it another etag. */
interface ListedFile {
  readonly fileId: FileId;
  /** Empty where the list does not tell it: then nothing that is known can be trusted. */
  readonly etag: string;
}

/** When the files of one member were uploaded, while its tree is read. */
export interface KnownUploads {
  /** Of smaller files nothing is noted. */
  readonly from: Bytes;
  /** Takes note of what a list tells, null = the server does not know it. */
  note(file: ListedFile & { readonly uploadedAt: UtcMs | null }): void;
  /** Takes note of the answer to a question of its own. */
  noteAnswer(file: UploadNote): void;
  /** What is known of a file whose list does not tell it; null = nothing, or that the server does not know it. */
  recall(file: ListedFile): UtcMs | null;
  /** Whether nothing more can be learnt of this file: its list or an answer told of it. */
  isSettled(id: FileId): boolean;
  /** Whether the lists of this reading told of all files, or an answer did. */
  listsReportAll(): boolean;
  /** The tree is read anew: what was learnt stands. */
  restart(): void;
  /** @param withLists whether with what lists did not know. */
  all(withLists: boolean): readonly UploadNote[];
}

/** @param stored what earlier runs learnt; each stands until the file is seen with another etag. */
export function knownUploads(from: Bytes, stored: readonly UploadNote[]): KnownUploads {
  const answers = new Map(stored.map((note) => [note.fileId, note]));
  /** Files of which a list said that the server does not know it. */
  const unknownByList = new Map<FileId, UploadNote>();
  let listsReportAll = true;
  return {
    from,
    note({ fileId, etag, uploadedAt }) {
      const earlier = answers.get(fileId);
      if (earlier !== undefined) answers.set(fileId, { fileId, etag, uploadedAt });
      else if (uploadedAt === null) unknownByList.set(fileId, { fileId, etag, uploadedAt });
      if (uploadedAt !== null) unknownByList.delete(fileId);
    },
    noteAnswer: (file) => answers.set(file.fileId, file),
    recall({ fileId, etag }) {
      const known = answers.get(fileId) ?? unknownByList.get(fileId);
      if (known !== undefined && etag !== '' && known.etag === etag) return known.uploadedAt;
      answers.delete(fileId);
      unknownByList.delete(fileId);
      listsReportAll = false;
      return null;
    },
    isSettled: (id) => answers.has(id) || unknownByList.has(id),
    listsReportAll: () => listsReportAll,
    restart() {
      listsReportAll = true;
    },
    all: (withLists) => [...answers.values(), ...(withLists ? unknownByList.values() : [])],
  };
}

/** As the row of a list reports it, else as it is known. */
export function uploadOf(
  uploads: KnownUploads | null,
  entry: DavEntry & { readonly fileId: FileId },
): UtcMs | null {
  if (uploads === null || (entry.size ?? 0) < uploads.from) return entry.uploadedAt;
  if (!entry.reportsUpload) return uploads.recall(entry);
  uploads.note(entry);
  return entry.uploadedAt;
}
