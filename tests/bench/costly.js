import { createServer, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** A shared server of two processors works on two requests at once, whatever they ask. */
const PROCESSORS = 2;

/** Milliseconds that each request took on a real Nextcloud 31 with two processors, four of them under way. */
const MEASURED = { root: 90, folder: 60, tree: 440, search: 190, shares: 80, trash: 60, other: 60 };

/** Stands before a server and makes each request cost what it costs on a real one: `ms` of one of two processors. Its address. */
export async function costly(url, ms) {
  const queue = [];
  let free = PROCESSORS;
  const work = async () => {
    free--;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await setTimeout(ms);
      forward(url, next);
    }
    free++;
  };
  return listen((exchange) => {
    queue.push(exchange);
    if (free > 0) void work();
  });
}

/** The same, with the time that a request of its kind was measured to take; `spent` gives the sum, in seconds, and begins anew. */
export async function costlyByKind(url) {
  let sum = 0;
  const front = await listen(async (exchange) => {
    const ms = MEASURED[kindOf(exchange.asked)];
    sum += ms;
    await setTimeout(ms);
    forward(url, exchange);
  });
  return {
    ...front,
    spent() {
      const seconds = sum / 1000;
      sum = 0;
      return seconds;
    },
  };
}

/** What is asked: a key of `MEASURED`. */
export function kindOf({ method, headers, url, path = url }) {
  if (method === 'SEARCH') return 'search';
  if (path.includes('/trashbin/')) return 'trash';
  if (path.includes('/apps/files_sharing/api/v1/shares')) return 'shares';
  if (method !== 'PROPFIND') return 'other';
  return { 0: 'root', 1: 'folder' }[headers.depth] ?? 'tree';
}

async function listen(take) {
  const server = createServer((asked, answer) => {
    take({ asked, answer });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Hands a request on to the server at `url`. */
export function forward(url, { asked, answer }) {
  const { method, headers } = asked;
  const onward = request(new URL(asked.url, url), { method, headers }, (incoming) => {
    answer.writeHead(incoming.statusCode, incoming.headers);
    incoming.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
}
