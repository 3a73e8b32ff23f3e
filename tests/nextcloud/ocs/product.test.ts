import { describe, expect, it } from 'vitest';
import { productOf } from '../../../src/nextcloud/ocs/product.ts';

describe('what a server is, by its status', () => {
  it.each([
    ['a Nextcloud', 'Nextcloud', undefined, 34, 'nextcloud'],
    ['a Nextcloud whose theme has a name of its own', 'Nuage de la coopérative', undefined, 31, 'nextcloud'],
    ['a Nextcloud that does not say', undefined, undefined, 24, 'nextcloud'],
    ['ownCloud 10.16.4', 'ownCloud', 'ownCloud', 10, 'owncloud'],
    ['an ownCloud whose theme has a name of its own', 'Nuage', 'ownCloud', 10, 'owncloud'],
    ['an older one with such a theme', 'Nuage', undefined, 10, 'owncloud'],
    ['Infinite Scale', 'Infinite Scale', 'Infinite Scale', 10, 'infinite-scale'],
    ['OpenCloud', 'OpenCloud', 'OpenCloud', 10, 'opencloud'],
  ])('%s', (_, productname, product, major, expected) => {
    expect(productOf({ product, productname, major })).toBe(expected);
  });
});
