import { spawnSync } from 'node:child_process';
import { Pool } from 'undici';

const SIDE_BY_SIDE = 4;

/** The same requests by undici, four logins at a time, and the answers thrown away. Seconds. */
export async function download(coop, requests) {
  const pool = new Pool(coop.url, { connections: SIDE_BY_SIDE });
  const logins = new Map();
  for (const one of requests) {
    const login = String(one.headers.authorization ?? '');
    logins.set(login, [...(logins.get(login) ?? []), one]);
  }
  const queue = [...logins.values()].reverse();
  const began = performance.now();
  const work = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
      for (const one of next) await fetchAway(pool, one);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  return seconds;
}

async function fetchAway(pool, { method, path, headers, body }) {
  const { 'content-length': _, 'transfer-encoding': __, ...others } = headers;
  const answer = await pool.request({ method, path, headers: others, body: body === '' ? null : body });
  // Apps that are not installed answer 404 to menage as well.
  if (answer.statusCode >= 400 && answer.statusCode !== 404)
    throw new Error(`${method} ${path}: ${answer.statusCode}`);
  await answer.body.dump({ limit: Number.MAX_SAFE_INTEGER });
}

/** Debian's rclone over the same members, one after another with eight checkers, in seconds; null where it is not installed. */
export function rclone(coop) {
  if (spawnSync('rclone', ['version']).status !== 0) return null;
  const began = performance.now();
  for (const [id, password] of Object.entries(coop.tokens)) {
    const pass = spawnSync('rclone', ['obscure', password]).stdout.toString().trim();
    const remote = `:webdav,vendor=nextcloud,url="${coop.url}/remote.php/dav/files/${id}/",user="${id}",pass="${pass}":`;
    const ended = spawnSync('rclone', ['lsjson', '-R', '--checkers', '8', remote], { maxBuffer: 1 << 30 });
    if (ended.status !== 0) throw new Error(ended.stderr.toString());
  }
  return (performance.now() - began) / 1000;
}
