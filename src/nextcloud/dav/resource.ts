/** One `d:response` as text; a property that the server did not give (or gave with 404) is the empty string. */
export interface Resource {
  /** As sent: percent-encoded, perhaps with scheme and host; empty where none was sent. */
  readonly href: string;
  readonly isFolder: boolean;
  readonly etag: string;
  readonly modified: string;
  readonly size: string;
  /** Of a file, as every WebDAV server tells it; the crawl of a Nextcloud does not ask for it. */
  readonly contentLength: string;
  readonly fileId: string;
  readonly ownerId: string;
  readonly mountType: string;
  /** Letters; asked for where no type of a mount is told. */
  readonly permissions: string;
  readonly uploadTime: string;
  readonly checksum: string;
  readonly dataFingerprint: string;
  readonly usedBytes: string;
  /** Of a thing in a trash bin: the class that keeps it. */
  readonly trashBackend: string;
  /** Status of the whole resource where the server gives one (RFC 4918, 14.24); 200 else, 0 where it cannot be read. */
  readonly status: number;
}

/** A resource while it is read. */
export type ResourceDraft = { -readonly [Key in keyof Resource]: Resource[Key] };

const BLANK: Resource = {
  href: '',
  status: 200,
  isFolder: false,
  etag: '',
  modified: '',
  size: '',
  contentLength: '',
  fileId: '',
  ownerId: '',
  mountType: '',
  permissions: '',
  uploadTime: '',
  checksum: '',
  dataFingerprint: '',
  usedBytes: '',
  trashBackend: '',
};

/** A resource of which nothing is known. */
export function blankResource(): ResourceDraft {
  return { ...BLANK };
}

/** Takes a property by its name with our own prefix; others are none of ours. */
export function readProperty(into: ResourceDraft, element: string | undefined, text: string): void {
  switch (element) {
    case 'd:getetag':
      into.etag = text;
      return;
    case 'd:getlastmodified':
      into.modified = text;
      return;
    case 'oc:fileid':
      into.fileId = text;
      return;
    case 'd:getcontentlength':
      into.contentLength = text;
      return;
    case 'oc:size':
      into.size = text;
      return;
    case 'oc:owner-id':
      into.ownerId = text;
      return;
    case 'nc:mount-type':
      into.mountType = text;
      return;
    case 'oc:permissions':
      into.permissions = text;
      return;
    case 'nc:upload_time':
      into.uploadTime = text;
      return;
    case 'oc:data-fingerprint':
      into.dataFingerprint = text;
      return;
    case 'd:quota-used-bytes':
      into.usedBytes = text;
      return;
    case 'nc:trashbin-backend':
      into.trashBackend = text;
  }
}
