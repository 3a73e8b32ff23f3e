import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownAddress } from '../../../src/nextcloud/http/shown-address.ts';

describe('an address of the server in a message', () => {
  it.each([
    ['/status.php', '/status.php'],
    ['/remote.php/dav/', '/remote.php/dav/'],
    ['/remote.php/dav/files/anna', '/remote.php/dav/files/…'],
    ['/remote.php/dav/files/anna/Private/a.txt', '/remote.php/dav/files/…'],
    ['/remote.php/dav/trashbin/an%20na/trash/', '/remote.php/dav/trashbin/…'],
    ['/ocs/v2.php/cloud/users/anna?format=json', '/ocs/v2.php/cloud/users/…'],
    ['/ocs/v1.php/cloud/users/anna/groups', '/ocs/v1.php/cloud/users/…'],
    ['/ocs/v2.php/cloud/users?search=anna\n&limit=5', '/ocs/v2.php/cloud/users'],
    ['/nextcloud/remote.php/dav/files/anna/Private\n', '/nextcloud/remote.php/dav/files/…'],
    ['/nextcloud/ocs/v2.php/cloud/users/anna', '/nextcloud/ocs/v2.php/cloud/users/…'],
    ['/ocs/v2.php/cloud/users/details', '/ocs/v2.php/cloud/users/…'],
  ])('%j is told as %j', (path, told) => {
    expect(shownAddress(path)).toBe(told);
  });

  it('never holds who it is of, nor what is asked', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((text) => `secret-${encodeURIComponent(text)}`);
    const before = fc.constantFrom(
      ...['files', 'trashbin', 'uploads', 'versions'].map((kind) => `/remote.php/dav/${kind}/`),
      '/ocs/v2.php/cloud/users/',
      '/ocs/v2.php/apps/files_sharing/api/v1/shares?path=',
    );
    fc.assert(
      fc.property(before, fc.array(word, { minLength: 1 }), (start, words) => {
        expect(shownAddress(start + words.join('/'))).not.toContain('secret');
      }),
    );
  });
});
