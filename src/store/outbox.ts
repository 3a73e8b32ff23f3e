import { runId } from '../model/ids.ts';
import type { Database, Row } from './database.ts';
import { withoutForgotten } from './forgotten.ts';
import { DELIVERY_STATES, type Delivery, type OutboxStore } from './store.ts';

/** Messages that go out: each stands here before it leaves, and no two of a period have the same key. */
export function outboxStore(database: Database): OutboxStore {
  return {
    async queue(deliveries) {
      database.runEach(
        `INSERT INTO deliveries (run, period, key, recipient, message_id, state) VALUES (?, ?, ?, ?, ?, 'queued')
         ON CONFLICT (period, key) DO UPDATE SET recipient = excluded.recipient WHERE state IN ('queued', 'deferred')`,
        withoutForgotten(database, deliveries).map(({ run, period, key, recipient, messageId }) => [
          run,
          period,
          key,
          recipient,
          messageId,
        ]),
      );
    },
    list: async (period) =>
      database.all('SELECT * FROM deliveries WHERE period = ? ORDER BY id', period).map(deliveryOf),
    async mark(id, state, at, reply) {
      const attempt = state === 'handing-over' ? 1 : 0;
      // Durably: after a power cut, too, the store must know of every mail that may have left.
      database.runDurably(
        'UPDATE deliveries SET state = ?, last_attempt_at = ?, last_reply = ?, attempts = attempts + ? WHERE id = ?',
        state,
        at,
        reply,
        attempt,
        id,
      );
    },
    under: async (key) =>
      database.all('SELECT * FROM deliveries WHERE key = ? ORDER BY id DESC', key).map(deliveryOf),
    sent: async () =>
      database.all("SELECT * FROM deliveries WHERE state = 'sent' ORDER BY id DESC").map(deliveryOf),
  };
}

function deliveryOf(row: Row): Delivery {
  const state = DELIVERY_STATES.find((one) => one === row['state']);
  if (state === undefined) throw new TypeError(`a delivery has the state ${String(row['state'])}`);
  return {
    id: Number(row['id']),
    run: runId(Number(row['run'])),
    period: String(row['period']),
    key: String(row['key']),
    recipient: String(row['recipient']),
    messageId: String(row['message_id']),
    state,
    attempts: Number(row['attempts']),
    lastAttemptAt: row['last_attempt_at'] === null ? null : Number(row['last_attempt_at']),
    lastReply: row['last_reply'] === null ? null : String(row['last_reply']),
  };
}
