import { randomUUID } from 'node:crypto';
import type { InstanceName, RunId } from '../../model/ids.ts';
import type { SharedBounds, SharedPart, SlotHolder } from '../../model/network/shared-bounds.ts';
import type { MonotonicMs } from '../../model/units.ts';
import type { PostgresPlace } from '../database/postgres-place.ts';
import {
  LEASE_TIMES,
  type LeaseTimes,
  NEVER,
  newSlotPart,
  renewalOf,
  type SlotPart,
  takeGranted,
} from './slot-part.ts';
import { connectSlots, type Note, type SlotsTable } from './slots-table.ts';

export interface SlotsOptions {
  readonly worker: string;
  /** Why nothing is sent for now. It is tried again by itself. */
  readonly onLost: (error: unknown) => void;
  readonly times?: LeaseTimes;
}

/** The slots that one worker holds, of all servers that it asks. */
export interface Slots {
  /** @param run that refused logins, stops and the peak are shared for; null = none. */
  of(instance: InstanceName, run: RunId | null): SharedBounds;
  /** Gives all slots back, once the clients are closed. */
  close(): Promise<void>;
}

/**
 * Lends this worker's clients slots of their servers, renewed once a second for all of them together. A worker that lost
 * the database begins no request, and aborts those in flight before others may take its slots.
 * @param place of the fleet's database; `openFleetDatabase` has made its tables.
 */
export function openSlots(
  place: PostgresPlace,
  { worker, onLost, times = LEASE_TIMES }: SlotsOptions,
): Slots {
  const parts = new Set<SlotPart>();
  const notes: { readonly note: Note; readonly written: () => void }[] = [];
  const questions: ((isKnown: boolean) => void)[] = [];
  let table: SlotsTable | null = null;
  let work: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let deadline: NodeJS.Timeout | undefined;
  let renewedAt = NEVER;
  let failedAt = NEVER;
  let isHurried = false;
  let isClosed = false;

  function lostDatabase(error: unknown): void {
    if (failedAt === NEVER) onLost(error);
    table?.close();
    table = null;
    failedAt = performance.now();
    for (const part of parts) part.client.allow(0, NEVER);
    schedule();
  }

  async function connection(): Promise<SlotsTable> {
    table ??= await connectSlots(place, {
      ...{ leaseMs: times.leaseMs, silentMs: times.silentMs },
      onNotice: (instance) => [...parts].some((part) => part.instance === instance) && hurry(),
      onBroken: lostDatabase,
    });
    return table;
  }

  async function turn(): Promise<void> {
    const asking = questions.splice(0);
    try {
      const to = await connection();
      await writeNotes(to);
      if (isHurried || hasNewPart() || performance.now() - renewedAt >= times.renewMs) await renew(to);
      await look(to);
      failedAt = NEVER;
      for (const settle of asking) settle(true);
    } catch (error) {
      lostDatabase(error);
      for (const settle of asking) settle(false);
    }
  }

  async function writeNotes(to: SlotsTable): Promise<void> {
    for (let [first] = notes; first !== undefined; [first] = notes) {
      await to.write(first.note);
      notes.shift();
      first.written();
    }
  }

  async function renew(to: SlotsTable): Promise<void> {
    isHurried = false;
    const asked = [...parts];
    if (asked.length === 0) return;
    const sentAt = performance.now();
    const granted = await to.renew(asked.map(renewalOf), worker);
    renewedAt = sentAt;
    // The lease began later than the question was sent.
    const until = sentAt + times.leaseMs - times.marginMs;
    clearTimeout(deadline);
    deadline = setTimeout(loseAll, until - performance.now()).unref();
    for (const part of asked) takeGranted(part, granted.get(part.holder) ?? null, until);
    const leaving = asked.filter(({ isLeaving }) => isLeaving);
    if (leaving.length > 0) await to.leave(leaving);
    for (const part of leaving) parts.delete(part);
  }

  function loseAll(): void {
    for (const { client } of parts) client.lose();
  }

  async function look(to: SlotsTable): Promise<void> {
    const asked = [...parts].flatMap(({ instance, run, client }) =>
      run === null ? [] : [{ instance, run, client }],
    );
    if (asked.length === 0) return;
    const facts = await to.look(asked);
    for (const [at, { client }] of asked.entries()) {
      const known = facts[at];
      if (known !== undefined) client.learn(known);
    }
  }

  const hasNewPart = () => [...parts].some(({ renewals }) => renewals === 0);

  function hurry(): void {
    isHurried = true;
    schedule();
  }

  /** One turn at a time, and the next when something is due. */
  function schedule(): void {
    if (work !== null || isClosed) return;
    clearTimeout(timer);
    if (parts.size + notes.length + questions.length === 0) return;
    timer = setTimeout(begin, Math.max(0, dueAt() - performance.now()));
  }

  function begin(): void {
    work = turn().finally(() => {
      work = null;
      schedule();
    });
  }

  function dueAt(): MonotonicMs {
    const retryAt = failedAt + times.renewMs / 4;
    if (notes.length + questions.length > 0 || hasNewPart()) return retryAt;
    return Math.max(retryAt, renewedAt + (isHurried ? times.hurryMs : times.renewMs));
  }

  function join(part: SlotPart): SharedPart {
    parts.add(part);
    hurry();
    const { instance, run } = part;
    const note = (what: Note['what']) =>
      new Promise<void>((written) => {
        if (run === null) return written();
        notes.push({ note: { instance, run, what }, written });
        schedule();
      });
    return {
      hurry,
      ask: () =>
        new Promise((settle) => {
          questions.push(settle);
          schedule();
        }),
      noteRefusedLogin: () => note({ refusal: randomUUID() }),
      noteStop: (reason) => void note({ stop: reason }),
      leave() {
        part.isLeaving = true;
        hurry();
      },
    };
  }

  return {
    of: (instance, run) => ({
      join: (client: SlotHolder, most) => join(newSlotPart({ instance, run, most, client })),
    }),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await work;
      for (const part of parts) part.isLeaving = true;
      isHurried = true;
      await turn();
      clearTimeout(deadline);
      table?.close();
    },
  };
}
