import type { MemberId } from '../model/ids.ts';
import { type Credential, reveal } from '../model/secret.ts';
import { type CheckOutcome, checkCredentials, type Outcome, type SessionOf } from './check.ts';
import { revokeOne } from './revoke.ts';
import type { Vault, VaultEntry } from './vault.ts';

export type RotateOutcome = 'rotated' | 'unchanged' | 'old-left' | Exclude<CheckOutcome, 'works'>;

/**
 * Puts new app passwords in the place of old ones: a new one is tried before it is kept, and kept before the old one is
 * revoked, so that no member is ever without a working one.
 */
export async function rotateCredentials(
  vault: Vault,
  fresh: readonly VaultEntry[],
  sessionOf: SessionOf,
): Promise<readonly Outcome<RotateOutcome>[]> {
  const checked = new Map((await checkCredentials(fresh, sessionOf)).map((one) => [one.member, one]));
  const working = fresh.filter(({ member }) => checked.get(member)?.outcome === 'works');
  const old = new Map(working.map(({ member }) => [member, vault.get(member)]));
  if (working.length > 0) await vault.put(working);
  const outcomes: Outcome<RotateOutcome>[] = [];
  for (const entry of fresh) {
    const { member } = entry;
    const check = checked.get(member);
    if (check !== undefined && check.outcome !== 'works') outcomes.push({ ...check, outcome: check.outcome });
    else outcomes.push(await retire(member, old.get(member) ?? null, entry, sessionOf));
  }
  return outcomes;
}

async function retire(
  member: MemberId,
  old: Credential | null,
  fresh: Credential,
  sessionOf: SessionOf,
): Promise<Outcome<RotateOutcome>> {
  if (old === null) return { member, outcome: 'rotated', detail: null };
  if (reveal(old.password) === reveal(fresh.password)) {
    return { member, outcome: 'unchanged', detail: 'the new one is the old one' };
  }
  const { outcome, detail } = await revokeOne(member, old, sessionOf);
  if (outcome !== 'failed') return { member, outcome: 'rotated', detail: null };
  return { member, outcome: 'old-left', detail: `the new one is kept, the old one still works: ${detail}` };
}
