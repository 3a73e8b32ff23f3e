import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMailCatcher } from '../../src/demo/mail-catcher.ts';
import { startServer } from '../../src/demo/nextcloud/server.ts';
import { RunResult } from '../../src/model/result.ts';
import { acquireLock, openStore } from '../../src/store/open.ts';
import type { ClockedWorkspace } from '../helpers/clocked-workspace.ts';
import { openSecondMonth } from '../helpers/second-month.ts';
import { withSmallDisk } from '../helpers/small-disk.ts';
import { NOW } from '../helpers/world.ts';

/** Who gets a mail in the second month when nothing goes wrong, in the order of the mails. */
const DUE = ['anna', 'boris', 'chloe', 'denis', 'elise', 'gaston', 'equipe'];
const DAY = 86_400_000;
const LIMIT = { timeout: 300_000 };

let workspace: ClockedWorkspace;
/** How many mails had come before this test. */
let received: number;
beforeAll(async () => {
  workspace = await openSecondMonth();
}, LIMIT.timeout);
afterAll(() => workspace.close());
beforeEach(async () => {
  workspace.server.faults.clear();
  await workspace.restore();
  workspace.configure({});
  workspace.setNow(NOW);
  received = workspace.mails.received.length;
});

const short = (address: string) => address.replace('@coop.example', '');
const everybody = [...DUE].sort();

/** Who has mail, sorted; somebody who has two stands twice. */
async function mailed(): Promise<readonly string[]> {
  return (await workspace.mailbox()).map(({ to }) => short(to)).sort();
}

function resultOf(month = '2026-11'): RunResult {
  const path = join(workspace.folder, 'reports', month, 'result.json');
  return RunResult.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Runs until `done`, then kills. */
async function killWhen(done: () => boolean): Promise<void> {
  const killer = new AbortController();
  const ended = workspace.run(['run'], { kill: killer.signal });
  while (!done()) await setTimeout(2);
  killer.abort();
  expect(await ended).toMatchObject({ code: null });
}

/** How the runs ended, oldest first; the store must be sound. */
async function historyOf(folder = workspace.folder): Promise<readonly string[]> {
  const store = await openStore(join(folder, 'menage.db'));
  const [runs, problem] = [await store.runs.list(), await store.integrity()];
  await store.close();
  expect(problem).toBeNull();
  return runs.map(({ status }) => status).reverse();
}

describe('the mail server', LIMIT, () => {
  it('dies in the middle of a mail: exit 3; once it is back all others have theirs, and nobody two', async () => {
    let isThird = () => false;
    const dying = await openSecondMonth({ hangUp: () => (isThird() ? 'in-data' : undefined) });
    const { mails, folder } = dying;
    const earlier = mails.received.length;
    isThird = () => {
      if (mails.received.length < earlier + 2) return false;
      void mails.close();
      return true;
    };
    const cut = await dying.run(['run']);
    expect(cut.code).toBe(3);
    expect(mails.received.slice(-2).map(({ to }) => to.map(short))).toEqual([['anna'], ['boris']]);
    expect(cut.err).toMatch(/Sending stopped, .*takes no connection on port \d+.* mails wait/);
    const port = Number(new URL(mails.url).port);
    const back = await startMailCatcher({ directory: join(folder, 'mailbox'), port });
    const again = await dying.run(['run']);
    const received = back.received.map(({ to }) => short(to[0] ?? ''));
    await back.close();
    await dying.close();
    // Whether the last byte was out when the server died is a matter of the network.
    const doubtful = /Perhaps handed over to chloe@coop\.example/.test(again.err);
    expect(again.code).toBe(doubtful ? 3 : 0);
    // The admins hear of it first.
    expect([...received].sort()).toEqual(
      DUE.filter((name) => !['anna', 'boris', ...(doubtful ? ['chloe'] : [])].includes(name)).sort(),
    );
  });

  it('hangs up when it has a mail and before it says so: that one is doubtful, named, and never sent again', async () => {
    let victim = '';
    const hanging = await openSecondMonth({
      hangUp: (to) => (short(to) === victim ? 'after-data' : undefined),
    });
    victim = 'denis';
    const first = await hanging.run(['run']);
    const second = await hanging.run(['run']);
    const received = (await hanging.mailbox()).map(({ to }) => short(to));
    await hanging.close();
    for (const { code, err } of [first, second]) {
      expect(code).toBe(3);
      expect(err).toMatch(/Perhaps handed over to denis@coop\.example/);
    }
    expect(received).toEqual(DUE);
  });
});

describe('the server', LIMIT, () => {
  it('dies under way: exit 3, nothing concluded of the rest, the mails held; once it is back all is whole', async () => {
    const dying = await openSecondMonth();
    const { server, world, now, folder } = dying;
    const asked = server.counters.requests;
    const running = dying.run(['run']);
    while (server.counters.requests < asked + 14) await setTimeout(1);
    await server.close();
    const cut = await running;
    const back = await startServer(world, { clock: now, port: Number(new URL(server.url).port) });
    const again = await dying.run(['run']);
    const received = (await dying.mailbox()).map(({ to }) => short(to));
    const history = await historyOf(folder);
    await back.close();
    await dying.close().catch(() => {});
    expect(cut.code).toBe(3);
    expect(cut.err).toMatch(/was not read: .*connection/);
    expect(cut.err).toMatch(/Held back: \d of 7 members could not be read/);
    expect(again.code).toBe(0);
    expect(history).toEqual(['complete', 'partial', 'complete']);
    expect(received.sort()).toEqual(everybody);
  });

  it('hangs for one member: exit 3, the others have their mails; afterwards this one too', async () => {
    workspace.server.faults.add({ fault: 'hang', member: 'boris' });
    expect(await workspace.run(['run'])).toMatchObject({ code: 3 });
    expect(resultOf().members.find(({ id }) => id === 'boris')?.coverage).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/time/i),
    });
    expect(await mailed()).toEqual(everybody.filter((name) => name !== 'boris'));
    workspace.server.faults.clear();
    expect(await workspace.run(['run'])).toMatchObject({ code: 0 });
    expect(await mailed()).toEqual(everybody);
  });

  it('hangs altogether: exit 4, no mail, nothing concluded; afterwards all is as undisturbed', async () => {
    workspace.server.faults.add({ fault: 'hang' });
    const hung = await workspace.run(['run', '--json', 'hung.json']);
    expect(hung).toMatchObject({ code: 4 });
    expect(hung.err).toMatch(/Nothing was concluded/);
    const result = RunResult.parse(JSON.parse(readFileSync(join(workspace.folder, 'hung.json'), 'utf8')));
    expect(result.run.status).toBe('failed');
    expect(await mailed()).toEqual([]);
    workspace.server.faults.clear();
    expect(await workspace.run(['run'])).toMatchObject({ code: 0 });
    expect(await mailed()).toEqual(everybody);
    expect(await historyOf()).toEqual(['complete', 'failed', 'complete']);
    expect(resultOf().findings.some(({ state }) => state === 'fixed')).toBe(true);
  });
});

describe('the disk', LIMIT, () => {
  it.for([0, 30_000, 100_000, 300_000])(
    'has %i bytes left: exit 3, and with room again each has one mail',
    async (left, { skip }) => {
      await withSmallDisk(skip, async (disk) => {
        const folder = join(disk.folder, 'workspace');
        cpSync(workspace.folder, folder, { recursive: true });
        const run = () => workspace.run(['run', '--config', join(folder, 'menage.yaml')]);
        disk.fill(left);
        const full = await run();
        expect(full).toMatchObject({ code: 3 });
        expect(full.err).toMatch(/full|no space/i);
        disk.free();
        const after = await run();
        const doubtful = [...after.err.matchAll(/Perhaps handed over to (\S+):/g)].map(([, to = '']) =>
          short(to),
        );
        expect(after.code).toBe(doubtful.length > 0 ? 3 : 0);
        const people = await mailed();
        expect(people).toEqual([...new Set(people)]);
        expect([...new Set([...people, ...doubtful])].sort()).toEqual(everybody);
        expect((await historyOf(folder)).at(-1)).toBe('complete');
      });
    },
  );
});

describe('the clock', LIMIT, () => {
  it('jumps a month ahead and back again: one mail for each month at most, and nothing is lost or shown twice', async () => {
    expect(await workspace.run(['run'])).toMatchObject({ code: 0 });
    workspace.setNow(NOW + 31 * DAY);
    expect(await workspace.run(['run'])).toMatchObject({ code: 0 });
    workspace.setNow(NOW + 3_600_000);
    // The last run lies in the future: nothing is sent or erased.
    expect(await workspace.run(['run'])).toMatchObject({ code: 4 });
    const mails = await workspace.mailbox();
    const inMonth = (day: string) =>
      mails.filter(({ messageId }) => messageId.includes(day)).map(({ to }) => short(to));
    expect(inMonth('.20261124.')).toEqual(DUE);
    const later = inMonth('.20261225.');
    expect(later).toEqual([...new Set(later)]);
    expect(later).toContain('equipe');
    expect(mails).toHaveLength(DUE.length + later.length);
    expect(await historyOf()).toEqual(['complete', 'complete', 'complete', 'failed']);
    expect(resultOf('2026-12').findings.some(({ state }) => state === 'new')).toBe(false);
  });

  it('jumps between a killed run and the next: the old month’s mails are not sent late, the new month’s are', async () => {
    await killWhen(() => workspace.mails.received.length > received + 2);
    const before = await mailed();
    workspace.setNow(NOW + 31 * DAY);
    expect(await workspace.run(['run'])).toMatchObject({ code: 0 });
    const mails = await workspace.mailbox();
    const late = mails.slice(before.length).filter(({ messageId }) => !messageId.includes('.20261225.'));
    // At most the one that the kill cut off may have come in after we looked.
    expect(late.length).toBeLessThanOrEqual(1);
    const people = mails.filter(({ messageId }) => messageId.includes('.20261225.')).map(({ to }) => to);
    expect(people).toEqual([...new Set(people)]);
    expect(people).toContain('equipe@coop.example');
  });
});

describe('the store', LIMIT, () => {
  it('is locked by another run: exit 5 at once, who has it, no request, no mail', async () => {
    const lock = await acquireLock(join(workspace.folder, 'menage.db'), 'menage audit', Date.now());
    const { requests } = workspace.server.counters;
    const locked = await workspace.run(['run']);
    await lock.release();
    expect(locked).toMatchObject({ code: 5 });
    expect(locked.err).toMatch(new RegExp(`"menage audit" \\(process ${process.pid} on .*Nothing was done`));
    expect(workspace.server.counters.requests).toBe(requests);
    expect(await mailed()).toEqual([]);
    expect(await workspace.run(['run'])).toMatchObject({ code: 0 });
    expect(await mailed()).toEqual(everybody);
  });

  it('is held by another program: exit 5 after ten seconds, no mail', async () => {
    const other = new DatabaseSync(join(workspace.folder, 'menage.db'));
    other.exec('BEGIN EXCLUSIVE');
    const held = await workspace.run(['run']);
    other.exec('ROLLBACK');
    other.close();
    expect(held).toMatchObject({ code: 5 });
    expect(held.err).toMatch(/Another program holds the store/);
    expect(await mailed()).toEqual([]);
    expect(await workspace.run(['run'])).toMatchObject({ code: 0 });
    expect(await mailed()).toEqual(everybody);
  });
});

describe('what changes between a killed run and the next', LIMIT, () => {
  it('a template that is broken: exit 2, no request, no mail; mended, the rest goes', async () => {
    await killWhen(() => workspace.mails.received.length > received + 2);
    const before = await mailed();
    mkdirSync(join(workspace.folder, 'mine/mail'), { recursive: true });
    writeFileSync(join(workspace.folder, 'mine/mail/member.text.hbs'), 'Bonjour\n{{#if x}\n');
    workspace.configure({ templates: { directory: 'mine' } });
    const { requests } = workspace.server.counters;
    const broken = await workspace.run(['run']);
    expect(broken).toMatchObject({ code: 2 });
    expect(broken.err).toMatch(/mail\/member\.text\.hbs:2/);
    expect(workspace.server.counters.requests).toBe(requests);
    expect((await mailed()).length - before.length).toBeLessThanOrEqual(1);
    rmSync(join(workspace.folder, 'mine'), { recursive: true });
    workspace.configure({});
    const after = await workspace.run(['run']);
    const doubtful = [...after.err.matchAll(/Perhaps handed over to (\S+):/g)].map(([, to = '']) =>
      short(to),
    );
    const people = await mailed();
    expect(people).toEqual([...new Set(people)]);
    expect([...new Set([...people, ...doubtful])].sort()).toEqual(everybody);
  });

  it('the config: a check less and another admin are obeyed, nobody has two mails, nothing is left to complain of', async () => {
    // Killed when the mails are queued and the first is under way.
    await killWhen(() => workspace.mails.received.length > received);
    workspace.configure({
      checks: { 'link-open-forever': 'off', 'link-without-password': 'off', 'link-without-expiry': 'off' },
      admins: { mails: ['autre@coop.example'] },
    });
    const after = await workspace.run(['run']);
    expect(after.err).not.toMatch(/Not handed over/);
    const doubtful = [...after.err.matchAll(/Perhaps handed over to (\S+):/g)].map(([, to = '']) =>
      short(to),
    );
    expect(after.code).toBe(doubtful.length > 0 ? 3 : 0);
    const people = await mailed();
    expect(people).toEqual([...new Set(people)]);
    expect(people).not.toContain('equipe');
    expect(people).not.toContain('elise');
    expect(people).toEqual(expect.arrayContaining(['autre', 'boris', 'gaston']));
  });
});
