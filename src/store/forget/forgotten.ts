import { randomBytes, scryptSync } from 'node:crypto';
import type { Database } from '../database/database.ts';
import type { Delivery } from '../store.ts';

/** log2 of what one guess costs (scrypt): some hundredths of a second. */
const COST = 2 ** 13;

/**
 * Keeps, without the key in clear, that a message of the latest period may have gone out: whoever is forgotten and
 * audited again in that period must not get it twice. Only a salted mark stands in the store, until a later period
 * begins.
 */
export function markForgotten(database: Database, key: string): void {
  const latest = database.get('SELECT period FROM deliveries ORDER BY id DESC LIMIT 1')?.['period'];
  if (typeof latest !== 'string') return;
  const own = database.get(
    "SELECT count(*) AS tried FROM deliveries WHERE key = ? AND period = ? AND (attempts > 0 OR state <> 'queued')",
    key,
    latest,
  );
  if (Number(own?.['tried']) === 0) return;
  const salt = saltOf(database, latest) ?? randomBytes(16);
  database.run(
    'INSERT INTO forgotten (period, salt, mark) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    latest,
    salt,
    markOf(key, salt),
  );
}

/** The deliveries without those of people who were forgotten after they had theirs; ends the marks of earlier periods. */
export function withoutForgotten<T extends Pick<Delivery, 'period' | 'key'>>(
  database: Database,
  deliveries: readonly T[],
): readonly T[] {
  const periods = new Set(deliveries.map(({ period }) => period));
  const marks = new Map([...periods].map((period) => [period, marksOf(database, period)] as const));
  return deliveries.filter(({ period, key }) => {
    const known = marks.get(period);
    return known?.salt == null || !known.marks.has(hex(markOf(key, known.salt)));
  });
}

function marksOf(database: Database, period: string) {
  database.run('DELETE FROM forgotten WHERE period < ?', period);
  const rows = database.all('SELECT mark FROM forgotten WHERE period = ?', period);
  const marks = new Set(rows.map(({ mark }) => (mark instanceof Uint8Array ? hex(mark) : '')));
  return { salt: saltOf(database, period), marks };
}

/** One salt a period, so that a run computes one mark per message. */
function saltOf(database: Database, period: string): Uint8Array | null {
  const salt = database.get('SELECT salt FROM forgotten WHERE period = ? LIMIT 1', period)?.['salt'];
  return salt instanceof Uint8Array ? salt : null;
}

/** A salted mark of a text: who holds the store could test one that they know already against it, and nothing else. */
export function markOf(key: string, salt: Uint8Array): Uint8Array {
  return scryptSync(key, salt, 16, { N: COST });
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
