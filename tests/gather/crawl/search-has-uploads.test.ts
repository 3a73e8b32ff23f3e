import { describe, expect, it } from 'vitest';
import { largeStaleFile } from '../../../src/checks/storage/large-stale-file.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { GB, NOW, smallWorld } from '../../helpers/world.ts';

const DAY = 86_400_000;

describe('upload times that a SEARCH may tell', () => {
  const old = { size: GB, modifiedAt: NOW - 900 * DAY, uploadedAt: 0 };
  const files = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`/folder ${n}/old.iso`, old]));

  it.each([
    ['31.0.6', 3],
    // It has no such capability: the version says nothing.
    ['32.0.1', 3],
    // Its 0 is the last word.
    ['34.0.1', 2],
  ])('on %s take %i lists in two runs', async (version, lists) => {
    const world = { ...smallWorld({ members: { alice: { files } } }), version };
    await withSmallWorkspace(world, {}, async ({ audit, server }) => {
      const { result } = await audit();
      await audit();
      expect(server.counters.byKind.propfind).toBe(lists);
      expect(result.findings.filter(({ check }) => check === largeStaleFile.id)).toHaveLength(5);
    });
  });

  it('are on 34.0.1 those of the answer', async () => {
    const uploaded = { ...old, uploadedAt: NOW - 7 * DAY };
    const world = smallWorld({ members: { alice: { files: { '/a.iso': uploaded } } } });
    await withSmallWorkspace({ ...world, version: '34.0.1' }, {}, async ({ audit, server }) => {
      const { result } = await audit();
      expect(server.counters.byKind.propfind).toBe(1);
      expect(result.findings.filter(({ check }) => check === largeStaleFile.id)).toEqual([]);
    });
  });
});
