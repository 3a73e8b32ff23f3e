import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everythingAbout } from '../../../src/app/member-data.ts';
import { reportInput } from '../../../src/app/report/input.ts';
import { templatesOf } from '../../../src/app/report/templates.ts';
import { wordsOf } from '../../../src/app/report/wording.ts';
import { FORMATS, writeReport } from '../../../src/app/report/write.ts';
import { configOf } from '../../../src/cli/config.ts';
import { contextOf } from '../../../src/cli/context.ts';
import { memberId } from '../../../src/model/ids.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { GB, smallWorld } from '../../helpers/world.ts';

/** Names that every plain object of JavaScript has, or is made by: Nextcloud takes each as a uid, a group, a file name. */
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'then',
  'toJSON',
  'length',
] as const;

/** Each run of a workspace takes a second, more on a busy machine. */
const PATIENCE = 60_000;

const OLD = Date.UTC(2020, 1, 1);

interface Cast {
  readonly uids: readonly string[];
  readonly group: string;
  readonly folder: string;
  readonly label: string;
}

/** Everybody has a folder with a large old file; the first shares it with the next ones, with the group, and by a link. */
function worldOf({ uids, group, folder, label }: Cast) {
  const [owner = '', ...others] = uids;
  const path = `/${folder}`;
  const files = { [`${path}/${label}`]: { size: GB, modifiedAt: OLD, uploadedAt: OLD } };
  const members = Object.fromEntries(uids.map((uid) => [uid, { files, groups: [group] }]));
  const share = { fileOwner: owner, path };
  const world = smallWorld({
    members,
    shares: [
      { ...share, label },
      ...others.map((recipient) => ({ ...share, type: 0, recipient })),
      { ...share, type: 1, recipient: group },
    ],
  });
  world.groups.push({ id: group, name: group });
  return world;
}

async function reportOf(workspace: SmallWorkspace): Promise<(name: string) => string> {
  const config = configOf(
    contextOf({ config: join(workspace.folder, 'menage.yaml') }, new AbortController().signal),
  );
  const folder = join(workspace.folder, 'report');
  await workspace.withStore(async (store) => {
    const input = await reportInput(store, config, wordsOf(config));
    await writeReport(config, input, templatesOf(config), folder, FORMATS);
  });
  return (name) => readFileSync(join(folder, name), 'utf8');
}

async function holds(cast: Cast): Promise<void> {
  const { uids, group, folder } = cast;
  const all = [...uids].sort();
  await withSmallWorkspace(worldOf(cast), { groups: [group] }, async (workspace) => {
    await workspace.auditAndSend();
    const { result, code, told } = await workspace.audit();
    expect({ code, told }).toEqual({ code: 0, told: '' });
    expect(result.members.map(({ id, coverage }) => [id, coverage.status])).toEqual(
      all.map((uid) => [uid, 'unchanged']),
    );
    for (const { usage, groups } of result.members) {
      expect({ bytes: usage.bytes, groups }).toEqual({ bytes: GB, groups: [group] });
    }
    expect(result.shares.map(({ recipient }) => recipient).sort()).toEqual(
      [null, ...uids.slice(1), group].sort(),
    );
    expect(result.findings.filter(({ check }) => check === 'share-with-the-departed')).toEqual([]);
    const stale = result.findings.filter(({ check }) => check === 'large-stale-file');
    expect(stale.map(({ member, state }) => [member, state]).sort()).toEqual(
      all.map((uid) => [uid, 'open']).sort(),
    );
    // In the first run, of which the report tells the mails.
    expect(
      workspace.mails.received
        .flatMap(({ to }) => to)
        .filter((to) => !to.startsWith('admins@'))
        .sort(),
    ).toEqual(all.map((uid) => `${uid}@coop.example`).sort());
    const read = await reportOf(workspace);
    expect(JSON.parse(read('result.json'))).toEqual(JSON.parse(JSON.stringify(result)));
    const [, page = ''] =
      /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(read('report.html')) ?? [];
    const data = JSON.parse(page);
    expect(data.people.map(([id]: readonly string[]) => id)).toEqual(all);
    expect(data.members.length).toBe(uids.length);
    for (const uid of uids) {
      expect(read('members.csv')).toContain(uid);
      expect(read('shares.csv')).toContain(folder);
      expect(await workspace.withStore((store) => everythingAbout(store, memberId(uid)))).toMatchObject({
        member: { id: uid },
        snapshot: { member: uid },
      });
    }
    // Forgetting the owner leaves the others.
    await workspace.withStore((store) => store.members.forget(memberId(uids[0] ?? '')));
    const known = await workspace.withStore((store) => store.members.known());
    expect([...known].filter((uid) => uid !== 'admin').sort()).toEqual(uids.slice(1).sort());
  });
}

describe('names that a plain object has already', () => {
  it('are members, groups, folders, labels like all others', { timeout: PATIENCE }, () =>
    holds({ uids: NAMES, group: '__proto__', folder: '__proto__', label: 'constructor' }),
  );

  it('hold in whatever place they stand', { timeout: PATIENCE }, () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          uids: fc.shuffledSubarray([...NAMES], { minLength: 2, maxLength: 3 }),
          group: fc.constantFrom(...NAMES),
          folder: fc.constantFrom(...NAMES),
          label: fc.constantFrom(...NAMES),
        }),
        holds,
      ),
      { numRuns: 2 },
    ),
  );
});
