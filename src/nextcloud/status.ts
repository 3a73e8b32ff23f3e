import { z } from 'zod';
import type { UtcMs } from '../model/units.ts';
import type { Session } from './exchange.ts';
import { jsonOf } from './ocs.ts';

const Status = z.object({
  installed: z.boolean(),
  maintenance: z.boolean(),
  versionstring: z.string(),
  productname: z.string().default('Nextcloud'),
});

/** What `status.php` says; it answers without a login, in maintenance too (Nextcloud API notes, 4.3). */
export interface ServerStatus {
  readonly maintenance: boolean;
  /** As in `31.0.6`. */
  readonly version: string;
  readonly major: number;
  /** What the server's clock said, by the header `Date`; null where it does not tell. Whole seconds. */
  readonly clock: UtcMs | null;
}

/** The first request of a run. Null when what answers is no Nextcloud. */
export async function readStatus(session: Session): Promise<ServerStatus | null> {
  let date: string | null = null;
  const document = await session.ask({ method: 'GET', path: '/status.php' }, async (answer) => {
    date = answer.header('date');
    try {
      return await jsonOf(answer, '/status.php');
    } catch {
      return null;
    }
  });
  const read = Status.safeParse(document);
  if (!read.success || !read.data.installed) return null;
  const { maintenance, versionstring } = read.data;
  const clock = Date.parse(date ?? '');
  return {
    maintenance,
    version: versionstring,
    major: Number.parseInt(versionstring, 10) || 0,
    clock: Number.isNaN(clock) ? null : clock,
  };
}
