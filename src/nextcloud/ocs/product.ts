import type { Product } from '../http/exchange.ts';

/** What is read of `status.php`. */
export interface NamedProduct {
  /** Of ownCloud and its kin; Nextcloud has none. */
  readonly product: string | undefined;
  /** Themes of Nextcloud and of ownCloud may put any name here. */
  readonly productname: string | undefined;
  readonly major: number;
}

const NAMES: ReadonlyMap<string, Product> = new Map([
  ['owncloud', 'owncloud'],
  ['infinite scale', 'infinite-scale'],
  ['ocis', 'infinite-scale'],
  ['opencloud', 'opencloud'],
]);

/** ownCloud and what stands for it; a Nextcloud 10 (of 2016) lacks most of what is asked of a server. */
const OWNCLOUD_MAJOR = 10;

/** The product by its names, and by its version where a theme changed them. */
export function productOf({ product, productname, major }: NamedProduct): Product {
  const named = [product, productname].map((name) => NAMES.get(name?.trim().toLowerCase() ?? ''));
  return named.find((known) => known !== undefined) ?? (major === OWNCLOUD_MAJOR ? 'owncloud' : 'nextcloud');
}
