import { join } from 'node:path';
import { factsOfResult } from '../../src/access/facts-of-result.ts';
import { accessModel } from '../../src/access/model.ts';
import type { AccessModel } from '../../src/access/types.ts';
import { runAudit } from '../../src/app/audit/audit.ts';
import type { DemoServer } from '../../src/demo/nextcloud/server.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { groupId, memberId } from '../../src/model/ids.ts';
import { secret } from '../../src/model/secret.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';
import { probedClient } from '../../src/nextcloud/ocs/probed-client.ts';
import { openStore } from '../../src/store/open.ts';
import { CONCURRENCY } from '../helpers/bounds.ts';
import { ownAccess } from '../helpers/own-access.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { GB, NOW } from '../helpers/world.ts';

const ZONE = 'Europe/Paris';

/** The model of access of a world, by an audit over HTTP of those members who let it in. */
export async function auditedModel(
  world: World,
  server: DemoServer,
  mayRead: (member: string) => boolean = () => true,
): Promise<AccessModel> {
  const store = await openStore(join(temporaryFolder('access'), 'menage.db'));
  const client = probedClient(
    await openClient({ url: server.url, concurrency: CONCURRENCY, idleTimeoutMs: 5_000 }),
  );
  const users = new Map(world.users.filter(({ id }) => mayRead(id)).map((user) => [user.id, user]));
  try {
    const { result, problem } = await runAudit({
      ...{ url: server.url, client, store, zone: ZONE, clock: () => NOW },
      admin: { login: world.admin.id, password: secret(world.admin.password) },
      access: ownAccess((member) => {
        const user = users.get(member);
        return user?.appPassword ? { login: user.loginName, password: secret(user.appPassword) } : null;
      }),
      granted: [...users.values()].flatMap(({ id, appPassword }) =>
        appPassword === null ? [] : [memberId(id)],
      ),
      keepDeparted: { amount: 12, unit: 'months' },
      language: 'fr',
      groups: [groupId('coop')],
      except: [],
      quotaRule: 2 * GB,
      ...{ directory: null, antennas: [], only: null, full: false, readTrash: false },
      ...{ checks: [], checkSettings: {}, exceptions: [], accept: [] },
      membersAtOnce: CONCURRENCY,
      onProgress: () => {},
    });
    if (problem !== null) throw problem;
    return accessModel(factsOfResult(result, ZONE));
  } finally {
    client.close();
    await store.close();
  }
}
