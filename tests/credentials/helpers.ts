import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openVault, type Vault, type VaultEntry } from '../../src/credentials/vault.ts';
import { type DemoServer, startServer } from '../../src/demo/nextcloud/server.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { memberId } from '../../src/model/ids.ts';
import { type Credential, secret } from '../../src/model/secret.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { NOW, userOf } from '../helpers/world.ts';

export interface Stage {
  readonly server: DemoServer;
  readonly vault: Vault;
  sessionOf(credential: Credential | null): ReturnType<Awaited<ReturnType<typeof openClient>>['as']>;
}

/** The embedded server over HTTP, a client to it, and an empty vault in a file. */
export async function stage(world: World): Promise<Stage> {
  const server = await startServer(world);
  const client = await openClient({ url: server.url, concurrency: 4, idleTimeoutMs: 5_000 });
  onTestFinished(async () => {
    client.close();
    await server.close();
  });
  const path = join(temporaryFolder('vault'), 'menage.vault');
  const vault = await openVault({ path, key: secret('a key of sixteen characters'), workFactor: 8 });
  return { server, vault, sessionOf: (credential) => client.as(credential) };
}

/** The app password of a member of the world, or another text in its place. */
export function tokenOf(
  world: World,
  uid: string,
  password = userOf(world, uid).appPassword ?? '',
): VaultEntry {
  const { id, loginName } = userOf(world, uid);
  return { member: memberId(id), login: loginName, password: secret(password), tokenId: null, addedAt: NOW };
}
