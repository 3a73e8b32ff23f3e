import { reasonSentence } from '../../model/reasons/sentence.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { GatherSetting } from '../setting.ts';
import type { Start } from '../start.ts';
import { absencesAfter } from './known-people.ts';
import type { Recipients } from './recipients.ts';

const MOST_NAMED = 20;

/**
 * Notes who is missing since when, and erases the trees of those who have been gone for long enough, by the server's own
 * word of this very run.
 * @param hasSeenAll whether the run has seen the shares of all members, not of a few.
 */
export async function noteAbsences(
  { store }: GatherSetting,
  { inventory, people, startedAt }: Pick<Start, 'inventory' | 'people' | 'startedAt'>,
  { gone }: Recipients,
  hasSeenAll: boolean,
): Promise<void> {
  const { absent, accounts } = inventory;
  const members = absencesAfter(people, absent, startedAt);
  const known = new Set(members.map(({ id }) => id));
  const others = [...gone]
    .filter(([id]) => !known.has(id))
    .map(([id, deniedAt]) => ({ id, wasListed: false, missedAt: deniedAt, deniedAt }));
  const now = new Set([...known, ...others.map(({ id }) => id)]);
  const before = hasSeenAll ? [] : await store.members.absences();
  const still = before.filter(({ id, wasListed }) => !wasListed && !now.has(id) && !accounts.has(id));
  await store.members.saveAbsences([...members, ...others, ...still]);
  await store.snapshots.erase(
    people.filter(({ id, isDue }) => isDue && absent.deniedNow.has(id)).map(({ id }) => id),
  );
}

/** What standard error is told of accounts that the list came without. */
export function absenceWarnings({ short, absent, notListed }: Inventory): readonly string[] {
  if (short === null) return [];
  const names = [...absent.missed].filter((id) => !absent.gone.has(id) || notListed.has(id));
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  const named = names.length === 0 ? '' : ` Missing: ${names.slice(0, MOST_NAMED).join(', ')}${more}.`;
  return [
    `${reasonSentence([short])}${named} Nothing was erased, and nobody is called departed for it. Look at the server's log and its user directory (LDAP), then run again.`,
  ];
}
