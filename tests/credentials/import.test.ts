import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCredentials } from '../../src/credentials/import.ts';
import { messageOf, UsageError } from '../../src/model/errors.ts';
import { reveal } from '../../src/model/secret.ts';

const NOW = Date.UTC(2026, 10, 1);

function read(text: string) {
  return parseCredentials(text, 'tokens', NOW).map(({ member, login, password }) => [
    member,
    login,
    reveal(password),
  ]);
}

/** What a file that cannot be imported is told. */
function refusal(text: string): string {
  try {
    parseCredentials(text, 'tokens', NOW);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return messageOf(error);
  }
  throw new Error('was accepted');
}

describe('app passwords from JSON', () => {
  it('takes texts and objects, freely mixed, and keeps when', () => {
    expect(
      read('{"anna": "aaa", "bob": {"login": "Bob@ldap", "password": "b,b:b"}, "c": {"password": "ccc"}}'),
    ).toEqual([
      ['anna', 'anna', 'aaa'],
      ['bob', 'Bob@ldap', 'b,b:b'],
      ['c', 'c', 'ccc'],
    ]);
    expect(parseCredentials('{"anna":"aaa"}', 'tokens', NOW)[0]).toMatchObject({
      tokenId: null,
      addedAt: NOW,
    });
  });

  it('reads whatever JSON can write, as JSON reads it', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((one) => one.trim() === one && !/[\p{Cc}:]/u.test(one));
    fc.assert(
      fc.property(
        fc.dictionary(text, text, { minKeys: 1, noNullPrototype: true }),
        fc.constantFrom(undefined, 2, '\t'),
        (file, space) => {
          const written = Object.entries(file).map(([uid, password]) => [uid, uid, password]);
          expect(read(JSON.stringify(file, null, space))).toEqual(written);
          expect(read(`\uFEFF${JSON.stringify(file).replace(/[\u0080-\uffff]/g, escaped)}`)).toEqual(written);
        },
      ),
    );
  });

  it('names every problem at once by line and key, and no secret', () => {
    const message = refusal(
      '{"anna": "",\n "bob": 5,\n "anna": "hidden-one",\n "c": {"login": "x:y", "password": " hidden-two"},\n' +
        ' "d": {"password": "hidden-three", "more": 1},\n "": "hidden-four",\n "e": "hidden\\nfive"}',
    );
    expect(message.split('\n').slice(1)).toEqual([
      '  line 2, key "bob": must be the password, or {"login": …, "password": …}',
      '  line 5, key "d": must be {"login": …, "password": …}, both texts and nothing else',
      '  line 1, key "anna": the password is blank',
      '  line 4, key "c": the login has a colon, which HTTP logins cannot have (RFC 7617)',
      '  line 4, key "c": the password begins or ends with a blank',
      '  line 6, key "": the uid is blank',
      '  line 6, key "": the login is blank',
      '  line 7, key "e": the password has a control character',
      '  line 3, key "anna": the same uid as line 1, key "anna"',
    ]);
    expect(message).not.toMatch(/hidden/);
  });

  it('says of broken JSON where it breaks, once for each line and without quoting it', () => {
    const told = refusal('{"anna": "secret-of-anna');
    expect(told.split('\n').slice(1)).toEqual(['  line 1: this is no JSON']);
  });

  it.each([
    '{"anna": "hidden"',
    '{"anna": "hidden",}',
    "{'anna': hidden}",
    '{anna: hidden}',
    '{"a": "hidden" "b"}',
  ])('says of broken JSON where it breaks, without quoting it: %s', (text) => {
    expect(refusal(text)).toMatch(/JSON/);
    expect(refusal(text)).not.toMatch(/hidden/);
  });
});

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

describe('app passwords from CSV', () => {
  it.each([
    ['without a header', 'anna,anna,aaa\r\nbob,Bob,"b,b"\r\n'],
    [
      'with a header, a byte order mark and blank lines',
      '\uFEFFuid,Login,password\n\nanna,,aaa\n\nbob,Bob,"b,b"',
    ],
    ['with semicolons', 'uid;login;password\nanna;;aaa\nbob;Bob;b,b'],
  ])('takes three columns %s', (_, text) => {
    expect(read(text)).toEqual([
      ['anna', 'anna', 'aaa'],
      ['bob', 'Bob', 'b,b'],
    ]);
  });

  it('names every problem at once by line, and no secret', () => {
    const message = refusal(
      'uid,login,password\nanna,hidden\nbob,,\n,x,hidden\nc,c,hidden\nc,c,hidden,hidden\nc,c,hidden',
    );
    expect(message.split('\n').slice(1)).toEqual([
      '  line 2: must be three cells: uid,login,password',
      '  line 6: must be three cells: uid,login,password',
      '  line 3: the password is blank',
      '  line 4: the uid is blank',
      '  line 7: the same uid as line 5',
    ]);
  });

  it('says of broken CSV where it breaks, without quoting it', () => {
    expect(refusal('anna,anna,"hidden')).toBe(
      'Nothing was imported from tokens; correct it and import again:\n  line 1: this is no CSV (CSV_QUOTE_NOT_CLOSED)',
    );
    expect(refusal('a,a,a\nb,b,hi"dden"')).toMatch(/line 2: this is no CSV/);
    expect(refusal('a,a,a\nb,b,hi"dden"')).not.toMatch(/dden/);
  });

  it.each(['', '\n \n', 'uid,login,password\n', '{}'])('refuses a file without any: %j', (text) => {
    expect(refusal(text)).toMatch(/tokens/);
  });
});
