import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sendAlerts } from '../../../src/app/fleet/alerts.ts';
import { eraseInstance } from '../../../src/app/fleet/erase.ts';
import { addToFleet, pause, queueRuns } from '../../../src/app/fleet/manage.ts';
import type { Fleet, Instance } from '../../../src/app/fleet/registry.ts';
import { fleetStatus } from '../../../src/app/fleet/status.ts';
import { takeOut } from '../../../src/app/fleet/take-out.ts';
import { ownMessages } from '../../../src/app/report/locales.ts';
import { templatesOf } from '../../../src/app/report/templates.ts';
import { startMailCatcher } from '../../../src/demo/mail-catcher.ts';
import { OutdatedError } from '../../../src/model/errors.ts';
import { instanceName } from '../../../src/model/ids.ts';
import { memberKey } from '../../../src/model/mail.ts';
import { openQueue } from '../../../src/queue/queue.ts';
import { fleetHtml } from '../../../src/report/export/fleet/html.ts';
import { fleetMetrics } from '../../../src/report/export/fleet/metrics.ts';
import { fleetText } from '../../../src/report/export/fleet/text.ts';
import { noteOutcome } from '../../../src/store/fleet/outcomes.ts';
import { acquireLock, openStore } from '../../../src/store/open.ts';
import { cloud, contextWith, host, NOW, put } from '../../helpers/fleet-host.ts';
import { ask } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';
import { finding, result } from '../../store/helpers.ts';

const context = contextWith([]);
const SPEECH = { words: ownMessages, language: 'en', zone: 'Europe/Paris' } as const;
/** What no host may read of a member. */
const MEMBER = 'zoé-the-member';

async function instance(fleet: Fleet, name: string): Promise<WithStore> {
  const found = await fleet.get(name);
  if (found?.place == null) throw new Error(`no ${name}`);
  return { ...found, place: found.place };
}

type WithStore = Instance & { readonly place: NonNullable<Instance['place']> };

async function ranIn({ place }: WithStore, how: 'complete' | 'failed'): Promise<void> {
  const store = await openStore(place);
  const run = await store.runs.start(NOW);
  if (how === 'failed') await store.runs.fail(run, null, NOW + 1);
  else {
    const findings = [finding('link-old', MEMBER, '7', { severity: 'high' })];
    const whole = result({ findings });
    await store.runs.finish(run, { ...whole, run: { ...whole.run, id: run } }, []);
    const delivery = {
      run,
      period: '2026-11',
      key: memberKey(MEMBER),
      recipient: 'z@example.org',
      messageId: '<1@x>',
    };
    await store.outbox.queue([delivery]);
    const [queued] = await store.outbox.list('2026-11');
    if (queued !== undefined) await store.outbox.mark(queued.id, 'refused', NOW, `550 no ${MEMBER}`);
  }
  await store.close();
}

describe('the status of a fleet', () => {
  it('shows each instance with its last run, coverage, mails and troubles, and names no member', async () => {
    const { folder, fleet } = await host();
    for (const name of ['lyon', 'brest', 'new']) put(folder, `${name}.yaml`, cloud(name));
    put(folder, 'torn.yaml', 'server: {');
    await ranIn(await instance(fleet, 'lyon'), 'complete');
    await ranIn(await instance(fleet, 'brest'), 'failed');
    await pause(fleet, ['brest'], NOW);
    const outcome = { purpose: 'reading', at: NOW, problem: `login of ${MEMBER} refused` };
    await noteOutcome(fleet.database, { instance: instanceName('new'), ...outcome });
    const status = await fleetStatus(fleet, context);
    const states = Object.fromEntries(status.instances.map((one) => [one.name, one.state]));
    expect(states).toEqual({ lyon: 'trouble', brest: 'paused', new: 'trouble', torn: 'trouble' });
    expect(status.instances.find(({ name }) => name === 'lyon')).toMatchObject({
      lastRun: { id: 1, status: 'complete' },
      summary: { coverage: { members: 2, read: 2 }, findings: { high: 1 } },
      mails: { period: '2026-11', sent: 0, waiting: 0, refused: 1 },
      troubles: [{ kind: 'mails', refused: 1 }],
    });
    const text = fleetText(status, SPEECH);
    expect(text).toMatch(/^Fleet: 4 Nextclouds. 3 in trouble · 1 paused · no job waits/);
    expect(text).toMatch(
      /lyon +trouble +30 Nov 2026 \(whole\) +2 of 2 +1 +0 sent, 1 refused\n {2}1 mail refused/,
    );
    expect(text).toMatch(/new +trouble\n {2}the last reading was not done/);
    const html = fleetHtml(status, SPEECH, templatesOf(null));
    expect(html).toMatch(/<tr class="paused"><th scope="row">brest/);
    expect(html).not.toMatch(/<script|https?:/);
    const metrics = fleetMetrics(status);
    expect(metrics).toContain('menage_instance_members{instance="lyon",status="read"} 2\n');
    expect(metrics).toContain('menage_fleet_instances{state="trouble"} 3\n');
    for (const view of [text, html, metrics, JSON.stringify(status)]) expect(view).not.toMatch(/zoé|anna/);
    expect(await ask(fleet.config.store, "SELECT 1 FROM pg_namespace WHERE nspname = 'menage_new'")).toEqual(
      [],
    );
  });

  it('counts held mails and a run that nothing goes on with as troubles', async () => {
    const { folder, fleet } = await host();
    put(folder, 'lyon.yaml', cloud('lyon'));
    const lyon = await instance(fleet, 'lyon');
    await ranIn(lyon, 'complete');
    const store = await openStore(lyon.place);
    const run = await store.runs.start(NOW);
    const mail = { run, period: '2026-11', key: memberKey('anna'), recipient: 'a@example.org' };
    await store.outbox.noteHeld([{ ...mail, reasons: [{ kind: 'first', mails: 1 }] }]);
    await store.close();
    const [status] = (await fleetStatus(fleet, context)).instances;
    expect(status?.state).toBe('trouble');
    expect(status?.troubles).toContainEqual({ kind: 'mails-held', held: 1 });
    expect(status?.troubles).toContainEqual({ kind: 'run-stuck', run });
    const text = fleetText(await fleetStatus(fleet, context), SPEECH);
    expect(text).toMatch(/1 refused, 1 held/);
    expect(text).toMatch(/1 held mail waits to be released: menage send --dry-run --instance lyon/);
    expect(text).toMatch(/run 2 was left unfinished, .*: menage fleet run lyon/);
  });

  it('is mailed to the host once when an instance comes into trouble, and once when it is well again', async () => {
    const catcher = await startMailCatcher({ directory: temporaryFolder('alerts') });
    onTestFinished(() => catcher.close());
    const alerts = `alerts: { mails: [host@example.org], mail: { from: "menage@example.org", transport: "${catcher.url}" } }\nlanguage: en\n`;
    const { folder, fleet } = await host('clouds', alerts);
    put(folder, 'lyon.yaml', cloud('lyon'));
    await ranIn(await instance(fleet, 'lyon'), 'complete');
    await ask(`${fleet.config.store}?schema=menage_lyon`, 'DELETE FROM deliveries');
    expect(await sendAlerts(fleet, context)).toBe(0);
    put(folder, 'lyon.yaml', 'server: {');
    expect(await Promise.all([sendAlerts(fleet, context), sendAlerts(fleet, context)])).toContain(1);
    expect(await sendAlerts(fleet, context)).toBe(0);
    put(folder, 'lyon.yaml', cloud('lyon'));
    expect(await sendAlerts(fleet, context)).toBe(1);
    expect(await sendAlerts(fleet, context)).toBe(0);
    expect(catcher.received.map(({ raw }) => /^Subject: (.*)$/m.exec(String(raw))?.[1])).toEqual([
      'menage: 1 instance in trouble',
      'menage: 1 well again',
    ]);
  });
});

it('is not told well or in trouble by a worker whose version is behind its store', async () => {
  const { folder, fleet } = await host(
    'clouds',
    'alerts: { mails: [host@example.org], mail: { from: "menage@example.org", transport: "smtp://127.0.0.1:1" } }\n',
  );
  put(folder, 'lyon.yaml', cloud('lyon'));
  await ranIn(await instance(fleet, 'lyon'), 'complete');
  await ask(`${fleet.config.store}?schema=menage_lyon`, 'UPDATE menage_lyon.schema_version SET version = 99');
  await expect(sendAlerts(fleet, context)).rejects.toThrow(OutdatedError);
  expect((await fleetStatus(fleet, context)).instances).toMatchObject([{ troubles: [{ kind: 'store' }] }]);
});

describe('one instance', () => {
  it('is added only with a vault key, a server and a store of its own', async () => {
    const { folder, fleet } = await host();
    writeFileSync(join(folder, 'key'), 'the key of somebody else\n', { mode: 0o600 });
    writeFileSync(join(folder, 'copy'), 'the key of somebody else\n', { mode: 0o600 });
    const keyed = (name: string, key: string) =>
      cloud(name, `credentials: { keyFile: "${join(folder, key)}" }\n`);
    const add = (name: string, text: string | null) =>
      addToFleet(
        fleet,
        { name, from: text === null ? null : { file: '/mine.yaml', text }, replace: false },
        context,
      );
    await add('lyon', keyed('lyon', 'key'));
    expect(readFileSync(join(folder, 'clouds/lyon/menage.yaml'), 'utf8')).toMatch(/lyon/);
    await expect(add('brest', keyed('brest', 'copy'))).rejects.toThrow(
      /is that of "lyon" as well.*Nothing was added/,
    );
    await expect(add('brest', cloud('lyon'))).rejects.toThrow(/server.url .* is that of "lyon"/);
    await expect(add('lyon', cloud('other'))).rejects.toThrow(/There is an instance "lyon" already/);
    await expect(add('../lyon', cloud('other'))).rejects.toThrow(/cannot name an instance/);
    await expect(add('queue', cloud('other'))).rejects.toThrow(/cannot name an instance/);
    await expect(add('brest', `${cloud('brest')}nonsense: 1\n`)).rejects.toThrow(
      /^One problem in \/mine\.yaml.*line 2: nonsense/s,
    );
    await expect(add('none', null)).rejects.toThrow(/There is no config of "none"/);
    expect((await fleet.list()).map(({ name }) => name)).toEqual(['lyon']);
    put(folder, 'brest.yaml', keyed('brest', 'copy'));
    expect(
      (await fleetStatus(fleet, context)).instances.find(({ name }) => name === 'brest')?.troubles,
    ).toEqual([{ kind: 'key', message: expect.stringMatching(/one leak opens both vaults/) }]);
  });

  it('gets another config where the one stands that it has', async () => {
    const { folder, fleet } = await host();
    put(folder, 'lyon.yaml', cloud('lyon'));
    const text = cloud('lyon', 'organisation: { language: en }\n');
    await addToFleet(fleet, { name: 'lyon', from: { file: '/mine.yaml', text }, replace: true }, context);
    expect(await instance(fleet, 'lyon')).toMatchObject({
      problem: null,
      config: { organisation: { language: 'en' } },
    });
    expect(readFileSync(join(folder, 'clouds/lyon.yaml'), 'utf8')).toBe(text);
  });

  it('is queued by hand, but not while it is paused', async () => {
    const { folder, fleet } = await host();
    put(folder, 'lyon.yaml', cloud('lyon'));
    await queueRuns(fleet, ['lyon'], 'reading');
    const queue = await openQueue(fleet.place);
    expect(await queue.list()).toMatchObject([{ instance: 'lyon', kind: 'inventory' }]);
    await queue.close();
    await pause(fleet, ['lyon'], NOW);
    await expect(queueRuns(fleet, ['lyon'], 'mails')).rejects.toThrow(/"lyon" is paused/);
    await expect(queueRuns(fleet, ['lyon', 'paris'], 'mails')).rejects.toThrow(/no instance "paris"/);
  });

  it('is taken out with its config, and erased whole, while the others stay as they are', async () => {
    const { folder, fleet } = await host();
    put(folder, 'lyon/menage.yaml', cloud('lyon', `output: { directory: "${join(folder, 'reports')}" }\n`));
    put(folder, 'lyon/menage.vault', 'sealed');
    put(folder, 'lyon-2.yaml', cloud('lyon-2'));
    put(folder, '../reports/2026-11/report.html', 'x');
    await ranIn(await instance(fleet, 'lyon'), 'complete');
    await ranIn(await instance(fleet, 'lyon-2'), 'complete');
    await queueRuns(fleet, ['lyon', 'lyon-2'], 'reading');
    const lyon = await instance(fleet, 'lyon');
    const out = join(folder, 'out');
    const stop = new AbortController().signal;
    const taken = await takeOut(fleet, lyon, out, { now: context.now, stop });
    expect(taken?.beside).toEqual([join(folder, 'clouds/lyon/menage.vault'), join(folder, 'reports')]);
    const copy = await openStore(join(out, 'menage.db'));
    expect((await copy.runs.result((await copy.runs.list())[0]?.id ?? lostRun()))?.findings).toHaveLength(1);
    await copy.close();
    expect(readFileSync(join(out, 'menage.yaml'), 'utf8')).toMatch(/lyon.example.org/);

    const lock = await acquireLock(lyon.place, 'menage worker', NOW);
    await expect(eraseInstance(fleet, lyon, context)).rejects.toThrow(/menage worker/);
    expect((await instance(fleet, 'lyon')).pausedAt).toBeNull();
    await lock.release();
    const erased = await eraseInstance(fleet, lyon, context);
    expect(erased).toEqual({
      schemas: ['menage_lyon'],
      jobs: 1,
      files: [join(folder, 'clouds/lyon')],
      left: [join(folder, 'reports')],
    });
    expect(existsSync(join(folder, 'clouds/lyon'))).toBe(false);
    expect((await fleet.list()).map(({ name, problem }) => [name, problem])).toEqual([['lyon-2', null]]);
    const schemas = await ask(
      fleet.config.store,
      "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'menage_lyon%'",
    );
    expect(schemas).toEqual([{ nspname: 'menage_lyon_2' }]);
    const [other] = (await fleetStatus(fleet, context)).instances;
    expect(other).toMatchObject({ name: 'lyon-2', lastRun: { id: 1 }, summary: { coverage: { read: 2 } } });
  });

  it('takes nothing of another one with it whose schema its config names', async () => {
    const { folder, fleet } = await host();
    put(folder, 'zoe.yaml', cloud('zoe'));
    await ranIn(await instance(fleet, 'zoe'), 'complete');
    put(folder, 'lyon.yaml', cloud('lyon', `store: "${fleet.config.store}?schema=menage_zoe"\n`));
    const lyon = await fleet.get('lyon');
    expect(lyon?.problem).toMatch(/is that of "zoe"/);
    expect(lyon && (await eraseInstance(fleet, lyon, context))).toMatchObject({ schemas: [] });
    const store = await openStore((await instance(fleet, 'zoe')).place);
    expect(await store.runs.list()).toHaveLength(1);
    await store.close();
  });
});

function lostRun(): never {
  throw new Error('the copy holds no run');
}
