import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { memberId } from '../../src/model/ids.ts';
import { filesRoot, propfind } from '../../src/nextcloud/dav/request.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';

// The guard stands where all clients of a process meet the network: each request is held to the address of its own client.
it('a server below a path and one at the root of the same host do not stand in each other’s way', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(404).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const settings = { concurrency: 1, idleTimeoutMs: 5_000 };
  const clients = [
    await openClient({ url, ...settings }),
    await openClient({ url: `${url}/nextcloud`, ...settings }),
  ];
  for (const client of clients) {
    const request = propfind(filesRoot(memberId('anna')), '0', '<d:getetag/>');
    await expect(client.as(null).ask(request, async () => null)).rejects.toMatchObject({
      failure: 'not-found',
    });
    client.close();
  }
  server.close();
  expect(asked).toEqual(['/remote.php/dav/files/anna', '/nextcloud/remote.php/dav/files/anna']);
});
