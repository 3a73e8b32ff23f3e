import { nameOf, parentOf, type TreePath } from '../../../model/path/path.ts';
import type { UtcMs } from '../../../model/units.ts';
import type { Random } from '../../random.ts';
import type { WorldFile, WorldFolder } from './world.ts';

/** Hands out file ids, share ids and etags; no two file ids are equal, and they follow no order. */
export interface Registry {
  readonly random: Random;
  fileId(): string;
  shareId(): string;
  etag(): string;
}

const ID_SPACE = 2 ** 24;
/** Odd, so that multiplying by it permutes the ids. */
const ID_STEP = 5_000_011;
/** Ids below this one are left for cases that need a certain id. */
const FIRST_ID = 100_000;

/** `month` 0 for the first run; each later month has a range of file ids of its own. */
export function registryOf(random: Random, month = 0): Registry {
  let files = random.between(0, ID_SPACE - 1);
  let shares = 100 + month * 1_000_000;
  return {
    random,
    fileId: () => String(FIRST_ID + month * ID_SPACE + ((files++ * ID_STEP) % ID_SPACE)),
    shareId: () => String(shares++),
    etag: () => random.hex(13),
  };
}

export function emptyFolder(registry: Registry, name: string, modifiedAt: UtcMs): WorldFolder {
  return { kind: 'folder', name, fileId: registry.fileId(), etag: registry.etag(), modifiedAt, children: [] };
}

/** What stands at `path`; null where nothing does. */
export function nodeAt(home: WorldFolder, path: TreePath): WorldFolder | WorldFile | null {
  let at: WorldFolder | WorldFile = home;
  for (const name of segments(path)) {
    if (at.kind === 'file') return null;
    const next: WorldFolder | WorldFile | undefined = at.children.find((child) => child.name === name);
    if (next === undefined) return null;
    at = next;
  }
  return at;
}

/** The folder at `path`, made with those above it where they are missing. */
export function folderAt(
  registry: Registry,
  home: WorldFolder,
  path: TreePath,
  modifiedAt: UtcMs,
): WorldFolder {
  let at = home;
  for (const name of segments(path)) {
    const found = at.children.find((child) => child.name === name);
    if (found?.kind === 'file') throw new RangeError(`${path} leads through a file`);
    const next = found ?? emptyFolder(registry, name, modifiedAt);
    if (found === undefined) at.children.push(next);
    at = next;
  }
  return at;
}

/** Takes away what stands at `path` and gives it back; the folders above are to be stamped by the caller. */
export function takeOut(home: WorldFolder, path: TreePath): WorldFolder | WorldFile {
  const parent = nodeAt(home, parentOf(path));
  const node = nodeAt(home, path);
  if (parent?.kind !== 'folder' || node === null) throw new RangeError(`nothing stands at ${path}`);
  parent.children = parent.children.filter((child) => child !== node);
  return node;
}

/**
 * What the server does after any change inside `path`: the folder and all above it get one new etag and the
 * moment of the change as their time.
 */
export function stampUpwards(
  registry: Pick<Registry, 'etag'>,
  home: WorldFolder,
  path: TreePath,
  at: UtcMs,
): void {
  const etag = registry.etag();
  let folder: WorldFolder | WorldFile = home;
  for (const name of ['', ...segments(path)]) {
    if (name !== '') {
      const next: WorldFolder | WorldFile | undefined =
        folder.kind === 'folder' ? folder.children.find((child) => child.name === name) : undefined;
      if (next === undefined) return;
      folder = next;
    }
    if (folder.kind === 'file') return;
    folder.etag = etag;
    folder.modifiedAt = at;
  }
}

/** Every file and folder below `folder` with its path, folders before what they hold. The root itself is left out. */
export function* below(
  folder: WorldFolder,
  path: TreePath = '/',
): Generator<{ readonly path: TreePath; readonly node: WorldFolder | WorldFile }> {
  const prefix = path === '/' ? '' : path;
  for (const node of folder.children) {
    const at = `${prefix}/${node.name}`;
    yield { path: at, node };
    if (node.kind === 'folder') yield* below(node, at);
  }
}

/** Sum of the files below. */
export function bytesIn(folder: WorldFolder): number {
  return folder.children.reduce((sum, node) => sum + (node.kind === 'file' ? node.size : bytesIn(node)), 0);
}

export function filesIn(folder: WorldFolder): number {
  return folder.children.reduce((sum, node) => sum + (node.kind === 'file' ? 1 : filesIn(node)), 0);
}

/** Gives each folder the time of the last change below it, as the server keeps it. */
export function settleTimes(folder: WorldFolder): UtcMs {
  for (const node of folder.children) {
    const touched = node.kind === 'folder' ? settleTimes(node) : node.uploadedAt || 0;
    folder.modifiedAt = Math.max(folder.modifiedAt, touched);
  }
  return folder.modifiedAt;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  pdf: 'application/pdf',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  zip: 'application/zip',
  csv: 'text/csv',
  txt: 'text/plain',
  md: 'text/markdown',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export function contentTypeOf(name: string): string {
  return CONTENT_TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}

/** Puts a file at `path`, with the folders that it needs. */
export function fileAt(
  registry: Registry,
  home: WorldFolder,
  path: TreePath,
  facts: Pick<WorldFile, 'size' | 'modifiedAt' | 'uploadedAt'> &
    Partial<Pick<WorldFile, 'fileId' | 'checksum'>>,
): WorldFile {
  const folder = folderAt(
    registry,
    home,
    parentOf(path),
    Math.min(facts.modifiedAt, facts.uploadedAt || facts.modifiedAt),
  );
  const name = nameOf(path);
  if (folder.children.some((child) => child.name === name)) throw new RangeError(`${path} stands already`);
  const file: WorldFile = {
    kind: 'file',
    name,
    fileId: facts.fileId ?? registry.fileId(),
    etag: registry.etag(),
    modifiedAt: facts.modifiedAt,
    uploadedAt: facts.uploadedAt,
    size: facts.size,
    contentType: contentTypeOf(name),
    checksum: facts.checksum ?? null,
  };
  folder.children.push(file);
  return file;
}

function segments(path: TreePath): readonly string[] {
  return path.split('/').filter((name) => name !== '');
}
