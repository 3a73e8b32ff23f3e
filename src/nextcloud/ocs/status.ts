import { z } from 'zod';
import { RequestError } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Product, Session } from '../http/exchange.ts';
import { visibleWords } from '../http/stray-text.ts';
import { productOf } from './product.ts';
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
/** Characters of an address from outside that are shown. */
const LONGEST_ADDRESS = 200;
/** Here there is no such page: whatever answers, it is no Nextcloud. */
const NO_SUCH_PAGE = [404, 405, 410];

/** What answers in the place of a Nextcloud: a sentence that names it, and what to do. */
export interface Stranger {
  readonly stranger: Reason;
}

export function isStranger(answer: ServerStatus | Stranger): answer is Stranger {
  return 'stranger' in answer;
}

/**
 * The first request of a run, from which on its client knows the product. A stranger is what is plainly something else: another page, none of this name, or a
 * redirect, which is never followed.
 * @throws {RequestError} 'unexpected' for an odd answer, which says nothing of what the server is.
 */
export async function readStatus(session: Session): Promise<ServerStatus | Stranger> {
  const url = `${session.origin}${session.prefix}`;
  try {
    return await session.ask({ method: 'GET', path: ADDRESS }, async (answer) => {
      const text = await textOf(answer, ADDRESS);
      if (isPage(text)) return { stranger: strangerBehind(text, url) };
      const status = statusIn(jsonIn(text, ADDRESS, answer), answer.header('date'));
      session.server.product = status.product;
      return status;
    });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { failure, status, elsewhere } = error;
    if (failure === 'redirected') return { stranger: redirectedTo(elsewhere, url, status ?? 0) };
    if (status !== null && NO_SUCH_PAGE.includes(status))
      return { stranger: because('stranger.no-page', { url, status }) };
    throw error;
  }
}

function strangerBehind(text: string, url: string): Reason {
  const words = visibleWords(text);
  return text.trimStart().startsWith('<')
    ? because('stranger.page', { url, text: words })
    : because('stranger.text', { url, text: words });
}

/** Its query may hold a session. Where the status page stands elsewhere, so does the Nextcloud. */
function redirectedTo(elsewhere: URL | null, url: string, status: number): Reason {
  if (elsewhere === null) return because('stranger.no-page', { url, status });
  const address = `${elsewhere.origin}${elsewhere.pathname}`.slice(0, LONGEST_ADDRESS);
  return because('stranger.elsewhere', {
    url,
    address: address.replace(/(?:\/index\.php)?\/status\.php$/, ''),
  });
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
