import { randomBytes, scryptSync } from 'node:crypto';
import type { Queryable } from '../database/database.ts';
import type { Delivery } from '../store.ts';

/** log2 of what one guess costs (scrypt): some hundredths of a second. */
const COST = 2 ** 13;

/**
 * Keeps, without the key in clear, that a message of the latest period may have gone out: whoever is forgotten and
 * audited again in that period must not get it twice. Only a salted mark stands in the store, until a later period
 * begins.
 */
export async function markForgotten(within: Queryable, key: string): Promise<void> {
  const latest = (await within.get('SELECT period FROM deliveries ORDER BY id DESC LIMIT 1'))?.['period'];
  if (typeof latest !== 'string') return;
  const own = await within.get(
    "SELECT count(*) AS tried FROM deliveries WHERE key = ? AND period = ? AND (attempts > 0 OR state <> 'queued')",
    key,
    latest,
  );
  if (Number(own?.['tried']) === 0) return;
  const salt = (await saltOf(within, latest)) ?? randomBytes(16);
  await within.run(
    'INSERT INTO forgotten (period, salt, mark) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    latest,
    salt,
    markOf(key, salt),
  );
}

/** The deliveries without those of people who were forgotten after they had theirs; ends the marks of earlier periods. */
export async function withoutForgotten<T extends Pick<Delivery, 'period' | 'key'>>(
  within: Queryable,
  deliveries: readonly T[],
): Promise<readonly T[]> {
  const periods = new Set(deliveries.map(({ period }) => period));
  const marks = new Map<string, Awaited<ReturnType<typeof marksOf>>>();
  for (const period of periods) marks.set(period, await marksOf(within, period));
  return deliveries.filter(({ period, key }) => {
    const known = marks.get(period);
    return known?.salt == null || !known.marks.has(hex(markOf(key, known.salt)));
  });
}

async function marksOf(within: Queryable, period: string) {
  await within.run('DELETE FROM forgotten WHERE period < ?', period);
  const rows = await within.all('SELECT mark FROM forgotten WHERE period = ?', period);
  const marks = new Set(rows.map(({ mark }) => (mark instanceof Uint8Array ? hex(mark) : '')));
  return { salt: await saltOf(within, period), marks };
}

/** One salt a period, so that a run computes one mark per message. */
async function saltOf(within: Queryable, period: string): Promise<Uint8Array | null> {
  const salt = (await within.get('SELECT salt FROM forgotten WHERE period = ? LIMIT 1', period))?.['salt'];
  return salt instanceof Uint8Array ? salt : null;
}

/** A salted mark of a text: who holds the store could test one that they know already against it, and nothing else. */
export function markOf(key: string, salt: Uint8Array): Uint8Array {
  return scryptSync(key, salt, 16, { N: COST });
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
