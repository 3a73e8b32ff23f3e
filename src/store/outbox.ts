import { LockedError } from '../model/errors.ts';
import { runId } from '../model/ids.ts';
import { type DeliveryKey, MAIL_OCCASIONS } from '../model/mail.ts';
import { addressIdentity } from '../model/text/mail-address.ts';
import type { Database, Queryable, Row } from './database/database.ts';
import type { NoteOdd } from './database/rows.ts';
import { DELIVERY_FAULTS, DELIVERY_STATES, type Delivery, type OutboxStore } from './delivery.ts';
import { withoutForgotten } from './forget/forgotten.ts';
import { heldMails, noteHeldMails } from './held-mails.ts';

/** Messages that go out: each stands here before it leaves, and no two of a period have the same key. */
export function outboxStore(database: Database): OutboxStore {
  return {
    queue: (deliveries, way = {}) =>
      database.transaction(async (within) => {
        const wanted = await withoutForgotten(within, deliveries);
        const known = new Map<string, Delivery>();
        for (const period of new Set(wanted.map(({ period }) => period)))
          for (const delivery of await inPeriod(within, period)) known.set(identityOf(delivery), delivery);
        await within.runEach(
          `INSERT INTO deliveries (run, period, key, recipient, message_id, occasion, state)
         VALUES (?, ?, ?, ?, ?, ?, 'queued')
         ON CONFLICT (period, key) DO UPDATE SET recipient = excluded.recipient, occasion = excluded.occasion,
           state = CASE deliveries.state WHEN 'refused' THEN 'queued' ELSE deliveries.state END`,
          wanted
            .filter((delivery) => mayGo(delivery, known.get(identityOf(delivery)), way))
            .map(({ run, period, key, recipient, messageId, occasion = null }) => {
              return [run, period, key, recipient, messageId, occasion];
            }),
        );
      }),
    list: (period) => inPeriod(database, period),
    async latestPeriod() {
      const row = await database.get('SELECT period FROM deliveries ORDER BY id DESC LIMIT 1');
      return row === undefined ? null : String(row['period']);
    },
    // Durably: after a power cut, too, the store must know of every mail that may have left.
    mark: (id, state, at, reply, failure) =>
      database.durableTransaction(async (within) => {
        if (state === 'handing-over') await assertWaiting(within, id);
        const attempt = state === 'handing-over' ? 1 : 0;
        if (state === 'sent' || state === 'doubtful') await noteMemberMailed(within, id);
        await within.run(
          `UPDATE deliveries SET state = ?, last_attempt_at = ?, last_reply = ?, attempts = attempts + ?, fault = ?, via = ?
           WHERE id = ?`,
          ...[state, at, reply, attempt, failure?.fault ?? null, failure?.via ?? null, id],
        );
      }),
    async sendings() {
      const row = await database.get('SELECT number, period FROM sendings');
      return row === undefined ? null : { number: Number(row['number']), period: String(row['period']) };
    },
    noteSendings: ({ number, period }) =>
      database.durableTransaction((within) =>
        within.run(
          `INSERT INTO sendings (one, number, period) VALUES (1, ?, ?)
           ON CONFLICT (one) DO UPDATE SET number = excluded.number, period = excluded.period`,
          ...[number, period],
        ),
      ),
    async hasMailedMembers() {
      // One that was being handed over when the program died is settled only by the next delivery.
      const row = await database.get(
        `SELECT EXISTS (SELECT 1 FROM members_mailed) OR EXISTS (
           SELECT 1 FROM deliveries WHERE key LIKE 'member:%' AND state = 'handing-over'
         ) AS mailed`,
      );
      return Number(row?.['mailed']) === 1;
    },
    under: (key) => deliveriesOf(database, 'WHERE key = ? ORDER BY id DESC', key),
    sent: () => deliveriesOf(database, "WHERE state = 'sent' ORDER BY id DESC"),
    held: () => heldMails(database),
    noteHeld: (held) => noteHeldMails(database, held),
  };
}

/** A program that stood still for a while may find that another has gone on in its place. */
async function assertWaiting(within: Queryable, id: number): Promise<void> {
  const state = (await within.get('SELECT state FROM deliveries WHERE id = ?', id))?.['state'];
  if (state === 'queued' || state === 'deferred') return;
  throw new LockedError(
    `Another program hands over the mails of this store (delivery ${id} is "${String(state)}" by now): nothing more was sent by this one.`,
  );
}

/** Outlives the delivery: a purge or a forgotten member must not make the next sending look like the first. */
async function noteMemberMailed(within: Queryable, id: number): Promise<void> {
  await within.run(
    `INSERT INTO members_mailed (one) SELECT 1 FROM deliveries WHERE id = ? AND key LIKE 'member:%'
     ON CONFLICT DO NOTHING`,
    id,
  );
}

function inPeriod(database: Queryable, period: string): Promise<readonly Delivery[]> {
  return deliveriesOf(database, 'WHERE period = ? ORDER BY id', period);
}

function identityOf({ period, key }: Pick<Delivery, 'period' | 'key'>): string {
  return `${period}\n${key}`;
}

/** Whether a message is to wait (again): it is new, it waits already, or the reason of its refusal may be gone. */
function mayGo(
  { recipient }: Pick<Delivery, 'recipient'>,
  known: Delivery | undefined,
  { via, retryRefused = false }: NonNullable<Parameters<OutboxStore['queue']>[1]>,
): boolean {
  if (known === undefined || known.state === 'queued' || known.state === 'deferred') return true;
  if (known.state !== 'refused') return false;
  const isMoved = addressIdentity(known.recipient) !== addressIdentity(recipient);
  return retryRefused || isMoved || (via !== undefined && known.via !== null && known.via !== via);
}

async function deliveriesOf(
  database: Queryable,
  which: string,
  ...values: readonly string[]
): Promise<readonly Delivery[]> {
  return (await database.all(`SELECT * FROM deliveries ${which}`, ...values)).map((row) =>
    deliveryOf(row, database.noteOdd),
  );
}

function deliveryOf(row: Row, note: NoteOdd): Delivery {
  // What no version of ours wrote may have left: it is not sent again.
  const state = DELIVERY_STATES.find((one) => one === row['state']) ?? 'doubtful';
  if (state !== row['state'])
    note({ what: 'delivery', name: String(row['key']), fields: ['state'], isLeftOut: false });
  return {
    id: Number(row['id']),
    run: runId(Number(row['run'])),
    period: String(row['period']),
    // Only keys of `model/mail.ts` are ever queued.
    key: String(row['key']) as DeliveryKey,
    occasion: MAIL_OCCASIONS.find((one) => one === row['occasion']) ?? null,
    recipient: String(row['recipient']),
    messageId: String(row['message_id']),
    state,
    attempts: Number(row['attempts']),
    lastAttemptAt: row['last_attempt_at'] === null ? null : Number(row['last_attempt_at']),
    lastReply: row['last_reply'] === null ? null : String(row['last_reply']),
    fault: DELIVERY_FAULTS.find((one) => one === row['fault']) ?? null,
    via: row['via'] === null ? null : String(row['via']),
  };
}
