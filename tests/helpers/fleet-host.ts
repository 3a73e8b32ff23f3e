import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Fleet, openFleet } from '../../src/app/fleet/registry.ts';
import { type FleetConfig, loadFleetConfig } from '../../src/config/fleet.ts';
import { makeDatabase } from './postgres.ts';
import { temporaryFolder } from './temporary.ts';

export const NOW = Date.UTC(2026, 10, 30);

export interface Host {
  readonly folder: string;
  readonly config: FleetConfig;
  readonly warnings: readonly string[];
  readonly fleet: Fleet;
}

/** A fleet with a database of its own; `more` stands in its config. */
export async function host(fleet = 'clouds', more = ''): Promise<Host> {
  const folder = temporaryFolder('fleet');
  mkdirSync(join(folder, 'clouds'));
  const file = join(folder, 'fleet.yaml');
  writeFileSync(file, `fleet: ${fleet}\nstore: ${await makeDatabase()}\n${more}`, { mode: 0o600 });
  const config = loadFleetConfig(file, {});
  const warnings: string[] = [];
  const opened = await openFleet(config, contextWith(warnings));
  onTestFinished(() => opened.close());
  return { folder, config, warnings, fleet: opened };
}

/** A clock that goes on with each look, and an environment with a secret in it. */
export function contextWith(warnings: string[]) {
  const warn = (...words: readonly unknown[]) => void warnings.push(words.join(' '));
  let moment = NOW;
  const environment = { HOME: '/home/menage', MENAGE_KEY: 'one key for all of them' };
  return { environment, log: { warn }, now: () => moment++ };
}

/** The config of an instance. */
export function cloud(name: string, more = ''): string {
  return `server: { url: "https://${name}.example.org", admin: { user: admin } }\n${more}`;
}

/** Writes a file into the folder of the fleet. */
export function put(folder: string, path: string, text: string): void {
  const file = join(folder, 'clouds', path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text, { mode: 0o600 });
}
