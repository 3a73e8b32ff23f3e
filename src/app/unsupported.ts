import type { Product } from '../nextcloud/ocs/product.ts';
import type { ServerStatus } from '../nextcloud/ocs/status.ts';

const OTHER_API = 'accounts, spaces and quotas are read by an API of its own (LibreGraph)';

const OTHERS = {
  owncloud: {
    name: 'ownCloud',
    why: 'it never says which folders were received from others: they would count as a member’s own',
  },
  'infinite-scale': { name: 'ownCloud Infinite Scale', why: OTHER_API },
  opencloud: { name: 'OpenCloud', why: OTHER_API },
} as const satisfies Record<Exclude<Product, 'nextcloud'>, { readonly name: string; readonly why: string }>;

/**
 * Why a server that answers much like a Nextcloud is not read all the same, a sentence for the terminal: what it would
 * give are wrong figures, and no error. Null for a Nextcloud.
 */
export function unsupportedBecause({ product, version }: ServerStatus, url: string): string | null {
  if (product === 'nextcloud') return null;
  const { name, why } = OTHERS[product];
  return `${url} is ${name} ${version}, which is not supported, because ${why}.`;
}
