import { z } from 'zod';
import { runId } from '../model/ids.ts';
import type { DeliveryKey, HeldReason } from '../model/mail.ts';
import type { Database } from './database/database.ts';
import { readRow, type StoredShape } from './database/rows.ts';
import { documentOf } from './database/shapes.ts';
import type { HeldMail } from './delivery.ts';

const Count = z.number();
const Reason: z.ZodType<HeldReason> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unread'), failed: Count, readable: Count, limit: Count }),
  z.object({ kind: z.literal('many'), mails: Count, members: Count, limit: Count }),
  z.object({ kind: z.literal('drop'), touched: Count, members: Count, limit: Count }),
  z.object({ kind: z.literal('more'), mails: Count, before: Count }),
  z.object({ kind: z.literal('restored'), period: z.string() }),
  z.object({ kind: z.literal('first'), mails: Count }),
  z.object({ kind: z.literal('vanished'), vanished: Count, members: Count }),
  z.object({ kind: z.literal('address'), member: z.string() }),
]);

const HELD: StoredShape<HeldMail> = {
  what: 'held mail',
  id: 'key',
  schema: z.object({
    run: z.number().int().transform(runId),
    period: z.string(),
    // Only keys of `model/mail.ts` are ever noted.
    key: z.string().transform((key) => key as DeliveryKey),
    recipient: z.string(),
    reasons: z.array(Reason),
  }),
};

/** The mails that the last sending held back. */
export async function heldMails(database: Database): Promise<readonly HeldMail[]> {
  return (await database.all('SELECT * FROM held_mails ORDER BY key')).flatMap(
    (row) => readRow({ ...row, reasons: documentOf(row['reasons']) }, HELD, database.noteOdd) ?? [],
  );
}

/** Puts these in the place of all that were there. */
export async function noteHeldMails(database: Database, held: readonly HeldMail[]): Promise<void> {
  await database.transaction(async (within) => {
    await within.run('DELETE FROM held_mails');
    await within.runEach(
      'INSERT INTO held_mails (key, run, period, recipient, reasons) VALUES (?, ?, ?, ?, ?)',
      held.map(({ key, run, period, recipient, reasons }) => [
        ...[key, run, period, recipient],
        JSON.stringify(reasons),
      ]),
    );
  });
}
