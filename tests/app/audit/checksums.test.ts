import { afterEach, describe, expect, it } from 'vitest';
import { probableDuplicate } from '../../../src/checks/storage/probable-duplicate.ts';
import type { WorldFile, WorldFolder } from '../../../src/demo/nextcloud/world/world.ts';
import { openStage, type Stage } from '../../helpers/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

function filesBelow({ children }: WorldFolder): readonly WorldFile[] {
  return children.flatMap((child) => (child.kind === 'file' ? [child] : filesBelow(child)));
}

/** Gives two files of a member one small size and one checksum; returns their ids. */
function makeTwins({ world, server }: Stage): readonly string[] {
  const member = world.users.find(
    ({ appPassword, home }) => appPassword !== null && filesBelow(home).length > 2,
  );
  const twins = member === undefined ? [] : filesBelow(member.home).slice(0, 2);
  for (const twin of twins) Object.assign(twin, { size: 70_000, checksum: 'SHA1:twin' });
  server.changed();
  expect(twins).toHaveLength(2);
  return twins.map(({ fileId }) => fileId);
}

describe('checksums of small files', () => {
  it.each([
    ['are not looked at', undefined, 0],
    ['are where the config has duplicates looked for among them', { minSize: 50_000 }, 1],
  ])('%s', async (_, settings, found) => {
    stage = await openStage({ readable: true });
    const ids = makeTwins(stage);
    const { result } = await stage.audit({
      checkSettings: { [probableDuplicate.id]: settings },
    });
    const ours = result.findings.filter(
      ({ check, subject }) => check === probableDuplicate.id && ids.includes(subject.id),
    );
    expect(ours).toHaveLength(found);
  });
});
