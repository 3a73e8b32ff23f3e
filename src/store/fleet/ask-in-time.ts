import type pg from 'pg';
import type { Ask } from '../postgres-lock.ts';

/**
 * Asks over one connection, and gives an answer up that does not come for so long. An answer that has come while this process
 * itself was held up is none of those: it is read first, which the driver's own `query_timeout` does not do.
 * @param ms milliseconds.
 */
export function askingInTime(client: Pick<pg.Client, 'query'>, ms: number): Ask {
  return (sql, values = []) =>
    new Promise((resolve, reject) => {
      let lastLook: NodeJS.Immediate | undefined;
      const timer = setTimeout(() => {
        // What waits in the connection is read after the timers and before this.
        lastLook = setImmediate(() => reject(new Error(`The database did not answer for ${ms} ms.`)));
      }, ms);
      client
        .query<Readonly<Record<string, unknown>>>(sql, [...values])
        .then(resolve, reject)
        .finally(() => {
          clearTimeout(timer);
          clearImmediate(lastLook);
        });
    });
}
