import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadFleetConfig } from '../../src/config/fleet.ts';
import { scheduleProblem } from '../../src/model/fleet/schedule.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

function loaded(text: string) {
  const folder = temporaryFolder('fleet');
  const file = join(folder, 'fleet.yaml');
  writeFileSync(file, text, { mode: 0o600 });
  return { folder, config: loadFleetConfig(file, {}) };
}

describe('the config of a fleet', () => {
  it('needs a folder and a store; its paths are relative to it', () => {
    const { folder, config } = loaded(
      'fleet: clouds\nstore: postgres://menage@db.example.org/menage\nstorePasswordFile: db\n',
    );
    expect(config).toMatchObject({
      folder: join(folder, 'clouds'),
      only: null,
      storePasswordFile: join(folder, 'db'),
      timezone: 'Europe/Paris',
      alerts: { mails: [] },
      portal: { listen: '127.0.0.1:8090', trustedProxies: [] },
    });
    expect(
      loaded('fleet: database\nstore: postgres://menage@db.example.org/menage\n').config.folder,
    ).toBeNull();
  });

  it('names every problem at once', () => {
    const wrong = `fleet: clouds
store: menage.db
worker: { jobs: 0 }
alerts: { mails: [host@example.org] }
portal: { listen: everywhere }
retention: 3 months
`;
    expect(() => loaded(wrong)).toThrow(
      /5 problems.*line 2: store: must be on PostgreSQL.*line 3: worker.jobs.*line 4: alerts.mail: is missing.*line 5: portal.listen.*line 6: retention: unknown key/s,
    );
    expect(() => loaded('fleet: x\nstore: postgres://menage@localhost/menage?schema=mine\n')).toThrow(
      /must name no schema/,
    );
  });

  it('is that of one Nextcloud where its store is on PostgreSQL', () => {
    const server = 'server:\n  url: https://cloud.example.org\n  admin: { user: menage-admin }\n';
    const { config } = loaded(`${server}store: postgres://menage@db.example.org/menage?schema=coop\n`);
    expect(config.store).toBe('postgres://menage@db.example.org/menage');
    expect(config.only?.store).toBe('postgres://menage@db.example.org/menage?schema=coop');
    expect(() => loaded(server)).toThrow(/Workers share a store on PostgreSQL.*menage store copy/s);
  });
});

describe('a schedule', () => {
  it.each(['30 2 * * *', '*/15 0-5 1,15 * 1-5', '0 6 1 1-12 7', 'off'])('may be "%s"', (text) => {
    expect(scheduleProblem(text)).toBeNull();
  });

  it.each([
    '',
    '30 2 * *',
    '60 2 * * *',
    '30 24 * * *',
    '0 0 0 * *',
    '0 0 1 13 *',
    '0 0 * * 8',
    '5-1 0 * * *',
    '*/0 * * * *',
    '@daily',
    '1,,2 * * * *',
  ])('may not be "%s"', (text) => {
    expect(scheduleProblem(text)).toMatch(/is no schedule/);
  });
});
