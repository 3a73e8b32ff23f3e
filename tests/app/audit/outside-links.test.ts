import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { emptyFolder, fileAt, registryOf, stampUpwards } from '../../../src/demo/nextcloud/world/tree.ts';
import type { World, WorldMount } from '../../../src/demo/nextcloud/world/world.ts';
import { randomOf } from '../../../src/demo/random.ts';
import type { RunResult } from '../../../src/model/result.ts';
import { caseFile } from '../../helpers/case-file.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { folderIn, NOW, smallWorld, userOf } from '../../helpers/world.ts';

/** The rows of a multistatus, as far as the group folder of the case needs them. */
const Listing = z.object({
  multistatus: z.object({
    response: z.array(
      z.object({
        href: z.string(),
        propstat: z.object({ prop: z.object({ fileid: z.string(), size: z.string() }) }),
      }),
    ),
  }),
});

const registry = registryOf(randomOf(3), 4);

/** The group folder of the case, as Anna's server listed it: 251 files, one of them a pay slip. */
function equipe(): WorldMount['folder'] {
  const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false });
  const { response } = Listing.parse(parser.parse(caseFile('link-on-group-folder/equipe.xml'))).multistatus;
  const [root, ...files] = response;
  const folder = emptyFolder(registry, 'Équipe', NOW);
  folder.fileId = root?.propstat.prop.fileid ?? '';
  for (const { href, propstat } of files) {
    const name = decodeURIComponent(href).split('/').at(-1);
    const size = Number(propstat.prop.size);
    fileAt(registry, folder, `/${name}`, { size, modifiedAt: NOW, uploadedAt: NOW });
  }
  return folder;
}

/** Anna and Bea see the group folder; Anna made the link. */
function workspace(): World {
  const folder = equipe();
  const mounts = (path: string): WorldMount[] => [{ path, type: 'group', folder, groups: ['coop'] }];
  return smallWorld({
    members: {
      bea: { files: { '/b.txt': 10 }, mounts: mounts('/Équipe') },
      anna: { files: { '/a.txt': 10 }, mounts: mounts('/Équipe') },
    },
  });
}

const OwnShares = z.object({
  ocs: z.object({ meta: z.unknown(), data: z.array(z.looseObject({ id: z.string() })) }),
});

/** Anna's list as in the case, and copies of its row with these changes; Bea's shows the same. */
function annasShares(...more: readonly object[]) {
  const { ocs } = OwnShares.parse(JSON.parse(caseFile('link-on-group-folder/shares-anna.json')));
  const [row] = ocs.data;
  const data = [...ocs.data, ...more.map((changes) => ({ ...row, ...changes }))];
  const list = JSON.stringify({ ocs: { ...ocs, data } });
  return {
    rewrite: ({ path }: { readonly path: string }) =>
      path.includes('/files_sharing/api/v1/shares') ? list : null,
  };
}

const onLink = ({ findings }: RunResult, id = '1') =>
  Object.fromEntries(
    findings
      .filter(({ subject }) => subject.kind === 'share' && subject.id === id)
      .map(({ check, state, actual }) => [check, { state, ...actual }]),
  );
const reasonOf = ({ checks }: RunResult, check: string) => checks.find(({ id }) => id === check)?.reason;

describe('the case link-on-group-folder', { timeout: 60_000 }, () => {
  it('is judged from the space: the pay slip and the 251 files', async () => {
    await withSmallWorkspace(workspace(), annasShares(), async ({ audit, server }) => {
      const first = await audit();
      expect(first.code).toBe(0);
      expect(onLink(first.result)).toMatchObject({
        'link-sensitive': { state: 'new', items: 1, isFolder: true },
        'link-wide': { state: 'new', files: 251, totalBytes: 26_000, ofMemberPercent: null },
        'link-living-folder': { state: 'new', files: 251 },
      });
      expect(reasonOf(first.result, 'link-sensitive')).toBeNull();
      expect(reasonOf(first.result, 'link-wide')).toBeNull();

      // Nothing changed: no member's tree is read, yet what the link opens is the same.
      const again = await audit();
      expect(again.result.coverage.unchanged).toBe(2);
      expect(onLink(again.result)).toMatchObject({
        'link-sensitive': { state: 'open', items: 1 },
        'link-wide': { state: 'open', files: 251 },
      });

      server.faults.add({ fault: 'forbidden', path: '/Équipe' });
      const { result } = await audit();
      expect(reasonOf(result, 'link-sensitive')).toMatch(/group folder that was not read.*: share 1 of anna/);
      expect(onLink(result)).not.toHaveProperty('link-sensitive');
      expect(onLink(result)).not.toHaveProperty('link-target-gone');
      expect(result.spaces).toMatchObject([{ files: 251, coverage: { status: 'unchanged' } }]);
    });
  });

  it('is not called gone where the group folders are away', async () => {
    const world = workspace();
    await withSmallWorkspace(world, annasShares(), async ({ audit, server }) => {
      await audit();
      for (const user of world.users) user.mounts = [];
      server.changed();
      const { result } = await audit();
      expect(onLink(result)).not.toHaveProperty('link-target-gone');
      expect(onLink(result)).not.toHaveProperty('link-sensitive');
      expect(reasonOf(result, 'link-target-gone')).toMatch(/group folder that no tree shows now/);
      expect(result.spaces).toMatchObject([{ name: '/Équipe', coverage: { status: 'failed' } }]);
    });
  });

  it('is judged by what was read of it, and nothing is called fixed for what was not', async () => {
    const world = workspace();
    const [mount] = userOf(world, 'anna').mounts;
    if (mount === undefined) throw new Error('Anna sees no group folder');
    fileAt(registry, mount.folder, '/Compta/RIB.pdf', { size: 5, modifiedAt: NOW, uploadedAt: NOW });
    const inside = {
      id: '2',
      path: '/Équipe/Compta',
      file_source: Number(folderIn(mount.folder, '/Compta').fileId),
    };
    await withSmallWorkspace(world, annasShares(inside), async ({ audit, server }) => {
      expect(onLink((await audit()).result, '2')).toMatchObject({ 'link-sensitive': { items: 1 } });
      folderIn(mount.folder, '/Compta').forbidden = true;
      stampUpwards(registry, mount.folder, '/f0.pdf', NOW);
      server.changed();
      const { result } = await audit();
      expect(onLink(result)).toMatchObject({ 'link-sensitive': { state: 'open', items: 1 } });
      expect(onLink(result, '2')).not.toHaveProperty('link-sensitive');
      expect(onLink(result, '2')).not.toHaveProperty('link-target-gone');
      expect(reasonOf(result, 'link-sensitive')).toContain('share 2 of anna');
    });
  });
});

describe('a link whose thing is gone', { timeout: 60_000 }, () => {
  const dead = (id: string, path = `/Parti ${id}`) => ({ id, path, file_source: 9_000 + Number(id) });

  it('is a finding where the server says 404, named where it says anything else, asked for ten times', async () => {
    const many = Array.from({ length: 10 }, (_, nth) => dead(String(nth + 5)));
    const list = annasShares(dead('2'), dead('3'), dead('4', '/a.txt'), ...many);
    await withSmallWorkspace(workspace(), list, async ({ audit, server }) => {
      server.faults.add({ fault: 'forbidden', path: '/Parti 3' });
      const { result } = await audit();
      expect(onLink(result, '2')).toMatchObject({
        'link-target-gone': { state: 'new', isFolder: true, createdAt: '2025-10-25T04:23:10.000Z' },
      });
      const found = result.findings.filter(({ check }) => check === 'link-target-gone');
      expect(found.map(({ subject }) => subject.id)).toEqual(['2', '5', '6', '7', '8', '9', '10', '11']);
      expect(reasonOf(result, 'link-target-gone')).toMatch(
        /, or gone: .* answered 403.*: share 3 of anna; .* after many others\): share 12, 13, 14 of anna\.$/,
      );
      expect(reasonOf(result, 'link-wide')).toContain('share 4 of anna');
      expect(reasonOf(result, 'link-wide')).not.toContain('share 2 of');
    });
  });
});
