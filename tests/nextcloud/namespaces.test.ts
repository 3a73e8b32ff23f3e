import { describe, expect, it } from 'vitest';
import { namespaces } from '../../src/nextcloud/namespaces.ts';

describe('namespaces', () => {
  it('gives the same name whatever the prefix', () => {
    const names = namespaces();
    names.attribute('xmlns:x', 'DAV:');
    names.attribute('xmlns:oc', 'http://nextcloud.org/ns');
    names.attribute('xmlns', 'http://owncloud.org/ns');
    expect(['x:multistatus', 'oc:mount-type', 'fileid'].map(names.open)).toEqual([
      'd:multistatus',
      'nc:mount-type',
      'oc:fileid',
    ]);
  });

  it('lets an inner element say otherwise, until it is closed', () => {
    const names = namespaces();
    names.attribute('xmlns:d', 'DAV:');
    names.open('d:multistatus');
    names.attribute('xmlns:d', 'urn:other');
    expect(names.open('d:response')).toBe('');
    expect(names.open('d:href')).toBe('');
    names.close();
    names.close();
    expect(names.open('d:response')).toBe('d:response');
  });

  it('knows elements without any namespace for foreign ones', () => {
    expect(namespaces().open('href')).toBe('');
  });

  it.each(['d:href', ':href', 'a:b:c'])('refuses the name %s, of which nothing is told', (name) => {
    const names = namespaces();
    names.attribute('xmlns:a', 'DAV:');
    expect(() => names.open(name)).toThrow(/a name without a namespace/);
  });
});
