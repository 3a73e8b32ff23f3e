import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { below, bytesIn, nodeAt } from '../../src/demo/nextcloud/world/tree.ts';
import type { WorldFile, WorldFolder } from '../../src/demo/nextcloud/world/world.ts';
import {
  addShare,
  type Editor,
  editorOf,
  makeFolder,
  moveNode,
  putFile,
  removeNode,
  removeShare,
} from './edit-world.ts';
import { folderIn, GB, NOW, nodeIn, smallWorld, userOf } from './world.ts';

function edited(files: Readonly<Record<string, number>>) {
  const world = smallWorld({ members: { alice: { files } } });
  const { home, trash } = userOf(world, 'alice');
  return { world, home, trash, editor: editorOf(world, { now: () => NOW }) };
}

function etagsOf(home: WorldFolder): ReadonlyMap<WorldFolder | WorldFile, string> {
  return new Map([home, ...[...below(home)].map(({ node }) => node)].map((node) => [node, node.etag]));
}

describe('changes of a world', () => {
  it('keeps the id of a file that is overwritten, and stamps the folders above with one etag', () => {
    const { home, editor } = edited({ '/A/in/a.txt': 1, '/B/b.txt': 2 });
    const before = { ...nodeIn(home, '/A/in/a.txt') };
    const quiet = nodeIn(home, '/B').etag;
    const file = putFile(editor, 'alice', '/A/in/a.txt', { size: GB });
    expect([file.fileId, file.size, file.modifiedAt]).toEqual([before.fileId, GB, NOW]);
    expect(file.etag).not.toBe(before.etag);
    const stamped = [home, nodeIn(home, '/A'), nodeIn(home, '/A/in')];
    expect(new Set(stamped.map(({ etag }) => etag)).size).toBe(1);
    expect(stamped.map(({ modifiedAt }) => modifiedAt)).toEqual([NOW, NOW, NOW]);
    expect(nodeIn(home, '/B').etag).toBe(quiet);
  });

  it('moves a folder whole: ids, inner etags and shares go with it', () => {
    const { world, home, editor } = edited({ '/A/in/a.txt': 1, '/B/b.txt': 2 });
    const share = addShare(editor, 'alice', '/A/in/a.txt');
    const other = addShare(editor, 'alice', '/B/b.txt');
    const moved = nodeIn(home, '/A/in');
    const inner = { ...moved };
    moveNode(editor, 'alice', '/A/in', '/B/out');
    expect(nodeIn(home, '/B/out')).toBe(moved);
    expect(moved).toEqual({ ...inner, name: 'out' });
    expect(folderIn(home, '/A').children).toEqual([]);
    expect(world.shares.map(({ path }) => path)).toEqual(['/B/out/a.txt', '/B/b.txt']);
    expect([share.fileId, other.fileId]).toEqual([
      nodeIn(home, '/B/out/a.txt').fileId,
      nodeIn(home, '/B/b.txt').fileId,
    ]);
  });

  it('puts what was removed into the trash bin, and drops its shares', () => {
    const { world, home, trash, editor } = edited({ '/A/in/a.txt': 30, '/A/in/b.txt': 12, '/c.txt': 1 });
    addShare(editor, 'alice', '/A/in/a.txt');
    const kept = addShare(editor, 'alice', '/c.txt');
    removeNode(editor, 'alice', '/A/in');
    expect(nodeAt(home, '/A/in')).toBeNull();
    expect(trash).toMatchObject([{ name: 'in', size: 42, isFolder: true, originalLocation: 'A/in' }]);
    expect(world.shares).toEqual([kept]);
  });

  it('makes and takes back shares without touching an etag', () => {
    const { world, home, editor } = edited({ '/A/a.txt': 1 });
    const before = [...etagsOf(home).values()];
    const link = addShare(editor, 'alice', '/A');
    const mail = addShare(editor, 'alice', '/A/a.txt', { type: 4, recipient: 'x@example.org' });
    expect([link.isFolder, link.permissions, mail.isFolder, mail.permissions]).toEqual([true, 17, false, 1]);
    expect(link.token).toMatch(/^\w{15}$/);
    removeShare(editor, link.id);
    expect(world.shares).toEqual([mail]);
    expect([...etagsOf(home).values()]).toEqual(before);
  });

  it('refuses what a member could not do', () => {
    const { editor } = edited({ '/A/a.txt': 1, '/B/b.txt': 1 });
    expect(() => putFile(editor, 'alice', '/A')).toThrow('is a folder');
    expect(() => putFile(editor, 'alice', '/A/a.txt/b.txt')).toThrow('leads through a file');
    expect(() => moveNode(editor, 'alice', '/A', '/A/in')).toThrow('into itself');
    expect(() => moveNode(editor, 'alice', '/A', '/B')).toThrow('stands already');
    expect(() => removeNode(editor, 'alice', '/none')).toThrow('nothing stands');
    expect(() => removeShare(editor, '1')).toThrow('no share 1');
    expect(() => makeFolder(editor, 'nobody', '/A')).toThrow('no account nobody');
  });

  // fast-check prints the seed of a failure, and the smallest case.
  it('gives every folder above a change a new etag, and nothing else, whatever is done', () => {
    let happened = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        const { home, trash, editor } = edited({ '/a/x': 1, '/b/x': 2, '/b/a/y': 3 });
        const bytes = () => bytesIn(home) + trash.reduce((sum, { size }) => sum + size, 0);
        for (const one of steps) {
          const before = etagsOf(home);
          const had = bytes();
          const touched = perform(editor, one);
          if (touched.length > 0) happened++;
          const changed = [...etagsOf(home)].filter(
            ([node, etag]) => before.has(node) && before.get(node) !== etag,
          );
          const above = new Set(touched.flatMap((path) => foldersAbove(home, path)));
          const put = one.kind === 'put' ? nodeAt(home, one.path) : null;
          const expected = [...above, put].filter((node) => node !== null && before.has(node));
          expect(new Set(changed.map(([node]) => node))).toEqual(new Set(touched.length > 0 ? expected : []));
          if (one.kind !== 'put') expect(bytes()).toBe(had);
        }
        const ids = [...below(home)].map(({ node }) => node.fileId);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 200 },
    );
    expect(happened).toBeGreaterThan(200);
  });
});

const path = fc
  .array(fc.constantFrom('a', 'b', 'x', 'y'), { minLength: 1, maxLength: 3 })
  .map((names) => `/${names.join('/')}`);
const step = fc.record({ kind: fc.constantFrom('put', 'folder', 'move', 'remove'), path, to: path });

/** Paths inside of which something changed; none where the step cannot be done. */
function perform(
  editor: Editor,
  {
    kind,
    path: at,
    to,
  }: { readonly kind: 'put' | 'folder' | 'move' | 'remove'; readonly path: string; readonly to: string },
): readonly string[] {
  try {
    if (kind === 'put') putFile(editor, 'alice', at, { size: 7 });
    if (kind === 'folder') makeFolder(editor, 'alice', at);
    if (kind === 'move') moveNode(editor, 'alice', at, to);
    if (kind === 'remove') removeNode(editor, 'alice', at);
    return kind === 'move' ? [at, to] : [at];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function foldersAbove(home: WorldFolder, at: string): readonly (WorldFolder | WorldFile)[] {
  const names = at.split('/').slice(1, -1);
  return [home, ...names.map((_, depth) => nodeIn(home, `/${names.slice(0, depth + 1).join('/')}`))];
}
