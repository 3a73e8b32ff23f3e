import type { Config } from '../../config/load.ts';
import { takeInventory } from '../../gather/inventory/inventory.ts';
import { MenageError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import { reasonSentence } from '../../model/reasons/sentence.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import type { MemberRow, Store } from '../../store/store.ts';
import { adminLogin } from '../access.ts';
import type { AppContext } from '../context.ts';
import { withStore } from '../open.ts';

/**
 * Sends requests as members outside of an audit. The server counts them as logins, so the last logins are noted
 * before, and beside them when we asked: else the next audit would take us for the members.
 */
export async function askingAs<T>(
  config: Config,
  context: AppContext,
  client: Client,
  members: readonly MemberId[],
  ask: () => Promise<T>,
): Promise<T> {
  return withStore(config, context, async (store) => {
    const rows = (await rowsBefore(store, config, context, client)).filter(({ id }) => members.includes(id));
    try {
      return await ask();
    } finally {
      await store.members.save(rows.map((row) => ({ ...row, lastRequestAt: context.now() })));
    }
  });
}

/** What is stored of everybody, with the last logins of this moment; of newcomers also what the server says. */
async function rowsBefore(
  store: Store,
  config: Config,
  context: AppContext,
  client: Client,
): Promise<readonly MemberRow[]> {
  const stored = await store.members.list();
  const known = new Map(stored.map((row) => [row.id, row]));
  try {
    const { members, short } = await takeInventory(client.as(await adminLogin(config, context)), {
      groups: [],
      except: [],
      quotaRule: config.members.quota,
      language: config.organisation.language,
      directory: null,
      antennas: config.referents.map(({ group }) => group),
      lastRequestAt: new Map(
        stored.flatMap(({ id, lastRequestAt: at }) => (at === null ? [] : [[id, at] as const])),
      ),
      earlierLastLogin: new Map(stored.map(({ id, lastLogin }) => [id, lastLogin])),
    });
    if (short !== null)
      context.log.warn(
        `${reasonSentence([short])} Who is not listed has no last login noted before: the next audit may take our request for theirs.`,
      );
    return members.map(({ id, name, mail, language, antenna, lastLogin }) => ({
      id,
      name,
      mail,
      language,
      antenna,
      groups: null,
      ...known.get(id),
      lastLogin,
      lastRequestAt: known.get(id)?.lastRequestAt ?? null,
    }));
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    context.log.warn(`The last logins could not be noted before: ${error.message}`);
    return stored;
  }
}
