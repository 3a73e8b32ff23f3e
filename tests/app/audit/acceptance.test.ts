import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit } from '../../../src/cli/audit.ts';
import { contextOf } from '../../../src/cli/context.ts';
import type { World, WorldFolder } from '../../../src/demo/nextcloud/world/world.ts';
import { openLog } from '../../../src/log.ts';
import { RunResult } from '../../../src/model/result.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../../helpers/world.ts';

/** Of alice one folder cannot be listed; bob is read whole, and has a link that anybody can change. */
function worldWithGap(): World {
  const world = smallWorld({
    members: {
      alice: { files: { '/Archives/2019/a.txt': 10, '/b.txt': 20 } },
      bob: { files: { '/Open/c.txt': 30 } },
    },
    shares: [{ fileOwner: 'bob', path: '/Open', type: 3 }],
  });
  folderIn(world, 'alice', ['Archives', '2019']).forbidden = true;
  return world;
}

function folderIn(world: World, id: string, names: readonly string[]): WorldFolder {
  let at = world.users.find((user) => user.id === id)?.home;
  for (const name of names) {
    const next = at?.children.find((child) => child.name === name);
    at = next?.kind === 'folder' ? next : undefined;
  }
  if (at === undefined) throw new Error(`no folder ${names.join('/')}`);
  return at;
}

async function auditIn(
  { folder }: SmallWorkspace,
  { accept, level = 'warn', failOn }: { accept: string; level?: 'info' | 'warn'; failOn?: string },
) {
  const file = join(folder, 'menage.yaml');
  const config = readFileSync(file, 'utf8').replace(/^accept:.*\n/m, '');
  let told = '';
  const write = (text: string) => {
    told += text;
  };
  writeFileSync(file, `${config}accept: ${accept}\n`);
  const code = await audit(
    {
      ...contextOf({ config: file }, new AbortController().signal),
      ...{ environment: {}, quiet: true, log: openLog({ level, format: 'text' }, { write }) },
      ...{ out: () => {}, progress: () => {}, now: () => NOW },
    },
    { json: join(folder, 'result.json'), ...(failOn !== undefined && { failOn }) },
  );
  const result = RunResult.parse(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')));
  return { code, told, result };
}

describe('what need not be read', () => {
  it('takes the run back to exit 0 without a word to cron, and stays in the result', async () => {
    await withSmallWorkspace(worldWithGap(), {}, async (workspace) => {
      const before = await auditIn(workspace, { accept: '[]' });
      expect(before.code).toBe(3);
      expect(before.told).toContain('alice was read in part: The server refused to list 1 folder.');

      const accept = '[{ member: alice, path: "/Archives/**", reason: tape drive, until: 2026-12-31 }]';
      const { code, told, result } = await auditIn(workspace, { accept });
      expect({ code, told }).toEqual({ code: 0, told: '' });
      expect(result.run.status).toBe('partial');
      expect(result.accepted).toEqual([{ member: 'alice', reason: 'tape drive', until: '2026-12-31' }]);
      const report = result.findings.find(({ check }) => check === 'member-not-read');
      expect(report).toMatchObject({ member: 'alice', state: 'excepted' });
      const loud = await auditIn(workspace, { accept, level: 'info' });
      expect(loud.told).toContain('which is accepted until 2026-12-31 (tape drive): The server refused');
    });
  });

  it('is no more than what the config names, and until when', async () => {
    await withSmallWorkspace(worldWithGap(), {}, async (workspace) => {
      const elsewhere = await auditIn(workspace, {
        accept: '[{ member: alice, path: "/Photos/**", reason: x }, { member: bob, reason: y }]',
        level: 'info',
      });
      expect(elsewhere.code).toBe(3);
      expect(elsewhere.told).toContain('"accept" of alice, /Photos/** had nothing to accept in this run');
      expect(elsewhere.told).toContain('"accept" of bob had nothing to accept in this run');
      const over = await auditIn(workspace, { accept: '[{ member: alice, reason: x, until: 2026-11-23 }]' });
      expect(over.code).toBe(3);
      expect(over.told).toContain('"accept" of alice ended on 2026-11-23: set a later "until"');
      const lastDay = await auditIn(workspace, {
        accept: '[{ member: alice, reason: x, until: 2026-11-24 }]',
      });
      expect(lastDay.code).toBe(0);
    });
  });

  it('hides no finding from --fail-on, nor does exit 3', async () => {
    await withSmallWorkspace(worldWithGap(), {}, async (workspace) => {
      const both = await auditIn(workspace, { accept: '[]', failOn: 'high' });
      expect(both.code).toBe(3);
      expect(both.told).toContain('alice was read in part');
      expect(both.told).toMatch(/--fail-on high: \d+ at or above it \(.*link-.* \d/);
      const one = await auditIn(workspace, { accept: '[{ member: alice, reason: x }]', failOn: 'high' });
      expect(one.code).toBe(1);
      expect(one.told).not.toContain('alice');
      expect(one.told).toMatch(/--fail-on high: \d+ at or above it \(.*link-/);
      expect(one.told).not.toContain('member-not-read');
    });
  });
});
