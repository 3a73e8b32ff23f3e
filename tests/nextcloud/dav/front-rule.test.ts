import { afterEach, describe, expect, it } from 'vitest';
import { RequestError } from '../../../src/model/errors.ts';
import { memberId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import { readFrontRule } from '../../../src/nextcloud/dav/front-rule.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { serve, type TestServer } from '../server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

const FROM_NGINX = '<html>\r\n<head><title>403 Forbidden</title></head>\r\n</html>\r\n';
const fromNextcloud = (exception: string) =>
  '<?xml version="1.0" encoding="utf-8"?>\n<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns">\n' +
  `  <s:exception>${exception}</s:exception>\n  <s:message/>\n</d:error>\n`;

async function readAt(status: number, body: string): Promise<[Promise<unknown>, TestServer]> {
  const server = await serve((_, response) => response.writeHead(status).end(body));
  const client = await openClient({ url: server.url, concurrency: 1, idleTimeoutMs: 1_000, maxTries: 1 });
  opened.push(client, server);
  return [readFrontRule(client.as({ appSecret: secret('hidden'), uid: memberId('admin') })), server];
}

describe('the rule of a front', () => {
  it('is seen by one GET of a file that nobody has', async () => {
    const [rule, server] = await readAt(403, FROM_NGINX);
    expect(await rule).toBe('stands');
    expect(server.seen).toMatchObject([
      { method: 'GET', path: '/remote.php/dav/files/menage-proxy-rule/no-such-file', body: '' },
    ]);
  });

  it('is absent where Nextcloud looked for the file, or gave one', async () => {
    const [missing] = await readAt(404, fromNextcloud('Sabre\\DAV\\Exception\\NotFound'));
    expect(await missing).toBe('absent');
    const [given] = await readAt(200, 'a content');
    expect(await given).toBe('absent');
  });

  it.each([
    [403, fromNextcloud('Sabre\\DAV\\Exception\\Forbidden')],
    [401, fromNextcloud('Sabre\\DAV\\Exception\\NotAuthenticated')],
    [503, ''],
    [302, ''],
  ])('is not known from a %i that says something else', async (status, body) => {
    const [rule] = await readAt(status, body);
    await expect(rule).rejects.toThrow(RequestError);
  });
});
