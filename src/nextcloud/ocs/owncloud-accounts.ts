import { z } from 'zod';
import { RequestError, type RequestFailure } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Bytes } from '../../model/units.ts';
import type { Session } from '../http/exchange.ts';
import { askOcs } from './request.ts';
import { listOf, type RowList } from './rows.ts';

const Ids = listOf(z.string().min(1));
const Users = z.object({ users: Ids });
const Groups = z.object({ groups: Ids });
/** What ownCloud says otherwise than Nextcloud; the rest passes through. */
const Given = z.looseObject({
  /** Seconds; 0 = never. */
  last_login: z.number().optional().catch(undefined),
  quota: z.looseObject({ definition: z.unknown().optional() }).optional().catch(undefined),
});

/** After these nothing can be asked any more. */
const ENDS: readonly RequestFailure[] = ['stopped', 'maintenance', 'unauthorised', 'bound'];

/** Gives one page of the accounts as records of Nextcloud's kind; those that it gave before are left out. */
export type AccountPages = (limit: number, offset: number) => Promise<RowList>;

/**
 * The accounts of an ownCloud 10, which has no list of their records: each is asked for by its name, and each group for its
 * members. An account that cannot be read now has its id alone.
 */
export function ownCloudPages(session: Session): AccountPages {
  let groups: ReadonlyMap<string, readonly string[]> | null = null;
  const seen = new Set<string>();
  return async (limit, offset) => {
    groups ??= await readGroups(session);
    const { users } = await askOcs(session, '/cloud/users', { limit, offset }, Users);
    const rows: [string, unknown][] = [];
    for (const id of users.filter((user) => !seen.has(user))) {
      seen.add(id);
      const record = await recordOrNull(session, id, groups.get(id) ?? []);
      if (record !== null) rows.push([id, record]);
    }
    return rows;
  };
}

/** Of each account the groups that it is in. */
async function readGroups(session: Session): Promise<ReadonlyMap<string, readonly string[]>> {
  const groupsOf = new Map<string, string[]>();
  const { groups } = await askOcs(session, '/cloud/groups', {}, Groups);
  for (const group of groups) {
    const path = `/cloud/groups/${encodeURIComponent(group)}`;
    const { users } = await askOcs(session, path, {}, Users);
    for (const user of users) {
      const own = groupsOf.get(user);
      if (own === undefined) groupsOf.set(user, [group]);
      else own.push(group);
    }
  }
  return groupsOf;
}

/** Null for an account that went since it was listed. */
async function recordOrNull(session: Session, id: string, groups: readonly string[]): Promise<unknown> {
  try {
    return recordOf(id, groups, await askOcs(session, pathOf(id), {}, z.unknown()));
  } catch (error) {
    if (!(error instanceof RequestError) || ENDS.includes(error.failure)) throw error;
    return error.failure === 'not-found' && error.ocsCode === 404 ? null : { id };
  }
}

/** One account with its groups, as a record of Nextcloud's kind. */
export async function readOwnCloudAccount(session: Session, id: string): Promise<unknown> {
  const answer = await askOcs(session, pathOf(id), {}, z.unknown());
  const { groups } = await askOcs(session, `${pathOf(id)}/groups`, {}, Groups);
  return recordOf(id, groups, answer);
}

function pathOf(id: string): string {
  return `/cloud/users/${encodeURIComponent(id)}`;
}

function recordOf(id: string, groups: readonly string[], given: unknown): unknown {
  const read = Given.safeParse(given);
  if (!read.success) return { id };
  const { last_login: seconds, quota, ...rest } = read.data;
  return {
    ...rest,
    id,
    groups,
    ...(seconds !== undefined && { lastLogin: seconds * 1000 }),
    quota: quota === undefined ? undefined : { ...quota, quota: quotaBy(quota.definition) },
  };
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** `2 GB` in bytes, each unit 1,024 of the one before; `none`, `default` and what cannot be read stay as they are. */
function quotaBy(definition: unknown): unknown {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([KMGTP]?B)$/i.exec(String(definition)) ?? [];
  const power = UNITS.indexOf(unit.toUpperCase());
  return power < 0 ? definition : Math.round(Number(number) * 1024 ** power);
}

const OwnUse = z.object({ quota: z.object({ used: z.number() }) });

/**
 * What the files of an account take up in its own storage, received shares and mounts left out; asked by itself. Null where
 * the server has not scanned it.
 * @throws {RequestError}
 */
export async function readOwnUse(session: Session, id: string): Promise<Bytes | null> {
  const { used } = (await askOcs(session, pathOf(id), {}, OwnUse)).quota;
  if (used < 0) return null;
  if (Number.isSafeInteger(used)) return used;
  throw requestError('unexpected', because('tree.sum'), 200);
}
