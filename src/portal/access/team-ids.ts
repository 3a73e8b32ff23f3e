import { antennasOf, directoryOf } from '../../app/directory.ts';
import { keyedHash } from '../../credentials/derived-key.ts';
import { UsageError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import type { Portal } from '../portal.ts';

const ID_BYTES = 12;

/** By which the address of an antenna's page names it: the same for as long as the vault key is. */
export function antennaId({ keys }: Pick<Portal, 'keys'>, antenna: string): string {
  return Buffer.from(keyedHash(keys.id, `antenna\n${antenna}`, ID_BYTES)).toString('base64url');
}

/** The antenna of an id; null where there is none. */
export function antennaById(portal: Pick<Portal, 'keys' | 'config' | 'context'>, id: string): string | null {
  return antennaNames(portal).find((antenna) => antennaId(portal, antenna) === id) ?? null;
}

/** Those of the config and of the directory of members. */
function antennaNames({ config, context }: Pick<Portal, 'config' | 'context'>): readonly string[] {
  const named = config.referents.map(({ group }) => group);
  try {
    return [...new Set([...named, ...antennasOf(directoryOf(config))])];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    context.log.warn(
      { err: error },
      'The directory of members cannot be read: antennas of the config alone count',
    );
    return named;
  }
}

/** By which the team's pages name a person: never by the account. */
export function personId({ keys }: Pick<Portal, 'keys'>, member: string): string {
  return Buffer.from(keyedHash(keys.id, `person\n${member}`, ID_BYTES)).toString('base64url');
}

/** The member of an id; null where there is none. */
export async function personById(
  portal: Pick<Portal, 'keys' | 'store'>,
  id: string,
): Promise<MemberId | null> {
  const rows = await portal.store.members.list();
  return rows.find((row) => personId(portal, row.id) === id)?.id ?? null;
}
