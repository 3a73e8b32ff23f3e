// Preloaded into menage (`node --import`): notes every request that it sends, one JSON line each, in MENAGE_BENCH_REQUESTS.
import { appendFileSync } from 'node:fs';
import http from 'node:http';

const file = process.env['MENAGE_BENCH_REQUESTS'];
const send = http.request;
http.request = (...given) => {
  const request = send(...given);
  const pieces = [];
  for (const name of ['write', 'end']) {
    const own = request[name].bind(request);
    request[name] = (piece, ...rest) => {
      if (typeof piece === 'string' || Buffer.isBuffer(piece)) pieces.push(Buffer.from(piece));
      return own(piece, ...rest);
    };
  }
  request.once('finish', () => {
    const { method, path } = request;
    const headers = Object.fromEntries(
      Object.entries(request.getHeaders()).filter(
        ([name]) => !['connection', 'cookie', 'host'].includes(name),
      ),
    );
    appendFileSync(
      file,
      `${JSON.stringify({ method, path, headers, body: String(Buffer.concat(pieces)) })}\n`,
    );
  });
  return request;
};
