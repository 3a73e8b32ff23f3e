import { crawlMember } from '../../../src/gather/crawl/crawl.ts';
import {
  type Crawled,
  type CrawlOptions,
  newCrawlMemory,
  type PreviousTree,
  type TreeSink,
} from '../../../src/gather/crawl/tree.ts';
import type { Entry } from '../../../src/model/entry.ts';
import { fileId, memberId } from '../../../src/model/ids.ts';
import { isWithin, parentOf } from '../../../src/model/path/path.ts';
import { secret } from '../../../src/model/secret.ts';
import { type Client, openClient } from '../../../src/nextcloud/http/client.ts';
import { checksumOf, type Node, sizeOf, UID } from './tree-server.ts';

export interface MemorySink extends TreeSink {
  /** All of it, by path. */
  tree(): readonly Entry[];
}

/** A tree in memory that keeps from an earlier one. */
export function memorySink(previous: readonly Entry[] = []): MemorySink {
  const tree = new Map<string, Entry>();
  const remove = (gone: (entry: Entry) => boolean) => {
    for (const [id, entry] of tree) if (gone(entry)) tree.delete(id);
  };
  return {
    async add(entries) {
      for (const entry of entries) tree.set(entry.fileId, entry);
    },
    async keep(subtrees) {
      for (const { from, to } of subtrees) {
        for (const entry of previous) {
          if (!isWithin(entry.path, from)) continue;
          tree.set(entry.fileId, { ...entry, path: to + entry.path.slice(from.length) });
        }
      }
    },
    async drop(paths) {
      remove((entry) => paths.some((path) => isWithin(entry.path, path)));
    },
    async dropFilesIn(folder) {
      remove((entry) => !entry.isFolder && parentOf(entry.path) === folder);
    },
    async totals() {
      const all = [...tree.values()];
      const files = all.filter((entry) => !entry.isFolder);
      return {
        bytes: files.reduce((sum, file) => sum + file.size, 0),
        files: files.length,
        folders: all.length - files.length,
      };
    },
    async *entries() {
      yield [...tree.values()];
    },
    tree: () => [...tree.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** An earlier tree as `previous`, from what a sink holds. */
export function previousOf(rootEtag: string, entries: readonly Entry[]): PreviousTree {
  const folders = entries.filter((entry) => entry.isFolder);
  return {
    rootEtag: `"${rootEtag}"`,
    dataFingerprint: '',
    files: entries.length - folders.length,
    folders: folders.length,
    listFolders: async () => folders,
  };
}

async function clientTo(url: string, idleTimeoutMs = 2_000): Promise<Client> {
  return openClient({ url, concurrency: 4, idleTimeoutMs, retryPauseMs: 5 });
}

export async function crawl(
  url: string,
  sink: TreeSink,
  previous: PreviousTree | null = null,
  options: Partial<CrawlOptions> = {},
  idleTimeoutMs?: number,
): Promise<Crawled> {
  const client = await clientTo(url, idleTimeoutMs);
  try {
    const session = client.as({ login: UID, password: secret('a password of the test') });
    return await crawlMember(session, memberId(UID), previous, sink, {
      major: 30,
      memory: newCrawlMemory(),
      ...options,
    });
  } finally {
    client.close();
  }
}

/**
 * What a whole read of this tree must give.
 * @param checksumsFrom files of so many bytes or more have their checksums.
 */
export function truthOf(root: Node, checksumsFrom = Number.POSITIVE_INFINITY): readonly Entry[] {
  const all: Entry[] = [];
  const visit = (folder: Node, path: string) => {
    for (const child of folder.children) {
      if (child.mount !== '') continue;
      const at = `${path}/${child.name}`;
      const checksum = (child.size ?? 0) >= checksumsFrom ? checksumOf(child) : null;
      all.push({ ...entryOf(child, at), checksum });
      if (child.size === null) visit(child, at);
    }
  };
  visit(root, '');
  return all.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function entryOf(node: Node, path: string): Entry {
  return {
    fileId: fileId(node.id),
    path,
    isFolder: node.size === null,
    size: sizeOf(node),
    modifiedAt: node.modifiedAt,
    uploadedAt: null,
    etag: node.size === null ? `"${node.etag}"` : '',
    checksum: null,
  };
}
