import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/model/entry.ts';
import { memberId } from '../../src/model/ids.ts';
import type { RunResult } from '../../src/model/result.ts';
import { editorOf, putFile } from '../helpers/edit-world.ts';
import { type RunOutcome, type SmallWorkspace, withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

const DAY = 86_400_000;
const FILES = 20_000;
const IN_A_FOLDER = 50;
/** In six folders, one in the other. */
const CHANGED = '/1/2/3/4/5/6/file 7.txt';

/** 400 folders, the deepest six down. */
function manyFiles(): Readonly<Record<string, number>> {
  const files: Record<string, number> = {};
  for (let n = 0; n < IN_A_FOLDER; n++) files[`/1/2/3/4/5/6/file ${n}.txt`] = n;
  for (let n = IN_A_FOLDER; n < FILES; n++) {
    const folder = Math.floor(n / IN_A_FOLDER);
    files[`/${folder % 7}/folder ${folder}/file ${n}.txt`] = n;
  }
  return files;
}

/** Alice's tree as the store holds it, in order of the paths. */
async function stored({ withStore }: SmallWorkspace) {
  return withStore(async ({ snapshots }) => {
    const entries: Entry[] = [];
    for await (const batch of snapshots.entries(memberId('alice'))) entries.push(...batch);
    return {
      entries: entries.sort((a, b) => (a.path < b.path ? -1 : 1)),
      rootEtag: (await snapshots.get(memberId('alice')))?.rootEtag,
    };
  });
}

/** What a run concludes, without how it came to it. */
function concluded({ members, shares, findings, checks }: RunResult) {
  const usages = members.map(({ id, usage, quota }) => ({ id, usage, quota }));
  return { usages, shares, findings, checks };
}

const aliceIn = ({ result }: RunOutcome) => result.members.find(({ id }) => id === 'alice');

describe('a member of 20,000 files', { timeout: 60_000 }, () => {
  it('costs 3 requests unchanged and at most 12 after one change at depth 6, with the result of a full crawl', async () => {
    await withSmallWorkspace(
      smallWorld({ members: { alice: { files: manyFiles() } } }),
      {},
      async (workspace) => {
        const first = await workspace.audit();
        expect(aliceIn(first)).toMatchObject({
          coverage: { status: 'read', strategy: 'search' },
          usage: { files: FILES, bytes: (FILES * (FILES - 1)) / 2 },
        });
        expect(aliceIn(await workspace.audit())?.coverage).toMatchObject({
          status: 'unchanged',
          requests: 3,
        });

        // As when somebody uploads a photo of long ago: what a full crawl has to ask for by itself.
        const facts = { size: 6_000_000, modifiedAt: NOW - 800 * DAY, uploadedAt: NOW - DAY };
        putFile(editorOf(workspace.world, { now: () => NOW }), 'alice', CHANGED, facts);
        const changed = await workspace.audit();
        expect(aliceIn(changed)?.coverage).toMatchObject({ status: 'read', strategy: 'search' });
        expect(aliceIn(changed)?.coverage.requests).toBeLessThanOrEqual(12);
        const little = await stored(workspace);
        expect(little.entries.find(({ path }) => path === CHANGED)).toMatchObject(facts);

        const full = await workspace.audit({ full: true });
        expect(aliceIn(full)?.coverage).toMatchObject({ status: 'read', strategy: 'search' });
        expect(concluded(changed.result)).toEqual(concluded(full.result));
        const whole = await stored(workspace);
        expect(little.rootEtag).toBe(whole.rootEtag);
        // The lists of single folders tell upload times that a SEARCH leaves out, and that nobody asked for.
        const told = (entry: Entry, other: Entry | undefined) =>
          JSON.stringify({ ...entry, uploadedAt: entry.uploadedAt ?? other?.uploadedAt ?? null });
        const differing = little.entries.filter((entry, at) => {
          const other = whole.entries[at];
          return other === undefined || JSON.stringify(entry) !== told(other, entry);
        });
        expect([little.entries.length, differing]).toEqual([whole.entries.length, []]);
      },
    );
  });
});
