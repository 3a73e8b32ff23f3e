import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkAll,
  importCredentials,
  listCredentials,
  revokeOf,
} from '../../../src/app/credentials/manage.ts';
import { membersWithout } from '../../../src/app/credentials/missing.ts';
import { configOf } from '../../../src/cli/config.ts';
import { contextOf } from '../../../src/cli/context.ts';
import { memberId } from '../../../src/model/ids.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const ALICE = memberId('alice');

describe('app passwords', () => {
  it('are listed, tried, revoked; who is without is then missing, and an import brings them back', async () => {
    await withSmallWorkspace(smallWorld(), {}, async ({ folder }) => {
      const config = join(folder, 'menage.yaml');
      const context = contextOf({ config, quiet: true }, new AbortController().signal);
      const listed = async () =>
        (await listCredentials(configOf(context), context)).map(({ member }) => member);
      const members = await listed();
      expect(members).toContain(ALICE);
      const tried = await checkAll(configOf(context), context);
      expect(tried.map(({ outcome }) => outcome)).toEqual(members.map(() => 'works'));
      expect((await membersWithout(configOf(context), context)).members).not.toContain(ALICE);

      const revoked = await revokeOf(configOf(context), context, [ALICE]);
      expect(revoked).toMatchObject([{ member: 'alice', outcome: 'revoked' }]);
      expect(await listed()).not.toContain(ALICE);
      expect((await membersWithout(configOf(context), context)).members).toContain(ALICE);

      const file = { name: 'new.json', text: '{"alice":"aaaaa-bbbbb-ccccc-ddddd-eeeee"}' };
      expect(await importCredentials(configOf(context), context, async () => file)).toBe(1);
      expect(await listed()).toContain(ALICE);
    });
  });
});
