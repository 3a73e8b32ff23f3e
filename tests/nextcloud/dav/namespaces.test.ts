import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { namespaces } from '../../../src/nextcloud/dav/namespaces.ts';

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

  it('remembers a document of ever new names no better than one of few', () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const names = namespaces();
    names.attribute('xmlns:d', 'DAV:');
    names.open('d:multistatus');
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let number = 0; number < 200_000; number++) {
      names.open(`d:${'x'.repeat(60)}${number}`);
      names.close();
    }
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(8_000_000);
    expect(names.open('d:href')).toBe('d:href');
  });

  it('refuses more prefixes than a document needs, for each scope copies them', () => {
    const names = namespaces();
    expect(() => {
      for (let number = 0; number < 1_000; number++) names.attribute(`xmlns:p${number}`, 'DAV:');
    }).toThrow(/too many prefixes/);
  });
});
