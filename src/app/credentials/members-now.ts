import type { Config } from '../../config/load.ts';
import { type Inventory, takeInventory } from '../../gather/inventory/inventory.ts';
import type { Login } from '../../model/secret.ts';
import type { Client } from '../../nextcloud/http/client.ts';

/**
 * Who belongs to the groups of the config by the server's list of this moment; of nobody is it known when they logged in
 * before.
 * @throws {RequestError} where the accounts cannot be listed.
 */
export function membersNow(client: Client, admin: Login, config: Config): Promise<Inventory> {
  return takeInventory(client.as(admin), {
    groups: config.members.groups,
    except: config.members.except,
    quotaRule: config.members.quota,
    language: config.organisation.language,
    directory: null,
    antennas: [],
    lastRequestAt: new Map(),
    earlierLastLogin: new Map(),
  });
}
