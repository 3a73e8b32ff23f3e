import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { openVault } from '../../src/credentials/vault.ts';
import { secret } from '../../src/model/secret.ts';

/** Registers menage at the embedded server, and has its config read everybody by that alone. */
export async function register(server, folder) {
  let header = '';
  const program = createServer(({ url = '', headers }, response) => {
    if (url === '/init') header = headers['authorization-app-api'] ?? '';
    response.writeHead(url === '/init' ? 404 : 200, { 'content-type': 'application/json' });
    response.end(url === '/heartbeat' ? '{"status":"ok"}' : '{}');
  }).listen(0, '127.0.0.1');
  await once(program, 'listening');
  const info = JSON.stringify({ name: 'Menage', version: '1.0.0', port: program.address().port });
  const daemon = ['menage_host', 'Menage', 'manual-install', 'http', '127.0.0.1', server.url];
  await server.occ(['app_api:daemon:register', ...daemon]);
  await server.occ(['app_api:app:register', 'menage', 'menage_host', '--json-info', info]);
  program.close();
  const text = Buffer.from(header, 'base64').toString('utf8').slice(1);
  const key = secret(readFileSync(join(folder, 'key'), 'utf8'));
  const vault = await openVault({ path: join(folder, 'menage.vault'), key });
  await vault.putRegistration({ secret: secret(text), registeredAt: Date.now() });
  const config = join(folder, 'menage.yaml');
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace('keyFile: key }', 'keyFile: key, use: [appapi] }'),
  );
}
