import { expect, it } from 'vitest';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

// A sync client that sets milliseconds where seconds belong dates a file in the year 55840.
it('one file of a far future costs neither its folder nor its member, and is named', async () => {
  const far = { size: 5, modifiedAt: 1_700_000_000_000 * 1_000 };
  const world = smallWorld({ members: { bob: { files: { '/photo.jpg': far, '/d/k': 7 } } } });
  await withSmallWorkspace(world, {}, async (workspace) => {
    const { code, result } = await workspace.audit();
    expect(code).toBe(0);
    expect(result.members[0]).toMatchObject({ coverage: { status: 'read' }, usage: { bytes: 12, files: 2 } });
    const named = result.findings.filter(({ check }) => check === 'impossible-date');
    expect(named.map(({ subject }) => subject.path)).toEqual(['/photo.jpg']);
  });
});
