import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What came back over a connection until it was closed. */
export interface RawAnswer {
  /** 0 = the connection was closed without an answer. */
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly body: string;
}

/** Bytes of a request: at once, or in pieces with a pause in milliseconds before each. */
export type RawBytes =
  | string
  | Buffer
  | { readonly pieces: Iterable<string | Buffer>; readonly pauseMs: number };

const MOST_MS = 20_000;

/**
 * Sends bytes that no HTTP client would send.
 * @param address `host:port`.
 * @param bytes a request that ends the connection, with `Connection: close`.
 */
export async function rawRequest(address: string, bytes: RawBytes): Promise<RawAnswer> {
  const at = new URL(`http://${address}`);
  const socket = connect(Number(at.port), at.hostname);
  const chunks: Buffer[] = [];
  const closed = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A server that refuses what is still being sent resets the connection.
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
  });
  const timer = setTimeout(() => socket.destroy(), MOST_MS);
  await send(socket, bytes);
  await closed;
  clearTimeout(timer);
  socket.destroy();
  return answerIn(Buffer.concat(chunks).toString('latin1'));
}

async function send(socket: ReturnType<typeof connect>, bytes: RawBytes): Promise<void> {
  if (typeof bytes === 'string' || Buffer.isBuffer(bytes)) {
    socket.write(bytes);
    return;
  }
  for (const piece of bytes.pieces) {
    await pause(bytes.pauseMs);
    if (socket.destroyed || !socket.writable) return;
    socket.write(piece);
  }
}

function answerIn(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
  return { status, head, body: end < 0 ? '' : text.slice(end + 4) };
}
