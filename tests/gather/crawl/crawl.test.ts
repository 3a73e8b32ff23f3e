import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inWords } from '../../helpers/in-words.ts';
import { crawl, memorySink, previousOf, truthOf } from './helpers.ts';
import { error, find, type Node, send, serveTree, sizeOf, type TreeServer } from './tree-server.ts';
import { type nursery, smallTree } from './trees.ts';

let root: Node;
let make: ReturnType<typeof nursery>;
let server: TreeServer;

beforeEach(async () => {
  ({ root, make } = smallTree());
  server = await serveTree(root);
});
afterEach(async () => {
  expect(server.peak()).toBeLessThanOrEqual(1);
  await server.close();
});

const methods = () =>
  server.seen.map(({ method, depth }) => (method === 'PROPFIND' ? `PROPFIND ${depth}` : method));

describe('a first read', () => {
  it('takes two requests where one page holds all', async () => {
    const sink = memorySink();
    const read = await crawl(server.url, sink);
    expect(read).toMatchObject({
      outcome: 'read',
      strategy: 'search',
      unreadable: [],
      reasons: [],
      hasMounts: false,
    });
    expect(sink.tree()).toEqual(truthOf(root));
    expect(read).toMatchObject({ totals: { bytes: sizeOf(root), files: 26, folders: 7 } });
    expect(methods()).toEqual(['PROPFIND 0', 'SEARCH']);
  });

  it('reads pages that tie, after the folders, and the root again', async () => {
    const sink = memorySink();
    const read = await crawl(server.url, sink, null, { pageSize: 5 });
    expect(read).toMatchObject({ outcome: 'read', strategy: 'search', reasons: [] });
    expect(sink.tree()).toEqual(truthOf(root));
    expect(methods().at(-1)).toBe('PROPFIND 0');
    expect(server.seen.length).toBeLessThanOrEqual(8);
  });

  for (const strategy of ['infinity', 'walk'] as const) {
    it(`gives the same by ${strategy}`, async () => {
      const sink = memorySink();
      const read = await crawl(server.url, sink, null, { strategy });
      expect(read).toMatchObject({ outcome: 'read', strategy, unreadable: [], reasons: [] });
      expect(sink.tree()).toEqual(truthOf(root));
    });
  }

  it('never counts what is mounted, wherever it is mounted', async () => {
    const shared = make.folder('Reçu', [make.file('pas à moi.iso', 5_000_000)]);
    for (const node of [shared, ...shared.children]) node.mount = 'shared';
    find(root, '/Vidéos/d')?.children.push(shared);
    const truth = truthOf(root);
    for (const strategy of ['search', 'infinity', 'walk'] as const) {
      const sink = memorySink();
      const read = await crawl(server.url, sink, null, { strategy });
      expect(read).toMatchObject({ outcome: 'read', reasons: [], hasMounts: true });
      expect(sink.tree()).toEqual(truth);
    }
  });

  it('finds rows that SEARCH left out, by the sums of folders', async () => {
    for (const name of ['facture 3.pdf', 'facture 7.pdf']) {
      server.hidden.add(find(root, `/Documents/Comptes 2024/${name}`)?.id ?? '');
    }
    server.hidden.add(find(root, '/Vidéos/d')?.id ?? '');
    const sink = memorySink();
    const read = await crawl(server.url, sink);
    expect(read).toMatchObject({ outcome: 'read', strategy: 'search', reasons: [] });
    expect(sink.tree()).toEqual(truthOf(root));
  });

  it('walks where SEARCH leaves rows out all over', async () => {
    for (let at = 0; at < 10; at++) {
      const folder = make.folder(`dossier ${at}`, [make.file('gardé.txt', 5), make.file('perdu.txt', 6)]);
      root.children.push(folder);
      server.hidden.add(folder.children[1]?.id ?? '');
    }
    const sink = memorySink();
    const read = await crawl(server.url, sink);
    expect(read).toMatchObject({ outcome: 'read', strategy: 'infinity', reasons: [] });
    expect(sink.tree()).toEqual(truthOf(root));
  });
});

describe('what cannot be read', () => {
  it('is named by its topmost folder, whatever the strategy', async () => {
    const documents = find(root, '/Documents');
    const deep = find(root, '/Vidéos/d/e');
    if (documents === null || deep === null) throw new Error('the tree changed');
    find(root, '/Vidéos/d')?.children.push(make.file('lisible.txt', 12));
    documents.forbidden = true;
    deep.unscanned = true;
    for (const strategy of ['search', 'infinity', 'walk'] as const) {
      const sink = memorySink();
      const read = await crawl(server.url, sink, null, { strategy });
      expect(read).toMatchObject({ outcome: 'read', unreadable: ['/Documents', '/Vidéos/d/e'] });
      expect(read).toMatchObject({ totals: { files: 10 } });
      expect(read).toHaveProperty('reasons', inWords('refused'));
      expect(read).toHaveProperty('reasons', inWords('not scanned'));
    }
  });

  it('is the whole tree when the root is somebody else’s', async () => {
    const read = await crawl(`${server.url}`, memorySink(), null, {});
    expect(read.outcome).toBe('read');
    root.mount = 'shared';
    expect(await crawl(server.url, memorySink())).toMatchObject({ outcome: 'failed', failure: 'forbidden' });
  });
});

describe('an unchanged tree', () => {
  it('costs one request', async () => {
    const sink = memorySink();
    await crawl(server.url, sink);
    server.seen.length = 0;
    const again = await crawl(server.url, memorySink(), previousOf(root.etag, sink.tree()));
    expect(again.outcome).toBe('unchanged');
    expect(methods()).toEqual(['PROPFIND 0']);
  });

  it('is read again in full after a restore from backup', async () => {
    const sink = memorySink();
    await crawl(server.url, sink);
    const previous = { ...previousOf(root.etag, sink.tree()), dataFingerprint: 'another' };
    expect((await crawl(server.url, memorySink(), previous)).outcome).toBe('read');
  });
});

describe('when the server fails', () => {
  const faults = {
    'an empty 207': (response) => send(response, 207, ''),
    'an empty 500': (response) => send(response, 500, ''),
    'a cut document': (response) =>
      send(response, 207, '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:">'),
    'no SEARCH (501)': (response) => send(response, 501, error('Sabre\\DAV\\Exception\\NotImplemented')),
    'no answer': () => undefined,
  } satisfies Record<string, (response: Parameters<typeof send>[0]) => void>;

  for (const [name, fault] of Object.entries(faults)) {
    it(`goes down to smaller units on ${name}`, async () => {
      server.intercept = (request, response) => {
        if (request.method !== 'SEARCH') return false;
        fault(response);
        return true;
      };
      const sink = memorySink();
      const read = await crawl(server.url, sink, null, {}, name === 'no answer' ? 150 : 2_000);
      expect(read).toMatchObject({ outcome: 'read', strategy: 'infinity', reasons: [], unreadable: [] });
      expect(sink.tree()).toEqual(truthOf(root));
    });
  }

  it('walks where infinity is answered for one level, and remembers it', async () => {
    server.infinityAsOne = true;
    const memory = { search: false, infinity: true, pages: true };
    const sink = memorySink();
    const read = await crawl(server.url, sink, null, { memory });
    expect(read).toMatchObject({ outcome: 'read', strategy: 'walk', reasons: [] });
    expect(sink.tree()).toEqual(truthOf(root));
    expect(memory.infinity).toBe(false);
  });

  it('names the folder whose list breaks, and reads the rest', async () => {
    server.intercept = (request, response) => {
      if (!decodeURIComponent(request.path).includes('Comptes')) return false;
      send(response, 207, '');
      return true;
    };
    const read = await crawl(server.url, memorySink(), null, { strategy: 'walk' });
    expect(read).toMatchObject({
      outcome: 'read',
      unreadable: ['/Documents/Comptes 2024'],
      totals: { files: 14 },
    });
  });
});

describe('the time for one member', () => {
  it('ends the walk; what is left is named', async () => {
    let answered = 0;
    const until = performance.now() + 400;
    server.intercept = (request, response) => {
      if (request.depth !== '1' || ++answered < 3) return false;
      while (performance.now() <= until) {
        // The server takes its time.
      }
      return response.writableEnded;
    };
    const read = await crawl(server.url, memorySink(), null, { strategy: 'walk', until });
    expect(read).toMatchObject({ outcome: 'read', reasons: inWords('time') });
    expect(read).toHaveProperty('unreadable', expect.arrayContaining(['/Vidéos']));
  });
});

describe('a tree that moves while it is read', () => {
  it('is mended before it counts', async () => {
    let moved = false;
    server.after = (request) => {
      if (request.method !== 'SEARCH' || moved || server.seen.length < 4) return;
      moved = true;
      find(root, '/Documents/Comptes 2024')?.children.pop();
      find(root, '/Vidéos')?.children.push(make.file('nouveau.mov', 77));
      make.touch(root, '/Documents/Comptes 2024');
      make.touch(root, '/Vidéos');
    };
    const sink = memorySink();
    const read = await crawl(server.url, sink, null, { pageSize: 5 });
    expect(moved).toBe(true);
    expect(read).toMatchObject({ outcome: 'read', reasons: [], root: { etag: `"${root.etag}"` } });
    expect(sink.tree()).toEqual(truthOf(root));
  });

  it('is partial, with the paths, when it never rests', async () => {
    server.after = (request) => {
      if (request.depth === '0') make.touch(root, '/Documents/Comptes 2024');
    };
    const read = await crawl(server.url, memorySink(), null, { strategy: 'walk' });
    expect(read).toMatchObject({ outcome: 'read', unreadable: ['/Documents/Comptes 2024'] });
  });
});
