import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { menage } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

it('gives no login to a server with a false certificate, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
  const folder = temporaryFolder('tls');
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-days', '2', '-subj', '/CN=other.example'];
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert],
    ...subject,
  ]);
  let requests = 0;
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  const config = `server: { url: "https://127.0.0.1:${port}", admin: { user: admin } }\n`;
  writeFileSync(join(folder, 'menage.yaml'), config, { mode: 0o600 });
  const environment = { NODE_TLS_REJECT_UNAUTHORIZED: '0', MENAGE_ADMIN_PASSWORD: 'not-for-them' };
  const { code } = await menage(['audit'], { cwd: folder, env: environment });
  server.close();
  rmSync(folder, { recursive: true });
  expect(code).toBe(4);
  expect(requests).toBe(0);
}, 60_000);
