import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkAll } from '../../../src/app/credentials/manage.ts';
import { membersWithout } from '../../../src/app/credentials/missing.ts';
import { configOf } from '../../../src/cli/config.ts';
import { contextOf } from '../../../src/cli/context.ts';
import type { Config } from '../../../src/config/load.ts';
import { openLog } from '../../../src/log.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

it('a list of accounts that is cut is said in words, wherever members are looked for', async () => {
  await withSmallWorkspace(smallWorld(), {}, async ({ folder }) => {
    let written = '';
    const write = (line: string) => {
      written += line;
    };
    const base = contextOf({ config: join(folder, 'menage.yaml') }, new AbortController().signal);
    const context = { ...base, log: openLog({ level: 'info', format: 'text' }, { write }) };
    const whole = configOf(context);
    const cut: Config = { ...whole, server: { ...whole.server, limits: { accounts: 1 } } };
    await membersWithout(cut, context);
    await checkAll(cut, context);
    expect(written).toMatch(/account list is cut: .*limits\.accounts\. Members may be missing here/);
    expect(written).toMatch(/account list is cut: .*limits\.accounts\. Who is not listed/);
  });
});
