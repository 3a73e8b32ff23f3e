import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../src/model/errors.ts';
import { entryReader } from '../../../src/nextcloud/dav/entry.ts';
import { multistatusReader } from '../../../src/nextcloud/dav/multistatus.ts';
import type { Resource } from '../../../src/nextcloud/dav/resource.ts';
import { recording, smallCoop } from '../recordings.ts';

function read(...chunks: readonly string[]): Resource[] {
  const all: Resource[] = [];
  const reader = multistatusReader((resource) => all.push({ ...resource }));
  for (const chunk of chunks) reader.write(chunk);
  reader.end();
  return all;
}

function failureOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof RequestError) return error.failure;
    throw error;
  }
  return 'none';
}

const NAMES = 'xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns"';
const wrapped = (responses: string) => `<d:multistatus ${NAMES}>${responses}</d:multistatus>`;
const one = (properties: string) =>
  wrapped(
    `<d:response><d:href>/x</d:href><d:propstat><d:prop>${properties}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`,
  );

describe('a real answer', () => {
  it('gives the member’s files exactly', () => {
    const { response } = recording('057-search-owner-mid-all');
    const truth = smallCoop();
    const entryOf = entryReader(`/remote.php/dav/files/${truth.member}`);
    const entries = read(response.body).map((resource) => entryOf(resource));
    const files = entries.filter((entry) => !entry.isFolder);
    expect(files).toHaveLength(truth.files);
    expect(entries.length - files.length).toBe(truth.folders);
    const listed = files.map(({ path, size, modifiedAt }) => ({
      path: path.slice(1),
      size,
      mtime: (modifiedAt ?? -1) / 1000,
    }));
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
    expect(listed.sort(byPath)).toEqual([...truth.list].sort(byPath));
    expect(files.reduce((sum, file) => sum + (file.size ?? 0), 0)).toBe(truth.bytes);
  });

  it('is the same however it is cut', () => {
    const { response } = recording('049-unscanned-folder-its-parent');
    const whole = read(response.body);
    expect(whole.length).toBeGreaterThan(5);
    for (let cut = 0; cut < response.body.length; cut += 13) {
      expect(read(response.body.slice(0, cut), response.body.slice(cut))).toEqual(whole);
    }
    expect(read(...response.body)).toEqual(whole);
  });

  it('cut short is an error at every place', () => {
    const { body } = recording('031-propfind-1-return-minimal').response;
    const end = body.lastIndexOf('</d:multistatus>') + '</d:multistatus>'.length;
    for (let cut = 1; cut < end; cut += 11) {
      expect(['cut-short', 'unexpected', 'too-big']).toContain(failureOf(body.slice(0, cut)));
    }
    expect(failureOf(body)).toBe('none');
  });

  it('mutated gives the same number of records or an error', () => {
    const { body } = recording('031-propfind-1-return-minimal').response;
    const rows = read(body).length;
    fc.assert(
      fc.property(
        fc.nat(body.length - 1),
        fc.constantFrom('', '<', '>', '&', '"', '/', 'x', ']]>', '<!--'),
        (at, text) => {
          const mutated = body.slice(0, at) + text + body.slice(at + 1);
          const failure = failureOf(mutated);
          if (failure === 'none') expect(read(mutated)).toHaveLength(rows);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('of somebody else’s tree has no id, no etag and no owner', () => {
    const [root, ...rest] = read(recording('043-propfind-other-member-as-member-looks-empty').response.body);
    expect(rest).toEqual([]);
    expect(root).toMatchObject({ fileId: '', etag: '', ownerId: '', isFolder: true });
  });
});

describe('any spelling of the same', () => {
  const plain = read(
    one('<d:getetag>"a&amp;b"</d:getetag><oc:fileid>9007199254740993</oc:fileid><oc:size>12</oc:size>'),
  );
  it('is read by namespace, not by prefix', () => {
    const other = one(
      '<d:getetag>"a&amp;b"</d:getetag><oc:fileid>9007199254740993</oc:fileid><oc:size>12</oc:size>',
    )
      .replaceAll('d:', 'x1:')
      .replace('xmlns:d=', 'xmlns:x1=')
      .replaceAll('oc:', 'x2:')
      .replace('xmlns:oc=', 'xmlns:x2=');
    expect(read(other)).toEqual(plain);
  });
  it('is read with CDATA, comments and entities', () => {
    const odd = one(
      '<!-- x --><d:getetag><![CDATA["a&b"]]></d:getetag><oc:fileid>90071992<!-- y -->54740993</oc:fileid><oc:size>&#49;2</oc:size>',
    );
    expect(read(odd)).toEqual(plain);
  });
  it('may begin with a byte order mark', () => {
    const marked = `\ufeff${one('<oc:size>12</oc:size>')}`;
    expect(read(marked)).toEqual(read(marked.slice(1)));
  });
  it('keeps an id beyond 2^53 as it is', () => {
    expect(plain[0]?.fileId).toBe('9007199254740993');
  });
  it('takes the 200 block wherever it stands', () => {
    const missing =
      '<d:propstat><d:prop><oc:size/><d:getetag/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>';
    const found =
      '<d:propstat><d:prop><d:getetag>"e"</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>';
    for (const blocks of [missing + found, found + missing]) {
      expect(read(wrapped(`<d:response><d:href>/x</d:href>${blocks}</d:response>`))[0]?.etag).toBe('"e"');
    }
  });
  it('takes names of other namespaces for nothing', () => {
    expect(read(one('<x:fileid xmlns:x="urn:other">5</x:fileid>'))[0]?.fileId).toBe('');
  });
  it('is empty when it closes itself', () => {
    expect(read(`<d:multistatus ${NAMES}/>`)).toEqual([]);
  });
});

describe('what is refused', () => {
  const bomb = '<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
  const cases = [
    ['nothing', '', 'too-big'],
    ['a document type', bomb + wrapped(''), 'unexpected'],
    ['an entity of its own', one('<d:getetag>&b;</d:getetag>'), 'unexpected'],
    ['another document', '<html xmlns="http://www.w3.org/1999/xhtml"></html>', 'unexpected'],
    ['an open document', `<d:multistatus ${NAMES}><d:response>`, 'cut-short'],
    ['a deep document', wrapped(`<d:response>${'<d:x>'.repeat(60)}`), 'unexpected'],
    ['two documents', wrapped('') + wrapped(''), 'unexpected'],
  ] as const;
  for (const [name, text, failure] of cases) it(name, () => expect(failureOf(text)).toBe(failure));
});

describe('an address', () => {
  const reader = () => entryReader('/remote.php/dav/files/zo%C3%A9');
  const at = (href: string) => {
    const dated =
      '<d:getlastmodified>Tue, 24 Nov 2026 07:17:22 GMT</d:getlastmodified><oc:fileid>1</oc:fileid>';
    const [resource] = read(one(dated));
    if (resource === undefined) throw new Error('no resource');
    return reader()({ ...resource, href }).path;
  };
  it('is read with a host, with upper-case escapes, in NFC', () => {
    expect(at('https://cloud.example/remote.php/dav/files/zo%c3%a9/a%20b/')).toBe('/a b');
    expect(at('/remote.php/dav/files/zo%C3%A9/e%CC%81t%C3%A9')).toBe('/été');
    expect(at('/remote.php/dav/files/zo%c3%a9/')).toBe('/');
    expect(at('/remote.php/dav/files/zo%c3%a9/100%25%20%23%3f')).toBe('/100% #?');
  });
  it('of another tree, or with a way out, is refused', () => {
    for (const href of [
      '/remote.php/dav/files/bob/x',
      '/remote.php/dav/files/zo%c3%a9/../bob',
      '/remote.php/dav/files/zo%c3%a9/a%2fb',
      '/remote.php/dav/files/zo%c3%a9/%ff',
    ]) {
      expect(() => at(href)).toThrow(RequestError);
    }
  });
});
