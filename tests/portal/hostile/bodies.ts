import { gzipSync } from 'node:zlib';
import { FORM, type Hostile, type Scene } from './stage.ts';

const CHUNKED = 'Transfer-Encoding: chunked';

function head({ stage }: Scene, ...lines: readonly string[]): string {
  const { host } = new URL(stage.url);
  return `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`;
}

function* repeated(piece: string, times: number): Generator<string> {
  for (let time = 0; time < times; time++) yield piece;
}

/** Bodies that are too large, broken or no form. */
export const BODIES: readonly Hostile[] = [
  {
    what: 'a form of a byte more than 16 KB',
    send: ({ post }) => post('/sign-in', `who=${'a'.repeat(16_381)}`),
    status: 422,
  },
  {
    what: 'a form of ten megabytes',
    send: ({ post }) => post('/sign-in', 'a'.repeat(10_000_000)),
    status: 422,
  },
  {
    what: 'a form that says it has ten gigabytes',
    send: (scene) => scene.raw(head(scene, FORM, 'Content-Length: 10000000000')),
    status: 422,
  },
  {
    what: 'chunks without end',
    send: (scene) =>
      scene.raw({
        pieces: [head(scene, FORM, CHUNKED), ...repeated(`1000\r\n${'a'.repeat(4_096)}\r\n`, 2_000)],
        pauseMs: 0,
      }),
    status: 422,
  },
  {
    what: 'a chunk beyond all numbers',
    send: (scene) => scene.raw(`${head(scene, FORM, CHUNKED)}fffffffffffffffff\r\n`),
    status: 400,
  },
  {
    what: 'a chunk that is none',
    send: (scene) => scene.raw(`${head(scene, FORM, CHUNKED)}no\r\n`),
    status: 400,
  },
  {
    what: 'a packed form',
    send: (scene) => {
      const body = gzipSync('who=anna').toString('latin1');
      return scene.ask('/sign-in', { method: 'POST', headers: ['Content-Type: application/gzip'], body });
    },
    status: 422,
  },
  {
    what: 'ten thousand fields',
    send: ({ post }) => post('/sign-in', 'a&'.repeat(8_000)),
    status: 303,
    to: '/sign-in?sent=1',
  },
  {
    what: 'fields of the prototype',
    send: ({ post }) => post('/sign-in', '__proto__=a&constructor[prototype][x]=1&who=nobody'),
    status: 303,
    to: '/sign-in?sent=1',
  },
  {
    what: 'a form in bytes that are no text',
    send: ({ post }) => post('/sign-in', 'who=%ff%fe&to=%c3%28'),
    status: 303,
    to: '/sign-in?sent=1',
  },
  {
    what: 'line ends and headers of a mail as an address',
    send: ({ post }) => post('/sign-in', 'who=a%40b%0d%0aBcc:%20c%40d'),
    status: 303,
    to: '/sign-in?sent=1',
  },
];

/** Clients that take their time; asked of a server whose patience is short. */
export const SLOW: readonly Hostile[] = [
  {
    what: 'a head without end, a line now and then',
    send: (scene) => slowly(scene, 'GET / HTTP/1.1\r\n', 'X-A: b\r\n'),
    status: 408,
  },
  { what: 'a first line, a letter now and then', send: (scene) => slowly(scene, 'GET /', 'a'), status: 408 },
  {
    what: 'a form, a letter now and then',
    send: (scene) => slowly(scene, `${head(scene, FORM, 'Content-Length: 1000')}who=`, 'a'),
    status: 422,
  },
  {
    what: 'a form in chunks, one now and then',
    send: (scene) => slowly(scene, head(scene, FORM, CHUNKED), '1\r\na\r\n'),
    status: 422,
  },
  {
    what: 'a form that says more than it sends',
    send: (scene) => scene.raw(`${head(scene, FORM, 'Content-Length: 100')}who=anna`),
    status: 422,
  },
  { what: 'a connection that never asks', send: (scene) => scene.raw(''), status: 408 },
];

function slowly(scene: Scene, first: string, piece: string) {
  return scene.raw({ pieces: [first, ...repeated(piece, 400)], pauseMs: 40 });
}
