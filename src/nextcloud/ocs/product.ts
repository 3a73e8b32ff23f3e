import { OWNCLOUD_MAJOR } from '../../model/text/server-name.ts';
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

/** The product by its names, and by its version where a theme changed them. */
export function productOf({ product, productname, major }: NamedProduct): Product {
  const named = [product, productname].map((name) => NAMES.get(name?.trim().toLowerCase() ?? ''));
  return named.find((known) => known !== undefined) ?? (major === OWNCLOUD_MAJOR ? 'owncloud' : 'nextcloud');
}
