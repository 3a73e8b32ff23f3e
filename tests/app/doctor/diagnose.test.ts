import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/app/doctor/diagnose.ts';
import { configOf } from '../../../src/cli/config.ts';
import { contextOf } from '../../../src/cli/context.ts';
import { writePrivate } from '../../../src/files/write.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../../helpers/world.ts';

const DAY = 24 * 60 * 60_000;

describe('a diagnosis', () => {
  it('finds a sound workspace in order, and says whose fault it is where it is not', async () => {
    await withSmallWorkspace(smallWorld(), {}, async ({ folder }) => {
      const config = join(folder, 'menage.yaml');
      const context = contextOf({ config, quiet: true }, new AbortController().signal);
      const failures = async (changes: Partial<typeof context>) =>
        (await diagnose(configOf(context), { ...context, now: () => NOW, ...changes }, 'alice')).filter(
          ({ state }) => state === 'failure',
        );
      expect(await failures({})).toEqual([]);
      expect(await failures({ now: () => NOW + 3 * DAY })).toMatchObject([
        { what: 'clock', fault: 'server' },
      ]);
      writePrivate(configOf(context).credentials.keyFile ?? '', 'too short');
      expect(await failures({})).toMatchObject([{ what: 'vault key', fault: 'ours' }]);
    });
  });

  it('names what it looked at, the member that was to be tried among it', async () => {
    await withSmallWorkspace(smallWorld(), {}, async ({ folder }) => {
      const config = join(folder, 'menage.yaml');
      const context = contextOf({ config, quiet: true }, new AbortController().signal);
      const rows = await diagnose(configOf(context), context, 'alice');
      expect(rows.map(({ what }) => what)).toEqual([
        ...['config', 'server', 'clock', 'administrator', 'groups', 'brute-force protection'],
        ...['vault key', 'app passwords of members', 'alice', 'store', 'disk', 'mail'],
      ]);
    });
  });
});
