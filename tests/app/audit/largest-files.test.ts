import { expect, it } from 'vitest';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const MB = 1024 ** 2;
const files = Object.fromEntries(
  Array.from({ length: 15 }, (_, at) => [`/Clips/${at}.mov`, (120 + at) * MB]),
);

it('the largest files of whose space is filling are known, of any age, and of nobody else', async () => {
  const world = smallWorld({ members: { anna: { files }, bob: { files: { '/small.txt': 9 } } } });
  await withSmallWorkspace(world, {}, async (workspace) => {
    const { result } = await workspace.audit();
    const largestOf = (uid: string) => result.members.find(({ id }) => id === uid)?.largest ?? [];
    expect(largestOf('anna').map(({ path }) => path)).toEqual(
      Array.from({ length: 12 }, (_, at) => `/Clips/${14 - at}.mov`),
    );
    expect(largestOf('anna')[0]?.bytes).toBe(134 * MB);
    expect(largestOf('bob')).toEqual([]);
    expect(result.findings.filter(({ subject }) => subject.path?.startsWith('/Clips/'))).toEqual([]);
    // The second run reads nothing anew, and knows them all the same.
    const again = await workspace.audit();
    expect(again.result.members.find(({ id }) => id === 'anna')?.largest).toEqual(largestOf('anna'));
  });
});
