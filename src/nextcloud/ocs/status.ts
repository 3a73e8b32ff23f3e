import { z } from 'zod';
import { RequestError } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Session } from '../http/exchange.ts';
import { type Product, productOf } from './product.ts';
import { jsonIn, textOf } from './request.ts';

const Status = z.object({
  installed: z.boolean(),
  maintenance: z.boolean(),
  needsDbUpgrade: z.boolean().default(false),
  versionstring: z.string(),
  product: z.string().optional().catch(undefined),
  productname: z.string().optional().catch(undefined),
  productversion: z.string().optional().catch(undefined),
});

/** What `status.php` says; it answers without a login, in maintenance too (Nextcloud API notes, 4.3). */
export interface ServerStatus {
  readonly product: Product;
  readonly maintenance: boolean;
  /** The new version is there, and its database not yet upgraded: until then nobody is served. */
  readonly needsUpgrade: boolean;
  /** As in `31.0.6`; of Infinite Scale and OpenCloud their own, not the version of ownCloud that they stand for. */
  readonly version: string;
  readonly major: number;
  /** What the server's clock said, by the header `Date`; null where it does not tell. Whole seconds. */
  readonly clock: UtcMs | null;
}

const ADDRESS = '/status.php';
/** Here there is no such page: whatever answers, it is no Nextcloud. */
const NO_SUCH_PAGE = [404, 405, 410];

/**
 * The first request of a run. Null when what answers is plainly something else: another page, or none of this name.
 * @throws {RequestError} 'unexpected' for an odd answer, which says nothing of what the server is.
 */
export async function readStatus(session: Session): Promise<ServerStatus | null> {
  try {
    return await session.ask({ method: 'GET', path: ADDRESS }, async (answer) => {
      const text = await textOf(answer, ADDRESS);
      if (isPage(text)) return null;
      return statusIn(jsonIn(text, ADDRESS, answer), answer.header('date'));
    });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.failure === 'redirected' || NO_SUCH_PAGE.includes(error.status ?? 0)) return null;
    throw error;
  }
}

/** A text or a page of HTML, and not a status with a warning before it. */
function isPage(text: string): boolean {
  return (
    text.trim() !== '' && !/"(?:installed|maintenance|versionstring)"/.test(text) && !/^\s*[{[]/.test(text)
  );
}

function statusIn(document: unknown, date: string | null): ServerStatus {
  const read = Status.safeParse(document);
  if (!read.success) {
    const fields = read.error.issues.map(({ path }) => path.join('.')).slice(0, 3);
    throw odd(fields.includes('') ? because('status.no-object') : because('status.unreadable', { fields }));
  }
  const { installed, maintenance, needsDbUpgrade, versionstring, product, productname, productversion } =
    read.data;
  if (!installed) throw odd(because('status.not-installed'));
  const clock = Date.parse(date ?? '');
  const major = Number.parseInt(versionstring, 10) || 0;
  return {
    product: productOf({ product, productname, major }),
    maintenance,
    needsUpgrade: needsDbUpgrade,
    version: productversion ?? versionstring,
    major,
    clock: Number.isNaN(clock) ? null : clock,
  };
}

function odd(reason: Reason): RequestError {
  return requestError('unexpected', reason, 200);
}

/** Why nobody is served at present; null where everybody is. */
export function closedBecause({ maintenance, needsUpgrade }: ServerStatus): 'maintenance' | 'upgrade' | null {
  if (maintenance) return 'maintenance';
  return needsUpgrade ? 'upgrade' : null;
}
