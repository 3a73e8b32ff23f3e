import type { Product } from '../nextcloud/http/exchange.ts';
import type { ServerStatus } from '../nextcloud/ocs/status.ts';

const OTHER_API = 'accounts, spaces and quotas are read by an API of its own (LibreGraph)';

const OTHERS = {
  'infinite-scale': { name: 'ownCloud Infinite Scale', why: OTHER_API },
  opencloud: { name: 'OpenCloud', why: OTHER_API },
} as const satisfies Record<
  Exclude<Product, 'nextcloud' | 'owncloud'>,
  { readonly name: string; readonly why: string }
>;

/** What was recorded; there is no later one, and earlier ones say of accounts neither whether they are enabled nor when they logged in. */
const KNOWN_OWNCLOUD = 10;

/**
 * Why a server that answers much like a Nextcloud is not read all the same, a sentence for the terminal: what it would
 * give are wrong figures, and no error. Null for a Nextcloud and an ownCloud 10.
 */
export function unsupportedBecause({ product, version, major }: ServerStatus, url: string): string | null {
  if (product === 'nextcloud') return null;
  if (product !== 'owncloud')
    return `${url} is ${OTHERS[product].name} ${version}, which is not supported, because ${OTHERS[product].why}.`;
  if (major === KNOWN_OWNCLOUD) return null;
  return `${url} is ownCloud ${version}, which is not supported, because of ownCloud only version 10 is known.`;
}
