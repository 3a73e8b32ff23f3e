import { afterEach, describe, expect, it } from 'vitest';
import { nameOf } from '../../../src/model/path/path.ts';
import { editorOf, moveNode } from '../../helpers/edit-world.ts';
import { openStage, type Stage } from '../../helpers/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

/** A link that a recipient made on a file in a folder that its owner keeps elsewhere. */
async function foreignLink() {
  stage = await openStage({ readable: true, files: 400 });
  const link = stage.world.shares.find(
    ({ type, sharedBy, fileOwner }) => type === 3 && sharedBy !== fileOwner,
  );
  if (link === undefined) throw new Error('the cooperative has no link by somebody else');
  const [, top = ''] = link.path.split('/');
  moveNode(editorOf(stage.world), link.fileOwner, `/${top}`, `/Atelier/${top}`);
  stage.server.changed();
  const pathOf = async () =>
    (await stage.audit()).result.shares.find(({ id, type }) => id === link.id && type === 'link')?.path;
  return { id: link.id, owner: link.fileOwner, owners: link.path, pathOf };
}

describe('a share that only its maker’s list shows', { timeout: 60_000 }, () => {
  it('has the path of the owner’s tree, where that was read', async () => {
    const { owner, owners, pathOf } = await foreignLink();
    stage.server.faults.add({ fault: 'forbidden', kind: 'shares', member: owner });
    expect(await pathOf()).toBe(owners);
  });

  it('has the path of the owner’s tree as it was read last, where it cannot be read now', async () => {
    const { owner, owners, pathOf } = await foreignLink();
    expect(await pathOf()).toBe(owners);
    stage.server.faults.add({ fault: 'unauthorised', member: owner });
    expect(await pathOf()).toBe(owners);
  });

  it('has the name of the thing alone, where nobody knows the tree of its owner', async () => {
    const { id, owner, owners } = await foreignLink();
    stage.server.faults.add({ fault: 'unauthorised', member: owner });
    const exceptions = [{ check: 'link-by-someone-else', path: `**/${nameOf(owners)}`, until: '2099-01-01' }];
    const { result } = await stage.audit({ exceptions });
    const share = result.shares.find((one) => one.id === id && one.type === 'link');
    expect(share).toMatchObject({ owner, path: nameOf(owners), pathKnown: false });
    const found = result.findings.filter(({ subject }) => subject.kind === 'share' && subject.id === id);
    expect(found.map(({ check, state }) => [check, state])).toContainEqual(['link-by-someone-else', 'new']);
    for (const { subject, sharedWith } of found) {
      expect(subject.path).toBe(nameOf(owners));
      expect(sharedWith).toEqual([]);
    }
    // Its name is the maker's: nothing is judged by it.
    expect(found.map(({ check }) => check)).not.toContain('link-sensitive');
  });
});
