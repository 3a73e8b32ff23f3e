import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eraseInstance } from '../../../src/app/fleet/erase.ts';
import { addToFleet } from '../../../src/app/fleet/manage.ts';
import { configOfInstance, type Fleet } from '../../../src/app/fleet/registry.ts';
import { fleetStatus } from '../../../src/app/fleet/status.ts';
import { instanceName } from '../../../src/model/ids.ts';
import { addInstance, pauseInstance } from '../../../src/store/fleet/instances.ts';
import { cloud, contextWith, host, NOW, put } from '../../helpers/fleet-host.ts';

async function problemsOf(fleet: Fleet) {
  return Object.fromEntries((await fleet.list()).map(({ name, problem }) => [name, problem]));
}

describe('the registry of a fleet', () => {
  it('finds the instances of a folder, each with a schema, a folder and an environment of its own', async () => {
    const { folder, fleet, warnings, config } = await host();
    put(folder, 'lyon/menage.yaml', cloud('lyon'));
    put(folder, 'coop-brest.yaml', cloud('brest', 'schedule: { read: "5 1 * * *" }\n'));
    put(folder, 'Not An Instance.yaml', cloud('other'));
    put(folder, 'queue.yaml', cloud('queue'));
    put(folder, 'notes/readme.txt', 'no config');
    const all = await fleet.list();
    expect(all.map(({ name, problem, pausedAt, place }) => [name, problem, pausedAt, place?.schema])).toEqual(
      [
        ['coop-brest', null, null, 'menage_coop_brest'],
        ['lyon', null, null, 'menage_lyon'],
      ],
    );
    expect(all[0]?.config).toMatchObject({
      file: join(folder, 'clouds/coop-brest.yaml'),
      store: `${config.store}?schema=menage_coop_brest`,
      credentials: { vault: join(folder, 'clouds/coop-brest/menage.vault') },
      schedule: { read: '5 1 * * *' },
    });
    expect(all[0]?.environment).toEqual({ HOME: '/home/menage' });
    await fleet.list();
    expect(warnings).toHaveLength(2);
    expect(warnings.join()).toMatch(/Not An Instance.yaml is not read/);
  });

  it('reads what is new, changed or broken without being opened again', async () => {
    const { folder, fleet } = await host();
    put(folder, 'lyon.yaml', cloud('lyon'));
    const before = await fleet.get('lyon');
    expect((await fleet.get('lyon'))?.config).toBe(before?.config);
    put(folder, 'lyon.yaml', cloud('lyon', 'store: menage.db\n'));
    put(folder, 'brest.yaml', 'server: {}\n');
    expect(await problemsOf(fleet)).toEqual({
      lyon: expect.stringMatching(/"store" must be in the database of the fleet/),
      brest: expect.stringMatching(/2 problems in .*brest.yaml/),
    });
    put(folder, 'lyon.yaml', cloud('lyon'));
    expect((await fleet.get('lyon'))?.problem).toBeNull();
  });

  it('takes a config that is away for broken, not for an instance that is gone', async () => {
    const { fleet } = await host();
    await addInstance(fleet.database, { name: instanceName('gone'), config: null, now: NOW });
    expect((await fleet.get('gone'))?.problem).toMatch(/The config of "gone" is gone/);
    const lost = await host('nowhere');
    await expect(lost.fleet.list()).rejects.toThrow(/Cannot read the configs of the fleet in .*nowhere/);
  });

  it('keeps configs in the database, and knows who is paused', async () => {
    const { folder, fleet } = await host('database');
    const name = instanceName('lyon');
    expect(await addInstance(fleet.database, { name, config: cloud('lyon'), now: NOW })).toBe(true);
    expect(await addInstance(fleet.database, { name, config: cloud('x'), now: NOW })).toBe(false);
    await pauseInstance(fleet.database, name, NOW);
    await pauseInstance(fleet.database, name, NOW + 1);
    expect(await fleet.get('lyon')).toMatchObject({
      pausedAt: NOW,
      config: {
        server: { url: 'https://lyon.example.org' },
        output: { directory: join(folder, 'lyon/reports') },
      },
    });
    await pauseInstance(fleet.database, name, null);
    expect(await fleet.get('lyon')).toMatchObject({ pausedAt: null });
  });

  it('lets a newer instance take nothing from an older one', async () => {
    const { folder, fleet } = await host();
    put(
      folder,
      'zoe.yaml',
      cloud('zoe', 'credentials: { keyFile: ../key }\nportal: { url: "https://p.example.org" }\n'),
    );
    await fleet.list();
    symlinkSync(join(folder, 'clouds'), join(folder, 'link'));
    writeFileSync(join(folder, 'clouds/key'), 'x');
    const alike = {
      'a-store': 'store: STORE?schema=menage_zoe\n',
      'a-server': 'server: { url: "https://ZOE.example.org/", admin: { user: admin } }\n',
      'a-vault': 'credentials: { vault: ../zoe/menage.vault }\n',
      'a-key': 'credentials: { keyFile: ../../link/key }\n',
      'a-folder': 'output: { directory: ../zoe/reports }\n',
      'a-portal': 'portal: { url: "https://P.example.org/" }\n',
    };
    for (const [name, more] of Object.entries(alike)) {
      const text = more.startsWith('server') ? more : cloud(name, more);
      put(folder, `${name}.yaml`, text.replace('STORE', fleet.config.store));
    }
    const problems = await problemsOf(fleet);
    expect(problems['zoe']).toBeNull();
    for (const name of Object.keys(alike)) expect(problems[name]).toMatch(/is that of "zoe"/);
  });

  it('gives nobody the rows of another, whatever configs name, lose or no longer say', async () => {
    const { folder, fleet } = await host();
    const naming = (name: string, schema: string) =>
      cloud(name, `store: "${fleet.config.store}?schema=${schema}"\n`);
    const schemaOf = async (name: string) => (await fleet.get(name))?.place?.schema ?? null;
    put(folder, 'coop-lyon.yaml', naming('coop-lyon', 'menage_coop'));
    expect(await problemsOf(fleet)).toEqual({ 'coop-lyon': null });
    const from = { file: '/coop.yaml', text: cloud('coop') };
    await expect(addToFleet(fleet, { name: 'coop', from, replace: false }, contextWith([]))).rejects.toThrow(
      /store \(menage_coop\) is that of "coop-lyon".*Nothing was added/,
    );
    put(folder, 'coop.yaml', cloud('coop'));
    const refused = expect.stringMatching(/store \(menage_coop\) is that of "coop-lyon"/);
    // Its config stands, is broken, is gone, names another schema: the rows stay its own.
    expect(await problemsOf(fleet)).toEqual({ 'coop-lyon': null, coop: refused });
    expect([await schemaOf('coop-lyon'), await schemaOf('coop')]).toEqual(['menage_coop', null]);
    put(folder, 'coop-lyon.yaml', 'server: {');
    expect(await problemsOf(fleet)).toMatchObject({ coop: refused });
    expect(await schemaOf('coop-lyon')).toBe('menage_coop');
    rmSync(join(folder, 'clouds/coop-lyon.yaml'));
    expect(await problemsOf(fleet)).toMatchObject({ coop: refused });
    put(folder, 'coop-lyon.yaml', naming('coop-lyon', 'menage_moved'));
    expect(await problemsOf(fleet)).toEqual({ 'coop-lyon': null, coop: refused });
    expect(await schemaOf('coop-lyon')).toBe('menage_moved');
    const at = async (name: string) => (await fleet.get(name)) ?? lost(name);
    expect((await fleetStatus(fleet, contextWith([]))).instances).toMatchObject([{}, { lastRun: null }]);
    expect(await eraseInstance(fleet, await at('coop'), contextWith([]))).toMatchObject({ schemas: [] });
    expect(await problemsOf(fleet)).toEqual({ 'coop-lyon': null });
    expect(await eraseInstance(fleet, await at('coop-lyon'), contextWith([]))).toMatchObject({
      schemas: ['menage_coop', 'menage_moved'],
    });
    put(folder, 'coop.yaml', cloud('coop'));
    expect(await problemsOf(fleet)).toEqual({ coop: null });
    expect(await schemaOf('coop')).toBe('menage_coop');
  });

  it('lets no instance put its store where another may find it', async () => {
    const { folder, fleet } = await host();
    const hostile = [
      'menage_fleet',
      'menage_queue',
      'public',
      'pg_temp',
      'x"; DROP SCHEMA menage_lyon; --',
      'Menage_lyon',
    ];
    for (const [index, schema] of [...hostile, `menage_${'x'.repeat(60)}`].entries()) {
      const store = `${fleet.config.store}?schema=${encodeURIComponent(schema)}`;
      put(folder, `bad-${index}.yaml`, cloud(`bad-${index}`, `store: '${store}'\n`));
    }
    put(folder, 'other.yaml', cloud('other', 'store: postgres://menage@db.example.org/menage\n'));
    for (const problem of Object.values(await problemsOf(fleet)))
      expect(problem).toMatch(/"store" must be in|a schema that cannot be used/);
  });

  it('leaves its schema to an instance whose config is broken', async () => {
    const { folder, fleet } = await host();
    put(folder, 'zoe.yaml', cloud('zoe'));
    await fleet.list();
    put(folder, 'zoe.yaml', 'server: {');
    put(folder, 'lyon.yaml', cloud('lyon', `store: "${fleet.config.store}?schema=menage_zoe"\n`));
    expect(await problemsOf(fleet)).toMatchObject({ lyon: expect.stringMatching(/is that of "zoe"/) });
  });

  it('takes the schema of its name for that of an instance whose config it never read', async () => {
    const { folder, fleet } = await host();
    put(folder, 'lyon.yaml', 'server: {');
    expect((await fleet.get('lyon'))?.place?.schema).toBe('menage_lyon');
    put(folder, 'brest.yaml', cloud('brest', `store: "${fleet.config.store}?schema=menage_lyon"\n`));
    expect(await problemsOf(fleet)).toMatchObject({ brest: expect.stringMatching(/is that of "lyon"/) });
  });

  it('gives the config of one instance to a command, or says which there are', async () => {
    const { folder, config } = await host();
    put(folder, 'lyon.yaml', cloud('lyon'));
    const context = contextWith([]);
    expect((await configOfInstance(config, 'lyon', context)).server.url).toBe('https://lyon.example.org');
    await expect(configOfInstance(config, 'paris', context)).rejects.toThrow(
      /no instance "paris" in .*fleet.yaml: there are lyon/,
    );
  });
});

function lost(name: string): never {
  throw new Error(`no ${name}`);
}
