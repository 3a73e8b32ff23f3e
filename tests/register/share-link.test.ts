import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareLinksOf } from '../../src/register/share-link.ts';

const CLOUD = shareLinksOf('https://cloud.example.org');
const SUB_PATH = shareLinksOf('https://example.org/nextcloud');
const OTHER_PORT = shareLinksOf('http://127.0.0.1:8091');

describe('a share link', () => {
  it.each([
    ['plain', 'https://cloud.example.org/s/aB3dEf6hIj9kLmN'],
    ['with index.php', 'https://cloud.example.org/index.php/s/aB3dEf6hIj9kLmN'],
    ['with the download', 'https://cloud.example.org/s/aB3dEf6hIj9kLmN/download'],
    ['with a file of the download', 'https://cloud.example.org/s/aB3dEf6hIj9kLmN/download/plan.pdf'],
    ['with a folder', 'https://cloud.example.org/s/aB3dEf6hIj9kLmN?path=%2FPlans'],
    ['with an anchor', 'https://cloud.example.org/s/aB3dEf6hIj9kLmN#top'],
    ['with a slash at its end', 'https://cloud.example.org/s/aB3dEf6hIj9kLmN/'],
    ['in upper case', 'HTTPS://Cloud.Example.ORG/s/aB3dEf6hIj9kLmN'],
    ['with the usual port', 'https://cloud.example.org:443/s/aB3dEf6hIj9kLmN'],
    ['over http', 'http://cloud.example.org/s/aB3dEf6hIj9kLmN'],
    ['over http with its port', 'http://cloud.example.org:80/s/aB3dEf6hIj9kLmN'],
    ['with the dot of DNS', 'https://cloud.example.org./s/aB3dEf6hIj9kLmN'],
    ['percent-encoded', 'https://cloud.example.org/%73/aB3dEf6hIj9kLm%4E'],
    ['with index.php encoded', 'https://cloud.example.org/index%2Ephp/s/aB3dEf6hIj9kLmN'],
    ['with double slashes', 'https://cloud.example.org//s//aB3dEf6hIj9kLmN'],
    ['before a full stop', 'https://cloud.example.org/s/aB3dEf6hIj9kLmN.'],
    ['in brackets', 'https://cloud.example.org/s/aB3dEf6hIj9kLmN).'],
    ['in French quotes', 'https://cloud.example.org/s/aB3dEf6hIj9kLmN »,'],
    ['between blanks', '  https://cloud.example.org/s/aB3dEf6hIj9kLmN\n'],
    ['by WebDAV', 'https://cloud.example.org/public.php/dav/files/aB3dEf6hIj9kLmN/plan.pdf'],
    ['as it once was', 'https://cloud.example.org/public.php?service=files&t=aB3dEf6hIj9kLmN'],
  ])('is recognised %s', (_, address) => {
    expect(CLOUD(address)).toBe('aB3dEf6hIj9kLmN');
  });

  it.each([
    ['of another host', 'https://cloud.example.com/s/aB3dEf6hIj9kLmN'],
    ['of a host that begins alike', 'https://cloud.example.org.evil.example/s/aB3dEf6hIj9kLmN'],
    ['behind a login', 'https://cloud.example.org@evil.example/s/aB3dEf6hIj9kLmN'],
    ['of another port', 'https://cloud.example.org:8443/s/aB3dEf6hIj9kLmN'],
    ['inside an address', 'https://cloud.example.org/apps/files?dir=/s/aB3dEf6hIj9kLmN'],
    ['of a file for members', 'https://cloud.example.org/f/12'],
    ['without token', 'https://cloud.example.org/s/'],
    ['with what is no token', 'https://cloud.example.org/s/a%20b'],
    ['by mail', 'mailto:aide@cloud.example.org'],
    ['no address', 'Guide d’accueil'],
    ['broken encoding', 'https://cloud.example.org/s/%E0%A4%A'],
    ['nothing', ''],
  ])('is not taken from one %s', (_, address) => {
    expect(CLOUD(address)).toBeNull();
  });

  it('stands in the folder of a server that stands in one', () => {
    expect(SUB_PATH('https://example.org/nextcloud/s/abc')).toBe('abc');
    expect(SUB_PATH('https://example.org/nextcloud/index.php/s/abc/download')).toBe('abc');
    expect(SUB_PATH('https://example.org/s/abc')).toBeNull();
    expect(SUB_PATH('https://example.org/nextcloud2/s/abc')).toBeNull();
  });

  it('keeps the port of a server that has an unusual one', () => {
    expect(OTHER_PORT('http://127.0.0.1:8091/s/abc')).toBe('abc');
    expect(OTHER_PORT('http://127.0.0.1/s/abc')).toBeNull();
  });

  it('is found whatever stands behind it, and nothing is found in any other text', () => {
    const token = fc.stringMatching(/^[A-Za-z0-9]{3,20}$/);
    fc.assert(
      fc.property(token, fc.constantFrom('', '/', '?a=1', '#b', '/download', '.', ');', ' »'), (one, end) => {
        expect(CLOUD(`https://cloud.example.org/s/${one}${end}`)).toBe(one);
      }),
    );
    fc.assert(fc.property(fc.webUrl(), (url) => CLOUD(url) === null));
    fc.assert(fc.property(fc.string(), (text) => CLOUD(text) === null));
  });
});
