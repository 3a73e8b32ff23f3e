import { describe, expect, it } from 'vitest';
import { caseFile } from '../../helpers/case-file.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const foldersAre = (body: string) => (asked: { readonly path: string }) =>
  asked.path.includes('/apps/groupfolders/folders') ? body : null;

describe('the case group-folder-size-minus-1', () => {
  it('lists all three, without a size where there is none yet', async () => {
    const rewrite = foldersAre(caseFile('group-folder-size-minus-1/groupfolders.json'));
    await withSmallWorkspace(smallWorld(), { rewrite }, async (workspace) => {
      const { result, code } = await workspace.audit();
      expect(code).toBe(0);
      const spaces = result.spaces.map(({ name, bytes, quota }) => ({ name, bytes, quota: quota?.bytes }));
      expect(spaces).toEqual([
        { name: '/Direction', bytes: 5_000, quota: null },
        { name: '/Archives', bytes: null, quota: null },
        { name: '/Compta', bytes: 7_000, quota: 10_737_418_240 },
      ]);
      expect(result.spaces[1]?.coverage.reason).toContain('The server does not tell its size.');
    });
  });
});

it('a group folder whose record cannot be read is named among the spaces and on stderr', async () => {
  const data = {
    1: { id: 1, mount_point: 'Direction', quota: -3, size: 5, groups: { Direction: 31 } },
    2: { id: 2, mount_point: ['Archives'], quota: -3, size: 5, groups: { Direction: 31 } },
  };
  const rewrite = foldersAre(JSON.stringify({ ocs: { meta: {}, data } }));
  await withSmallWorkspace(smallWorld(), { rewrite }, async (workspace) => {
    const { result, told } = await workspace.audit();
    expect(result.spaces).toMatchObject([
      { name: '/Direction', bytes: 5 },
      { id: 'folder:2', bytes: null, coverage: { status: 'failed' } },
    ]);
    expect(told).toContain('group folder “2” (mount_point)');
  });
});
