import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contextOf } from '../../src/cli/context.ts';
import { runList } from '../../src/cli/credentials/credentials.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { smallWorld } from '../helpers/world.ts';

it('credentials list says who granted access, and that AppAPI reads the others', async () => {
  const sections = { members: { declined: ['carla'] }, credentials: {} };
  const members = { alice: {}, bob: {}, carla: {} };
  await withSmallWorkspace(
    smallWorld({ members }),
    { appApi: { own: ['alice'] }, sections },
    async ({ folder }) => {
      const lines: string[] = [];
      const context = contextOf({ config: join(folder, 'menage.yaml') }, new AbortController().signal);
      await runList({ ...context, out: (text) => lines.push(text) }, {});
      expect(lines.join('')).toMatch(
        /^alice {2}since .*\n1 member has granted access\.\nAppAPI: registered since 2026-11-24; it reads everybody else but who declined \(carla\)\.$/,
      );
    },
  );
});
