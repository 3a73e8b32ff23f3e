import type { MemberId } from '../../model/ids.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Absence, MemberRow } from '../../store/store.ts';
import type { KnownPerson } from '../inventory/absent.ts';
import type { GatherSetting } from '../setting.ts';

/**
 * Everybody who is known here: who was listed as a member or read before, who granted access, who stands in the
 * directory. Whoever of them the server does not list is asked for by name.
 * @param leftBefore whose absence began before this has been gone long enough.
 */
export async function knownPeople(
  { store, granted, directory }: Pick<GatherSetting, 'store' | 'granted' | 'directory'>,
  rows: readonly MemberRow[],
  absences: readonly Absence[],
  leftBefore: UtcMs,
): Promise<readonly KnownPerson[]> {
  const kept = new Set(await store.snapshots.members());
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const absenceOf = new Map(absences.map((absence) => [absence.id, absence]));
  const listed = rows.filter(({ id, groups }) => groups !== null || kept.has(id)).map(({ id }) => id);
  const ids = new Set<MemberId>([...listed, ...kept, ...granted, ...(directory?.keys() ?? [])]);
  const wasListed = new Set([...listed, ...kept]);
  return [...ids].sort().map((id) => {
    const row = rowOf.get(id);
    const { missedAt = null, deniedAt = null } = absenceOf.get(id) ?? {};
    return {
      id,
      wasListed: wasListed.has(id),
      groups: row?.groups ?? null,
      facts: row ?? null,
      missedAt,
      deniedAt,
      isDue: kept.has(id) && missedAt !== null && missedAt <= leftBefore,
    };
  });
}

/** What the next run is to know of those whom the list lacked in this one. */
export function absencesAfter(
  people: readonly KnownPerson[],
  { missed, gone }: { readonly missed: ReadonlySet<MemberId>; readonly gone: ReadonlySet<MemberId> },
  at: UtcMs,
): readonly Absence[] {
  return people
    .filter(({ id }) => missed.has(id))
    .map(({ id, wasListed, missedAt, deniedAt }) => ({
      id,
      wasListed,
      missedAt: missedAt ?? at,
      deniedAt: gone.has(id) ? (deniedAt ?? at) : null,
    }));
}
