import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary.ts';

/** A fleet's config with the folder of its instances; their Nextclouds and mail servers answer nothing. */
export interface PortalFleet {
  readonly config: string;
  /** Writes the config of an instance, and its vault key. */
  put(name: string, url: string): void;
}

/** @param store the address of the fleet's database. */
export function portalFleet(store: string, listen = '127.0.0.1:0'): PortalFleet {
  const folder = temporaryFolder('portals');
  const config = join(folder, 'fleet.yaml');
  mkdirSync(join(folder, 'clouds'));
  const portal = `portal: { listen: "${listen}", trustedProxies: [127.0.0.1/32] }`;
  writeFileSync(config, `fleet: clouds\nstore: ${store}\n${portal}\n`, { mode: 0o600 });
  return {
    config,
    put(name, url) {
      const own = join(folder, 'clouds', name);
      mkdirSync(own, { recursive: true });
      writeFileSync(join(own, 'menage.key'), `a key of ${name} alone, of forty letters and more`, {
        mode: 0o600,
      });
      writeFileSync(
        join(own, 'menage.yaml'),
        [
          `server: { url: "http://127.0.0.1:9/${name}", admin: { user: admin } }`,
          `organisation: { name: ${name} }`,
          'credentials: { keyFile: menage.key }',
          'mail: { from: menage@example.org, transport: "smtp://127.0.0.1:9" }',
          `portal: { url: "${url}" }`,
        ].join('\n'),
        { mode: 0o600 },
      );
    },
  };
}
