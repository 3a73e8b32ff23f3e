import { describe, expect, it } from 'vitest';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

describe('an account that is disabled while the list still says otherwise', () => {
  const rewrite = ({ path }: { readonly path: string }, body: string) =>
    path.includes('/users/details') ? body.replaceAll('"enabled":false', '"enabled":true') : null;

  it.each(['31.0.6', '34.0.1'])(
    'is disabled after one request, and nothing is partial (%s)',
    async (version) => {
      const members = { alice: { files: { '/a.txt': 1 } }, bob: { enabled: false, files: { '/b.txt': 1 } } };
      const world = { ...smallWorld({ members }), version };
      await withSmallWorkspace(world, { rewrite }, async ({ audit, server }) => {
        const { code, result } = await audit();
        expect(result.members.find(({ id }) => id === 'bob')?.coverage).toMatchObject({
          status: 'disabled',
          reason: 'The account is disabled.',
          requests: 1,
        });
        expect(server.counters.byMember.get('bob')).toBe(1);
        expect([code, result.run.status]).toEqual([0, 'complete']);
      });
    },
  );
});
