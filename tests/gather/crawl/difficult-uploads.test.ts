import { describe, expect, it } from 'vitest';
import { largeStaleFile } from '../../../src/checks/storage/large-stale-file.ts';
import type { FaultRule } from '../../../src/demo/nextcloud/http/kinds.ts';
import type { World } from '../../../src/demo/nextcloud/world/world.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../../helpers/world.ts';

const DAY = 86_400_000;

describe('upload times that a SEARCH does not tell, where the server is difficult', {
  timeout: 60_000,
}, () => {
  const files = {
    ...Object.fromEntries(
      Array.from({ length: 5 }, (_, at) => [
        `/d${at}/photo.tif`,
        { size: 60 * 1024 ** 2, modifiedAt: NOW - 1_500 * DAY, uploadedAt: NOW - 5 * DAY },
      ]),
    ),
    '/d0/note.txt': 3,
  };

  async function accusedWith(world: World, fault: FaultRule): Promise<readonly (string | null)[]> {
    return withSmallWorkspace(world, {}, async (workspace) => {
      workspace.server.faults.add(fault);
      const { result } = await workspace.audit();
      return result.findings
        .filter(({ check }) => check === largeStaleFile.id)
        .map(({ subject }) => subject.path);
    });
  }

  it('are known though another folder moved and told its own', async () => {
    const bulk = Object.fromEntries(
      Array.from({ length: 5_100 }, (_, at) => [`/bulk/${at % 9}/x${at}`, 1 + at]),
    );
    const world = smallWorld({ members: { alice: { files: { ...files, ...bulk } } } });
    const moves = { member: 'alice', kind: 'search', moves: '/d0', after: 2, times: 1 } as const;
    expect(await accusedWith(world, { fault: 'etag-changes', ...moves })).toEqual([]);
  });

  it('are known though infinity is answered as one level', async () => {
    const world = smallWorld({ members: { alice: { files } } });
    expect(await accusedWith(world, { fault: 'depth-1', kind: 'propfind', depth: 'infinity' })).toEqual([]);
  });
});
