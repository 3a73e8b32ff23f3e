import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { RequestError } from '../../src/model/errors.ts';
import { memberId } from '../../src/model/ids.ts';
import { readRoot } from '../../src/nextcloud/dav/root.ts';
import type { Session } from '../../src/nextcloud/http/exchange.ts';
import { listShares } from '../../src/nextcloud/ocs/share-list.ts';
import { meet, partAll } from '../helpers/met.ts';

afterAll(partAll);

const root = (session: Session) => readRoot(session, memberId('anna'));
const there = readFileSync(new URL('../fixtures/cases/webroot-differs/root.xml', import.meta.url), 'utf8');
const here = there
  .replace('/nextcloud/', '/')
  .replace('<oc:size>', '<oc:owner-id>anna</oc:owner-id><oc:size>');
const xml = (text: string) =>
  meet(root, (to) => to.writeHead(207, { 'Content-Type': 'application/xml' }).end(text));

async function messageOf(read: () => Promise<unknown>): Promise<string> {
  const error = await read().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RequestError)) throw new TypeError('It was read.', { cause: error });
  return error.message;
}

describe('the message names the thing and the remedy', () => {
  it('where the server is installed in another folder', async () => {
    const told = await messageOf(xml(there));
    expect(told).toContain('speaks of /nextcloud/remote.php/ where /remote.php/ was asked');
    expect(told).toMatch(/server\.url, or overwritewebroot/);
    expect(told).not.toContain('anna');
  });

  it('where the terms of service were not accepted', async () => {
    const error =
      '<?xml version="1.0"?><d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns"><s:exception>OCA\\TermsOfService\\TermsNotSignedException</s:exception><s:message>Bitte anmelden</s:message></d:error>';
    const told = await messageOf(meet(root, (to) => to.writeHead(403).end(error)));
    expect(told).toMatch(
      /answered 403: the account has not accepted the server's terms of service; .*browser/,
    );
  });

  it.each([
    [
      'a warning',
      '<br />\n<b>Warning</b>:  Undefined variable $x in <b>/srv/x.php</b> on line <b>3</b><br />\n',
    ],
    ['a bare warning', 'Deprecated: Function strftime() is deprecated\n'],
    ['a page', '<!DOCTYPE html><html><body>Please wait</body></html>'],
  ])('where %s stands before the XML', async (_, text) => {
    expect(await messageOf(xml(text + here))).toMatch(
      /text before its XML: "(?:Warning : Undefined|Deprecated: Function|Please wait).*display_errors to Off/,
    );
  });

  it.each([
    ['a list of files', root],
    ['a list of shares', listShares],
  ])('where a portal answers %s with a page of its own', async (_, read) => {
    const page =
      '<!DOCTYPE html><html><head><title>Portail</title><style>b { top: 0 }</style></head><body><form>Votre "nom" <input></form>';
    const told = await messageOf(
      meet(read, (to) => to.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page)),
    );
    expect(told).toBe(
      `The server answered 200 with a page ("Portail Votre 'nom'"): a login page, portal or proxy stands before it; let /remote.php/ and /ocs/ pass there.`,
    );
  });

  it('where a warning stands before the JSON, and shows what it is made of', async () => {
    const told = await messageOf(
      meet(listShares, (to) =>
        to.writeHead(200, { 'Content-Type': 'application/json' }).end('Warning: \u001b[31mred{"ocs":{}}'),
      ),
    );
    expect(told).toContain('text before its JSON: "Warning: ␛[31mred');
  });
});

it('blank lines and a mark of its encoding before the XML change nothing', async () => {
  for (const before of ['\n\n', '\uFEFF', '\uFEFF\r\n \n'])
    expect(await xml(before + here)()).toMatchObject({ size: 12_000 });
});
