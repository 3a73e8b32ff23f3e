import { createServer, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** A shared server of two processors works on two requests at once, whatever they ask. */
const PROCESSORS = 2;

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
  const server = createServer((asked, answer) => {
    queue.push({ asked, answer });
    if (free > 0) work();
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

function forward(url, { asked, answer }) {
  const { method, headers } = asked;
  const onward = request(new URL(asked.url, url), { method, headers }, (incoming) => {
    answer.writeHead(incoming.statusCode, incoming.headers);
    incoming.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
}
