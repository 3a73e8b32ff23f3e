import { expect, it } from 'vitest';
import { emptyFolder, fileAt, registryOf } from '../../../src/demo/nextcloud/world/tree.ts';
import { randomOf } from '../../../src/demo/random.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../../helpers/world.ts';

const registry = registryOf(randomOf(3), 4);

/** Anna has 10 bytes of her own and 1,000 on an external storage; Bea 20 of her own. */
function world() {
  const nas = emptyFolder(registry, 'NAS', NOW);
  fileAt(registry, nas, '/film.mp4', { size: 1_000, modifiedAt: NOW, uploadedAt: NOW });
  return smallWorld({
    members: {
      anna: { files: { '/a.txt': 10 }, mounts: [{ path: '/NAS', type: 'external', folder: nas }] },
      bea: { files: { '/b.txt': 20 } },
    },
  });
}

it('external storage that the server counts in the quota is named, also of an unchanged member', async () => {
  // As with quota_include_external_storage.
  const rewrite = (_: unknown, body: string) =>
    body.includes('quota-used-bytes>10<')
      ? body.replaceAll('quota-used-bytes>10<', 'quota-used-bytes>1010<')
      : null;
  await withSmallWorkspace(world(), { rewrite }, async ({ audit }) => {
    for (const status of ['read', 'unchanged']) {
      const { told, result, code } = await audit();
      const anna = result.members.find(({ id }) => id === 'anna');
      expect([code, anna?.usage.bytes, anna?.coverage.status]).toEqual([0, 10, status]);
      expect(told).toContain('the server counts more than their own files: anna (1000 bytes). ');
    }
  });
}, 30_000);

it('external storage that counts in no quota is nothing to tell', async () => {
  await withSmallWorkspace(world(), {}, async ({ audit }) => {
    expect((await audit()).told).not.toContain('In their quota');
  });
}, 30_000);
