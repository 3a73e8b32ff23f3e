import { describe, expect, it } from 'vitest';
import { largeStaleFile } from '../../../src/checks/storage/large-stale-file.ts';
import type { World } from '../../../src/demo/nextcloud/world/world.ts';
import { editorOf, putFile } from '../../helpers/edit-world.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { NOW, type SmallTree, smallWorld } from '../../helpers/world.ts';

const DAY = 86_400_000;
const MB = 1024 ** 2;
const OLD = { size: 60 * MB, modifiedAt: NOW - 900 * DAY, uploadedAt: NOW - 5 * DAY };

/** Alice alone, on a server whose SEARCH tells no upload time. */
function worldOf(files: SmallTree): World {
  return { ...smallWorld({ members: { alice: { files } } }), version: '31.0.6' };
}

/** So many folders with an old large file that was uploaded lately, and so many small files beside. */
function treeOf(folders: number, others: number): World {
  const old = Array.from({ length: folders }, (_, at) => [`/old ${at}/film.mov`, OLD] as const);
  const small = Array.from({ length: others }, (_, at) => [`/small/${at}.txt`, 10 + at] as const);
  return worldOf(Object.fromEntries([...old, ...small]));
}

/** Requests of alice in one run; nobody is accused in it. */
async function requestsOf(workspace: SmallWorkspace, now = NOW, full = false) {
  const { result } = await workspace.audit({ now, full });
  expect(result.findings.filter(({ check }) => check === largeStaleFile.id)).toEqual([]);
  const alice = result.members.find(({ id }) => id === 'alice');
  return { status: alice?.coverage.status, requests: alice?.coverage.requests };
}

describe('upload times', { timeout: 60_000 }, () => {
  // Root, SEARCH, trash bin and shares, and what is asked beside.
  it.each([
    ['few folders of a tree one by one', 3, 300, 4 + 3],
    ['a small tree at once', 3, 5, 4 + 1],
    ['a tree with many folders at once', 13, 1_000, 4 + 1],
    ['nothing of a tree without old large files', 0, 300, 4],
  ])('are asked of %s', async (_, folders, others, requests) => {
    await withSmallWorkspace(treeOf(folders, others), {}, async (workspace) => {
      expect(await requestsOf(workspace)).toEqual({ status: 'read', requests });
      expect(await requestsOf(workspace)).toEqual({ status: 'unchanged', requests: 3 });
    });
  });

  it('are asked of more folders than a first read has requests for where infinity is cut to one level', async () => {
    await withSmallWorkspace(treeOf(13, 0), {}, async (workspace) => {
      workspace.server.faults.add({ fault: 'depth-1', kind: 'propfind', depth: 'infinity' });
      const { result } = await workspace.audit();
      const alice = result.members.find(({ id }) => id === 'alice');
      expect(alice?.coverage.requests).toBeLessThanOrEqual(20);
    });
  });

  it('are remembered by file and etag when the tree is read again', async () => {
    const world = treeOf(3, 300);
    const editor = editorOf(world, { now: () => NOW });
    await withSmallWorkspace(world, {}, async (workspace) => {
      await requestsOf(workspace);
      putFile(editor, 'alice', '/small/new.txt', { size: 5 });
      expect(await requestsOf(workspace)).toEqual({ status: 'read', requests: 4 });
      // Put back from a disk: id, size and date stay.
      putFile(editor, 'alice', '/old 1/film.mov', { ...OLD, uploadedAt: NOW - DAY });
      expect(await requestsOf(workspace)).toEqual({ status: 'read', requests: 4 + 1 });
      expect(await requestsOf(workspace, NOW, true)).toEqual({ status: 'read', requests: 4 + 3 });
    });
  });

  it('are remembered as unknown where the server does not know them', async () => {
    const world = worldOf({ '/old/film.mov': { ...OLD, uploadedAt: 0 }, '/note.txt': 3 });
    const editor = editorOf(world, { now: () => NOW });
    await withSmallWorkspace(world, {}, async (workspace) => {
      const accused = async () => {
        const { result } = await workspace.audit();
        const alice = result.members.find(({ id }) => id === 'alice');
        const found = result.findings.filter(({ check }) => check === largeStaleFile.id).length;
        return [found, alice?.coverage.requests];
      };
      expect(await accused()).toEqual([1, 4 + 1]);
      putFile(editor, 'alice', '/new.txt', { size: 5 });
      expect(await accused()).toEqual([1, 4]);
    });
  });

  it('are asked of an unchanged tree once a file has grown old, and then it counts as read', async () => {
    const young = { ...OLD, modifiedAt: NOW - 340 * DAY };
    const world = worldOf({ '/films/film.mov': young });
    let now = NOW;
    await withSmallWorkspace(world, { serverClock: () => now }, async (workspace) => {
      expect(await requestsOf(workspace)).toEqual({ status: 'read', requests: 4 });
      now = NOW + 20 * DAY;
      expect(await requestsOf(workspace, now)).toEqual({ status: 'unchanged', requests: 3 });
      now = NOW + 30 * DAY;
      expect(await requestsOf(workspace, now)).toEqual({ status: 'read', requests: 3 + 1 });
      now = NOW + 60 * DAY;
      expect(await requestsOf(workspace, now)).toEqual({ status: 'unchanged', requests: 3 });
    });
  });

  it('that were asked for in vain are asked for again only when the tree has changed', async () => {
    const world = treeOf(1, 300);
    const editor = editorOf(world, { now: () => NOW });
    await withSmallWorkspace(world, {}, async (workspace) => {
      workspace.server.faults.add({ fault: 'forbidden', kind: 'propfind', depth: '1', times: 1 });
      const requests = async () =>
        (await workspace.audit()).result.members.find(({ id }) => id === 'alice')?.coverage.requests;
      expect(await requests()).toBe(5);
      expect(await requests()).toBe(3);
      putFile(editor, 'alice', '/small/new.txt', { size: 5 });
      expect(await requests()).toBe(5);
    });
  });
});
