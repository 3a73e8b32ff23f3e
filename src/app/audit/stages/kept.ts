import { deserialize, serialize } from 'node:v8';
import type { Inventory } from '../../../gather/inventory/inventory.ts';
import type { UnsettledMember } from '../../../gather/members/unsettled-member.ts';
import type { Start } from '../../../gather/start.ts';
import type { MemberId, RunId } from '../../../model/ids.ts';
import type { Account, Member } from '../../../model/member.ts';
import type { Reason } from '../../../model/reasons/reason.ts';
import type { QuestionsSoFar } from '../../../nextcloud/ocs/account-by-name.ts';
import type { WorkStore } from '../../../store/store.ts';
import type { AuditEnd } from '../audit-members.ts';
import type { ReadingFacts } from '../read-all.ts';
import type { RegisterOfRun } from '../register.ts';
import { equalOnce } from './equal-once.ts';

/**
 * The shape of what is kept between the stages of a run, and part of each document: a run whose documents have another is
 * begun anew. To be raised whenever a type below changes, or one that it holds.
 */
export const KEPT_SHAPE = 3;

/** What every stage of a run needs; small, for it is read for each batch. */
export interface Head {
  /** By which the run was begun; see `beginAudit`. */
  readonly key: string | null;
  readonly batches: number;
  readonly facts: Omit<ReadingFacts, 'notListed' | 'askedBefore'>;
  readonly full: boolean;
  readonly only: ReadonlySet<string> | null;
}

export interface Batch extends Pick<ReadingFacts, 'notListed' | 'askedBefore'> {
  readonly members: readonly Member[];
}

/** What the last stage needs beside the readings. */
export interface KeptStart {
  /** Without the members to be read, who stand in their batches and readings: in the memory they are half as large as here. */
  readonly start: Omit<Start, 'questions' | 'earlier'>;
  readonly questions: QuestionsSoFar;
  readonly register: RegisterOfRun;
  readonly doubtful: readonly string[];
}

/** What a run that has ended said beside its result, for a stage that is called again. */
export interface KeptEnd extends Pick<AuditEnd, 'odd' | 'warnings' | 'accepted'> {
  /** Why it is worth nothing; null where it is worth something. */
  readonly problem: Reason | null;
}

interface Documents {
  readonly head: Head;
  readonly start: KeptStart;
  readonly end: KeptEnd;
}

type KeptReading = Omit<UnsettledMember, 'entries'> & { readonly entries: 'stored' | 'parked' | null };

export function encode(value: unknown): Uint8Array {
  return serialize([KEPT_SHAPE, value]);
}

/** Null where there is nothing, or it was kept by a version with another shape. */
export function decode<T>(
  bytes: Uint8Array | null,
  parse: (bytes: Uint8Array) => unknown = deserialize,
): T | null {
  if (bytes === null) return null;
  try {
    const kept = parse(bytes);
    if (!Array.isArray(kept) || kept[0] !== KEPT_SHAPE) return null;
    // The functions below write and read each document under one name, with one type for a shape.
    return kept[1] as T;
  } catch {
    // In a format that this version, or this Node, does not know.
    return null;
  }
}

export async function documentOf<Name extends keyof Documents>(
  work: WorkStore,
  run: RunId,
  name: Name,
): Promise<Documents[Name] | null> {
  return decode<Documents[Name]>(await work.document(run, name));
}

export function documents(kept: Partial<Documents>): ReadonlyMap<string, Uint8Array> {
  return new Map(Object.entries(kept).map(([name, value]) => [name, encode(value)]));
}

export async function batchOf(work: WorkStore, run: RunId, batch: number): Promise<Batch | null> {
  return decode<Batch>(await work.document(run, batchName(batch)));
}

export function batchDocument(batch: number, kept: Batch): ReadonlyMap<string, Uint8Array> {
  return new Map([[batchName(batch), encode(kept)]]);
}

function batchName(batch: number): string {
  return `batch ${batch}`;
}

/** Keeps the entries of a tree that was read in part, and gives what is to be kept beside them. */
export async function keptReading(run: RunId, { entries, ...rest }: UnsettledMember): Promise<Uint8Array> {
  const isPart = entries !== null && entries !== 'stored';
  if (isPart) await entries.park(run, treeName(rest.read.member.id));
  const kept: KeptReading = { ...rest, entries: isPart ? 'parked' : entries };
  return Buffer.from(JSON.stringify([KEPT_SHAPE, kept]));
}

/** The inventory without the members to be read. */
export function withoutMembers(inventory: Inventory, members: readonly Member[]): Inventory {
  const left: ReadonlySet<Account> = new Set(members);
  return {
    ...inventory,
    members: inventory.members.filter((member) => !left.has(member)),
    accounts: new Map([...inventory.accounts].filter(([, account]) => !left.has(account))),
  };
}

/** The inventory with them again. */
export function withMembers(inventory: Inventory, members: readonly Member[]): Inventory {
  const listed = members.filter(({ id }) => !inventory.notListed.has(id));
  const accounts = [...inventory.accounts.values(), ...listed].sort(byId);
  return {
    ...inventory,
    accounts: new Map(accounts.map((account) => [account.id, account])),
    members: [...inventory.members, ...members].sort(byId),
  };
}

function byId(a: Account, b: Account): number {
  return a.id < b.id ? -1 : 1;
}

/** The members as they were settled, in their order; null where one of them was kept by a version with another shape. */
export async function readingsOf(
  work: WorkStore,
  run: RunId,
  batches: number,
): Promise<readonly UnsettledMember[] | null> {
  const all: UnsettledMember[] = [];
  const once = equalOnce();
  for (let batch = 0; batch < batches; batch++) {
    const readings = await work.readings(run, batch);
    for (const { id } of (await batchOf(work, run, batch))?.members ?? []) {
      const reading = decode<KeptReading>(readings.get(id) ?? null, parseJson);
      if (reading === null) return null;
      const { entries, read, root } = once(reading);
      all.push({
        read,
        root,
        entries: entries === 'parked' ? work.tree(run, treeName(id)) : entries,
      });
    }
  }
  return all;
}

/** JSON, of which many thousand objects are half as large in the memory as of V8's own. */
function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

/** As `OWN_TREE` of the store erases it. */
function treeName(member: MemberId): string {
  return `member ${member}`;
}
