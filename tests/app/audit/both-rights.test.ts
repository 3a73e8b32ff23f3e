import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAYED } from '../../../src/demo/nextcloud/world/flavour.ts';
import { emptyFolder, fileAt, registryOf } from '../../../src/demo/nextcloud/world/tree.ts';
import type { World } from '../../../src/demo/nextcloud/world/world.ts';
import { randomOf } from '../../../src/demo/random.ts';
import type { RunResult } from '../../../src/model/result.ts';
import { IN_TIME } from '../../helpers/property.ts';
import { type SmallWorkspaceOptions, withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../../helpers/world.ts';

const DAY = 86_400_000;
const MB = 1024 ** 2;
const IDS = ['anna', 'Zoé Özil', 'qu%75x@coop.example', 'bob'];
const PLACES = ['/a.txt', '/Plans/b.pdf', '/Plans/Deep/c é.zip', '/Old & grey/d.mov', '/Plans/e.tmp'];

const file = fc.record({
  path: fc.constantFrom(...PLACES),
  size: fc.constantFrom(0, 7, 6 * MB, 300 * MB),
  days: fc.nat(2_000),
});
const member = fc.record({
  files: fc.uniqueArray(file, { minLength: 1, maxLength: 5, selector: ({ path }) => path }),
  enabled: fc.boolean(),
  hasSpace: fc.boolean(),
  trash: fc.nat(2),
});
const share = fc.record({
  owner: fc.nat(3),
  maker: fc.nat(3),
  recipient: fc.nat(3),
  type: fc.constantFrom(0, 1, 3, 4, 6),
  file: fc.nat(4),
  expires: fc.option(fc.constant('2027-03-01')),
});
const drawn = fc.record({
  version: fc.constantFrom(...Object.values(PLAYED)),
  members: fc.array(member, { minLength: 2, maxLength: IDS.length }),
  shares: fc.array(share, { maxLength: 8 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** The same world for the same draw, ids and etags too: a server changes its world while it answers. */
function worldOf({ version, members, shares }: Drawn): World {
  const at = (number: number) => number % members.length;
  const registry = registryOf(randomOf(3), 4);
  const space = emptyFolder(registry, 'Team', NOW);
  fileAt(registry, space, '/Minutes.odt', { size: 40, modifiedAt: NOW, uploadedAt: NOW });
  const world = smallWorld({
    members: {
      ...Object.fromEntries(
        members.map(({ files, enabled, hasSpace, trash }, n) => [
          IDS[n] ?? '',
          {
            // Somebody is read in every world.
            enabled: enabled || n === 0,
            loginName: `${n}@ldap`,
            files: Object.fromEntries(
              files.map(({ path, size, days }) => [
                path,
                { size, modifiedAt: NOW - days * DAY, uploadedAt: NOW - days * DAY },
              ]),
            ),
            trash: Array.from({ length: trash }, (_, at) => ({
              name: `gone ${at}`,
              fileId: `9${n}${at}`,
              size: 1_000 * (at + 1),
              isFolder: false,
              originalLocation: `gone ${at}`,
              deletedAt: NOW - DAY,
            })),
            mounts: hasSpace
              ? [{ path: '/Team', type: 'group' as const, folder: space, groups: ['coop'] }]
              : [],
          },
        ]),
      ),
    },
    shares: shares.flatMap(({ owner, maker, recipient, type, file, expires }) => {
      const path = members[at(owner)]?.files[file]?.path;
      if (path === undefined || (type === 0 && at(owner) === at(recipient))) return [];
      const recipients: Readonly<Record<number, string>> = {
        0: IDS[at(recipient)] ?? '',
        1: 'coop',
        4: 'a@b.example',
        6: 'zoe@elsewhere.example',
      };
      return [
        {
          fileOwner: IDS[at(owner)] ?? '',
          sharedBy: IDS[at(maker)] ?? '',
          type,
          path,
          expires,
          recipient: recipients[type] ?? null,
        },
      ];
    }),
  });
  return { ...world, version };
}

async function auditsOf(world: World, wish: SmallWorkspaceOptions): Promise<readonly RunResult[]> {
  return withSmallWorkspace(world, wish, async ({ audit }) => {
    const [first, second] = [await audit(), await audit()];
    expect([first.told, second.told]).toEqual(['', '']);
    return [first.result, second.result];
  });
}

/** Without what two runs never share, and the right. */
function compared({ run, members, ...rest }: RunResult) {
  const { server: _, requests: __, bytesReceived: ___, peakConcurrency: ____, ...ofRun } = run;
  return {
    ...rest,
    run: { ...ofRun, version: run.server.version },
    members: members.map(({ coverage: { right: _, ...coverage }, ...of }) => ({ ...of, coverage })),
  };
}

describe('the same audit by app passwords and by AppAPI', { timeout: 60_000 }, () => {
  it('gives equal results but for the right, by no request more for any member and one probe in the run', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async (world) => {
        const own = await auditsOf(worldOf(world), {});
        const appApi = await auditsOf(worldOf(world), { appApi: {} });
        for (const [at, byOwn] of own.entries()) {
          const byAppApi = appApi[at];
          if (byAppApi === undefined) throw new RangeError('one audit is missing');
          expect(compared(byAppApi)).toEqual(compared(byOwn));
          expect(byAppApi.run.requests).toBe(byOwn.run.requests + 1);
          const read = byAppApi.members.filter(({ enabled }) => enabled);
          expect(new Set(read.map(({ coverage }) => coverage.right))).toEqual(new Set(['appapi']));
        }
      }),
      { ...IN_TIME, numRuns: Number(process.env['MENAGE_WORLDS'] ?? 3) },
    );
  });
});
