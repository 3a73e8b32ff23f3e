import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { StoreAwayError } from '../../../src/model/errors.ts';
import { openPostgres } from '../../../src/store/database/postgres.ts';
import { placeOf } from '../../helpers/postgres.ts';

/** A message of the server: its kind, its length, what it says. */
function message(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const LET_IN = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const ENDS = message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0'));

it('takes a server for away that ends a connection with the packet that lets it in', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([LET_IN, READY, ENDS])));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const opened = openPostgres(placeOf(`postgres://menage@127.0.0.1:${port}/menage`));
  await expect(opened).rejects.toBeInstanceOf(StoreAwayError);
});
