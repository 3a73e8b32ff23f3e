import { describe, expect, it } from 'vitest';
import { linkLivingFolder } from '../../../src/checks/sharing/link-living-folder.ts';
import { largeStaleFile } from '../../../src/checks/storage/large-stale-file.ts';
import { staleFolder } from '../../../src/checks/storage/stale-folder.ts';
import type { World } from '../../../src/demo/nextcloud/world/world.ts';
import { randomOf } from '../../../src/demo/random.ts';
import { addShare, type Editor, editorOf, moveNode, putFile } from '../../helpers/edit-world.ts';
import { type RunOutcome, withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../../helpers/world.ts';

const DAY = 86_400_000;
const MB = 1024 ** 2;
/** Checks that an upload time decides. */
const DECIDED: readonly string[] = [largeStaleFile.id, staleFolder.id, linkLivingFolder.id];

const FOLDERS = ['/a', '/a/b', '/a/b/c', '/d', '/d/e', '/f'] as const;
/** Before 1990, and in the future: no date of a file. */
const IMPOSSIBLE = [-30, 20_000] as const;

/** Files of all sizes and ages that matter, many of them uploaded lately with an old date. */
function trickyWorld(seed: number, version: string): World {
  const random = randomOf(seed);
  const ago = (days: number) => NOW - days * DAY;
  const one = <T>(of: readonly [T, ...T[]]): T => random.pick(of);
  const files = Array.from({ length: 24 }, (_, at) => {
    const path = `${one(FOLDERS)}/file ${at}`;
    const days = one([45, 200, 340, 380, 700, 740, 900, 2_000]);
    // Of small files an upload time is never asked for: the date has to be that of the upload.
    if (at % 4 === 0) return [path, { size: MB, modifiedAt: ago(days), uploadedAt: ago(days) }] as const;
    const modifiedAt = ago(at % 11 === 0 ? one(IMPOSSIBLE) : days);
    const uploadedAt = one([modifiedAt, modifiedAt, ago(5), ago(300), ago(735), 0]);
    return [path, { size: one([6, 60, 60, 120]) * MB, modifiedAt, uploadedAt }] as const;
  });
  const shares = [50, 400].map((days) => ({
    ...{ fileOwner: 'alice', path: one(FOLDERS), isFolder: true, type: 3, createdAt: ago(days) },
  }));
  return { ...smallWorld({ members: { alice: { files: Object.fromEntries(files) } }, shares }), version };
}

/** Days after the first reading, and what is done on the server before. */
const STEPS: readonly { readonly day: number; readonly edit?: (editor: Editor) => void }[] = [
  { day: 0 },
  { day: 1 },
  { day: 60 },
  {
    day: 90,
    edit(editor) {
      const now = editor.now();
      // Restored from a disk: size and date are as before, the upload is new.
      const again = { size: 60 * MB, modifiedAt: now - 900 * DAY };
      putFile(editor, 'alice', '/a/b/again', { ...again, uploadedAt: now - 60_000 });
      putFile(editor, 'alice', '/f/small', { size: 10 });
    },
  },
  { day: 200, edit: (editor) => addShare(editor, 'alice', '/a', { createdAt: editor.now() - 3 * DAY }) },
  {
    day: 420,
    edit(editor) {
      const now = editor.now();
      putFile(editor, 'alice', '/a/b/again', { size: 60 * MB, modifiedAt: now - 1_230 * DAY });
      moveNode(editor, 'alice', '/d/e', '/moved');
    },
  },
  { day: 800 },
];

async function findingsOf(world: World): Promise<readonly unknown[]> {
  let now = NOW;
  const editor = editorOf(world, { now: () => now });
  return withSmallWorkspace(world, { serverClock: () => now }, async (workspace) => {
    const found: unknown[] = [];
    for (const { day, edit } of STEPS) {
      now = NOW + day * DAY;
      edit?.(editor);
      const run = await workspace.audit({ now });
      expect(run.told).not.toMatch(/error/i);
      assertBounds(run);
      found.push({ day, findings: decided(run) });
    }
    return found;
  });
}

function decided({ result }: RunOutcome) {
  return result.findings
    .filter(({ check }) => DECIDED.includes(check))
    .map(({ check, subject, actual, state }) => JSON.stringify({ check, subject, actual, state }))
    .sort();
}

/** What holds of every run: a first read and a changed one take at most 20 requests, an unchanged one 3. */
function assertBounds({ result }: RunOutcome): void {
  for (const { id, coverage } of result.members) {
    if (coverage.status === 'unchanged') expect([id, coverage.requests]).toEqual([id, 3]);
    else expect(coverage.requests).toBeLessThanOrEqual(20);
  }
}

describe('where a SEARCH does not know when files were uploaded', { timeout: 120_000 }, () => {
  it.each([1, 2, 3])(
    'the findings are those of a server that knows it of each file (world %i)',
    async (seed) => {
      const asked = await findingsOf(trickyWorld(seed, '31.0.6'));
      const known = await findingsOf(trickyWorld(seed, '34.0.1'));
      expect(asked).toEqual(known);
      expect(JSON.stringify(known)).toContain(largeStaleFile.id);
    },
  );
});
