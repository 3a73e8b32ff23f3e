import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import pLimit from 'p-limit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMailCatcher } from '../../src/demo/mail-catcher.ts';

import { startCountedServer } from '../helpers/bounds.ts';
import { type Ended, menage } from '../helpers/cli.ts';
import { onLoopback } from '../helpers/loopback.ts';
import { ON_POSTGRES } from '../helpers/postgres.ts';
import { storeSetting } from '../helpers/stores.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { AUTHORITY, tlsServer } from '../helpers/tls-server.ts';
import { smallWorld, userOf } from '../helpers/world.ts';
import { MISTAKES, type Mistake, type Places } from './mistakes-table.ts';

const GOLDEN = resolve(import.meta.dirname, '../../docs/mistakes.md');
const NO_SUCH_NAME = {
  NODE_OPTIONS: `--import=${new URL('../helpers/no-such-name.js', import.meta.url).href}`,
};

const CONFIG = `server:
  url: CLOUD
  admin: { user: admin, passwordFile: admin }
members:
  groups: [coop]
credentials: { vault: menage.vault, keyFile: key }
store: menage.db
mail:
  transport: SMTP
  from: Nextcloud <nextcloud@coop.example>
admins:
  mails: [admins@coop.example]
`;

const world = smallWorld({ members: { alice: {}, bob: {} } });
const opened: { close(): unknown }[] = [];
/** One for each mistake that is made at a time: a server counts the requests of its administrator as one after the other. */
const lanes: Places[] = [];

beforeAll(async () => {
  const clouds = [await startCountedServer(world), await startCountedServer(world)];
  const mails = await startMailCatcher({ directory: temporaryFolder('mistakes-mailbox') });
  const page = await onLoopback(createServer((_, to) => to.end('<title>Shop</title><h1>Our shop</h1>')));
  const empty = await onLoopback(createServer((_, to) => to.writeHead(404).end()));
  const moved = await onLoopback(
    createServer((_, to) =>
      to.writeHead(302, { Location: 'https://cloud.example.net/status.php?from=1' }).end(),
    ),
  );
  const [good, other, expired] = await Promise.all([
    tlsServer('localhost'),
    tlsServer('other-name'),
    tlsServer('expired'),
  ]);
  opened.push(...clouds, mails, page, empty, moved, good, other, expired);
  const onHost = (port: string) => `https://localhost:${port}`;
  const places = {
    ...{ smtp: mails.url, closed: 'https://localhost:1', authority: AUTHORITY },
    ...{ page: page.url, empty: empty.url, moved: moved.url },
    ...{ ownAuthority: onHost(good.port), otherName: onHost(other.port), expired: onHost(expired.port) },
  };
  lanes.push(...clouds.map(({ url }) => ({ ...places, cloud: url })));
});
afterAll(async () => {
  for (const one of opened) await one.close();
});

it('forty mistakes and more are answered with what is wrong and what to do', {
  timeout: 400_000,
}, async () => {
  const sideBySide = pLimit(lanes.length);
  const sections = await Promise.all(
    Object.entries(MISTAKES).map(async ([title, mistakes]) => {
      const answers = mistakes.map((mistake) => sideBySide(() => answerTo(mistake)));
      return `## ${title}\n\n${(await Promise.all(answers)).join('\n')}`;
    }),
  );
  expect(Object.values(MISTAKES).flat().length).toBeGreaterThanOrEqual(40);
  await expect(`${HEAD}\n${sections.join('\n')}`).toMatchFileSnapshot(GOLDEN);
});

const HEAD = `# Mistakes, and what menage answers

Each was made with the built program, by the test that wrote this page (\`tests/e2e/mistakes.test.ts\`). The config lies in
\`/etc/menage\`; ports are shown as they usually are.
`;

async function answerTo(mistake: Mistake): Promise<string> {
  const folder = temporaryFolder('mistake');
  const places = lanes.pop();
  if (places === undefined) throw new RangeError('more mistakes at once than servers');
  furnish(folder, mistake, places);
  if (mistake.after !== undefined) await menage([mistake.after], { cwd: folder, env: NO_SUCH_NAME });
  const ended = await menage(mistake.command.split(' '), { cwd: folder, env: NO_SUCH_NAME });
  lanes.push(places);
  const text = shown(ended, folder, places);
  expect(text).not.toMatch(/\n\s+at .*:\d+|TypeError|node:internal|\[object|geheim|Sommer/);
  expect(text).not.toMatch(/\b(?:E[A-Z]{5,}|ERR_[A-Z_]+|[A-Z]+_[A-Z]+_CERT[A-Z_]*|ssl3_\w+)\b/);
  expect({ title: mistake.title, exit: ended.code, text }).toMatchObject({ exit: mistake.exit });
  return `### ${mistake.title}\n\`menage ${mistake.command}\` ends with ${ended.code}:\n\n\`\`\`text\n${text}\n\`\`\`\n`;
}

function furnish(folder: string, { config = (yaml) => yaml, files = {} }: Mistake, places: Places): void {
  const sound = { admin: world.admin.password, key: 'a key of more than sixteen characters' };
  for (const [name, file] of Object.entries({ ...sound, ...files })) {
    const { text, mode } = typeof file === 'string' ? { text: file, mode: 0o600 } : file;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text === 'ALICE' ? (userOf(world, 'alice').appPassword ?? '') : text);
    chmodSync(join(folder, name), mode);
  }
  copyFileSync(places.authority, join(folder, 'authority.pem'));
  if (config === null) return;
  const yaml = config(CONFIG, places)
    .replace('store: menage.db', `store: ${storeSetting(folder)}`)
    .replace('CLOUD', places.cloud)
    .replace('SMTP', places.smtp);
  writeFileSync(join(folder, 'menage.yaml'), yaml, { mode: 0o600 });
}

/** What was said, without what differs from run to run. */
function shown({ out, err }: Ended, folder: string, places: Places): string {
  const usual = [
    ...(ON_POSTGRES ? [[storeSetting(folder), '/etc/menage/menage.db'] as const] : []),
    [places.cloud, 'http://127.0.0.1:8080'],
    [new URL(places.smtp).port, '2525'],
    [new URL(places.page).port, '8081'],
    [new URL(places.empty).port, '8082'],
    [new URL(places.moved).port, '8083'],
    [new URL(places.ownAuthority).port, '8443'],
    [new URL(places.otherName).port, '8444'],
    [new URL(places.expired).port, '8445'],
  ] as const;
  const text = usual.reduce(
    (all, [from, to]) => all.replaceAll(from, to),
    `${out}${err}`.replaceAll(folder, '/etc/menage'),
  );
  return (
    text
      .replaceAll(/^\d{4}-\d\d-\d\dT[\d:.]+Z /gm, '')
      .replaceAll(/\d+ MB free/g, '20480 MB free')
      // Of a store on PostgreSQL.
      .replaceAll(/beside the config; the room of the store is .*$/gm, 'beside the store')
      .replaceAll(/[ \t]+$/gm, '')
      .trim()
  );
}
