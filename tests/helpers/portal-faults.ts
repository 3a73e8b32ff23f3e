import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openVault } from '../../src/credentials/vault.ts';
import { entryId, type MemberId, memberId } from '../../src/model/ids.ts';
import { reveal, secret } from '../../src/model/secret.ts';
import type { Store } from '../../src/store/store.ts';
import type { ClockedWorkspace } from './clocked-workspace.ts';
import { withStore } from './portal-acts.ts';

/**
 * How a grant ended: the portal confirmed it before it was killed, or the one that started anew did; "lost": Nextcloud gave
 * the key to a portal that was killed over it, and the page asks the person to begin again.
 */
export type GrantEnd = 'confirmed' | 'after-restart' | 'lost' | 'cut-off';

/** What three people did while `menage serve` or `menage run` was killed; `isAnswered`: the portal had confirmed it. */
export interface Acts {
  readonly leaving: { readonly member: string; readonly privateName: string; readonly isAnswered: boolean };
  readonly keeping: { readonly member: string; readonly reason: string; readonly isAnswered: boolean };
  readonly granting: { readonly member: string; readonly end: GrantEnd; readonly keysBefore: number };
}

/** What was lost, came back or happened twice, a sentence each; empty where nothing did. */
export async function faultsAfter(workspace: ClockedWorkspace, acts: Acts): Promise<readonly string[]> {
  const faults = await withStore(workspace, async (store) => [
    ...((await store.integrity()) === null ? [] : ['the store is not sound']),
    ...(await withdrawalFaults(store, workspace, acts.leaving)),
    ...(await answerFaults(store, acts.keeping)),
    ...(await grantFaults(store, workspace, acts.granting)),
  ]);
  const ids = (await workspace.mailbox()).map(({ to, messageId }) => `${to} ${messageId}`);
  const odd = readdirSync(workspace.folder).filter((name) => name.endsWith('.tmp'));
  return [
    ...faults,
    ...(new Set(ids).size < ids.length ? ['a mail came twice'] : []),
    ...(odd.length > 0 ? [`left over: ${odd.join(', ')}`] : []),
  ];
}

async function withdrawalFaults(
  { portal: { withdrawals }, snapshots, runs }: Store,
  { world }: ClockedWorkspace,
  { member, privateName, isAnswered }: Acts['leaving'],
): Promise<readonly string[]> {
  const id = memberId(member);
  if (!(await withdrawals.hasLeft(id)))
    return isAnswered ? [`the withdrawal of ${id} was answered and is lost`] : [];
  const faults: string[] = [];
  if ((await snapshots.get(id)) !== null) faults.push(`the tree of ${id} is back`);
  if ((await snapshots.shares(id)) !== null) faults.push(`the shares of ${id} are back`);
  if ((await withdrawals.keys()).length > 0) faults.push('a key waits though Nextcloud answers');
  for (const { id: run } of await runs.list())
    if (JSON.stringify(await runs.result(run)).includes(privateName))
      faults.push(`run ${run} names ${privateName}`);
  if (world.users.find((one) => one.id === member)?.appPassword !== null)
    faults.push(`the key of ${id} is still taken`);
  return faults;
}

/** What was answered counts, once, in the journal, in the register and in the run that follows. */
async function answerFaults(
  { portal, register, runs }: Store,
  { member, reason, isAnswered }: Acts['keeping'],
): Promise<readonly string[]> {
  const answers = (await portal.answers.list(memberId(member))).filter((one) => one.reason === reason);
  const [answer] = answers;
  if (answer === undefined) return isAnswered ? [`the answer of ${member} is lost`] : [];
  const faults: string[] = [];
  if (answers.length > 1) faults.push(`the answer of ${member} stands ${answers.length} times`);
  if (answer.end !== null) faults.push(`the answer of ${member} has ended: ${answer.end}`);
  const noted = await eventsOf(portal, memberId(member), 'kept');
  if (noted > 1 || (isAnswered && noted === 0))
    faults.push(`the journal notes ${noted} answers of ${member}`);
  const isProposed = (await register.get(entryId(answer.id))) !== null;
  if (isAnswered && answer.isProposed !== isProposed) faults.push(`the proposal of ${member} is lost`);
  const [latest] = await runs.list();
  const result = latest === undefined ? null : await runs.result(latest.id);
  const covered = result?.findings.filter(
    (finding) => finding.member === member && finding.answer?.until === answer.until,
  );
  if (covered?.length === 0) faults.push(`the last run does not know the answer of ${member}`);
  return faults;
}

async function grantFaults(
  { portal, runs }: Store,
  workspace: ClockedWorkspace,
  { member, end, keysBefore }: Acts['granting'],
): Promise<readonly string[]> {
  const id = memberId(member);
  const keys = newKeysOf(workspace, member, keysBefore);
  const held = await heldKey(workspace, id);
  const noted = await eventsOf(portal, id, 'granted');
  if (end === 'lost' || end === 'cut-off') {
    const isThere = held || noted > 0 || keys.length > (end === 'lost' ? 1 : 0);
    return isThere ? [`${id} has given access that nobody confirmed: ${keys.join(', ')}`] : [];
  }
  const faults: string[] = [];
  if (!held) faults.push(`the key of ${id} is lost`);
  if (keys.length !== 1) faults.push(`${id} has ${keys.length} keys: ${keys.join(', ')}`);
  if (noted !== 1) faults.push(`the journal notes ${noted} grants of ${id}`);
  const thanks = (await portal.notices.list(id)).filter(({ kind }) => kind === 'access-given');
  if (thanks.length !== 1) faults.push(`${thanks.length} mails thank ${id}`);
  const [latest] = await runs.list();
  const result = latest === undefined ? null : await runs.result(latest.id);
  const status = result?.members.find((one) => one.id === id)?.coverage.status;
  if (status !== 'read' && status !== 'unchanged') faults.push(`the last run has ${id} as ${status}`);
  return faults;
}

async function eventsOf({ journal }: Store['portal'], member: MemberId, wanted: string): Promise<number> {
  return (await journal.of(member)).filter(({ event }) => event === wanted).length;
}

/** The names of the app passwords that an account got since it had so many. */
export function newKeysOf({ server }: ClockedWorkspace, member: string, before: number): readonly string[] {
  return server
    .appPasswords(member)
    .slice(before)
    .map(({ name }) => name);
}

async function heldKey({ folder }: ClockedWorkspace, member: MemberId): Promise<boolean> {
  const key = secret(readFileSync(join(folder, 'key'), 'utf8').trim());
  const vault = await openVault({ path: join(folder, 'menage.vault'), key });
  const held = vault.get(member);
  return held !== null && reveal(held.password) !== '';
}
