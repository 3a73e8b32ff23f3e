import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { livingAt, menage, menageOnTerminal } from '../helpers/cli.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

const DAY = 86_400_000;
const ADMIN = 'admins@coop.example';
const MEMBERS = ['anna', 'bob', 'carla'].map((id) => `${id}@coop.example`);
const LIMIT = { timeout: 60_000 };

/** Three members with an open link each: all of them get a mail. */
function threeWithLinks() {
  const ids = ['anna', 'bob', 'carla'];
  return smallWorld({
    members: Object.fromEntries(ids.map((id) => [id, { files: { '/a.txt': 5_000_000 } }])),
    shares: ids.map((fileOwner) => ({ fileOwner, path: '/a.txt' })),
  });
}

/** A workspace whose program and server live at one time, which the test moves. */
async function atNoon(work: (site: Site) => Promise<void>): Promise<void> {
  let now = NOW;
  await withSmallWorkspace(threeWithLinks(), { serverClock: () => now }, (workspace) =>
    work({
      ...workspace,
      run: (...words) => menage(words, { cwd: workspace.folder, env: livingAt(now) }),
      onTerminal: (answers, ...words) =>
        menageOnTerminal(words, { cwd: workspace.folder, env: livingAt(now) }, answers),
      setNow: (moment) => {
        now = moment;
      },
      mailed: () => workspace.mails.received.flatMap(({ to }) => to).sort(),
    }),
  );
}

interface Site extends SmallWorkspace {
  run(...words: readonly string[]): ReturnType<typeof menage>;
  /** Null where this machine has no way to give a terminal. */
  onTerminal(
    answers: Parameters<typeof menageOnTerminal>[2],
    ...words: readonly string[]
  ): ReturnType<typeof menageOnTerminal>;
  setNow(moment: number): void;
  mailed(): readonly string[];
}

async function adminTexts({ mails }: SmallWorkspace): Promise<readonly string[]> {
  const toAdmin = mails.received.filter(({ to }) => to.includes(ADMIN));
  return Promise.all(toAdmin.map(async ({ raw }) => (await simpleParser(raw)).text ?? ''));
}

describe('the first sending, without a terminal', LIMIT, () => {
  it('is held by `run`: exit 0, the admins alone have mail, which says how many wait and how to release them', async () => {
    await atNoon(async (site) => {
      const held = await site.run('run');
      expect(held.code).toBe(0);
      expect(site.mailed()).toEqual([ADMIN]);
      const [text = ''] = await adminTexts(site);
      expect(text).toMatch(/3 mails attendent[\s\S]*menage send --dry-run[\s\S]*menage send --yes/);
      expect(held.err).toMatch(/Held back: 3 mails wait.*--dry-run.*--to ADDRESS.*"menage send --yes"/);
      expect(await site.withStore(({ outbox }) => outbox.hasMailedMembers())).toBe(false);
      expect(held.out).toContain('1 mail sent; 3 members have one this time, held back.');
      const again = await site.run('send');
      expect(again.code).toBe(0);
      expect(again.out).toContain('0 mails sent, 1 was sent before in this period; 3 members have one');
      expect(site.mailed()).toEqual([ADMIN]);
      expect((await site.run('send', '--yes')).code).toBe(0);
      expect(site.mailed()).toEqual([ADMIN, ...MEMBERS]);
    });
  });

  it('is released a month after: the next run is held again until then, and none after it', async () => {
    await atNoon(async (site) => {
      expect((await site.run('run')).code).toBe(0);
      site.setNow(NOW + 31 * DAY);
      expect((await site.run('run')).code).toBe(0);
      expect(site.mailed()).toEqual([ADMIN, ADMIN]);
      expect((await site.run('send', '--yes')).code).toBe(0);
      expect(site.mailed()).toEqual([ADMIN, ADMIN, ...MEMBERS]);
      const periods = await site.withStore(async ({ outbox }) =>
        (await outbox.sent()).map((one) => one.period),
      );
      expect(new Set(periods.slice(0, 3))).toEqual(new Set(['2026-12']));
      site.setNow(NOW + 62 * DAY);
      const third = await site.run('run');
      expect(third).toMatchObject({ code: 0, err: expect.not.stringContaining('Held back') });
      expect(site.mailed()).toHaveLength(5 + 4);
    });
  });

  it('may be tried on one address by `run`, and stays due', async () => {
    await atNoon(async (site) => {
      const tested = await site.run('run', '--to', 'me@elsewhere.example');
      expect(tested).toMatchObject({ code: 0, out: expect.stringContaining('4 test mails went to me@') });
      expect(site.mailed()).toEqual(Array.from({ length: 4 }, () => 'me@elsewhere.example'));
      const one = await site.run('run', '--member', 'anna', '--to', 'me@elsewhere.example');
      expect(one).toMatchObject({ code: 0, out: expect.stringContaining('1 test mail went to me@') });
      expect((await site.run('send', '--to', 'me@elsewhere.example', '--dry-run')).code).toBe(2);
      expect((await site.run('send')).err).toMatch(/Held back: 3 mails wait/);
    });
  });

  it('is none where everything of an earlier one was erased', async () => {
    await atNoon(async (site) => {
      expect((await site.run('run', '--yes')).code).toBe(0);
      site.setNow(NOW + 31 * DAY);
      expect((await site.run('purge', '--older-than', '1 days', '--yes')).code).toBe(0);
      expect(await site.withStore(({ outbox }) => outbox.sent())).toEqual([]);
      expect((await site.run('run')).code).toBe(0);
      expect(site.mailed()).toHaveLength(2 * 4);
    });
  });

  it('that was released stays so for its period while the mail server takes nothing, and no longer', async () => {
    await atNoon(async (site) => {
      await site.mails.close();
      const down = await site.run('run', '--yes');
      expect(down).toMatchObject({ code: 3, err: expect.stringContaining('then "menage send"') });
      // As the message says: nobody is asked again.
      expect(await site.run('send')).toMatchObject({
        code: 3,
        err: expect.not.stringContaining('Held back'),
      });
      site.setNow(NOW + 31 * DAY);
      expect((await site.run('run')).err).toMatch(/Held back: 3 mails wait/);
    });
  });
});

describe('the first sending, on a terminal', LIMIT, () => {
  const typing = (type: string) => [{ after: /The number of mails/, type }];

  it('shows who would get what, and goes once the number of mails is typed', async ({ skip }) => {
    await atNoon(async (site) => {
      await site.audit();
      const sent = await site.onTerminal(typing('3\r'), 'send');
      if (sent === null) return skip('no `script` here');
      for (const member of ['anna', 'bob', 'carla'])
        expect(sent.out).toMatch(new RegExp(`${member} +${member}@coop\\.example +\\S`));
      expect(sent.code).toBe(0);
      expect(site.mailed()).toEqual([ADMIN, ...MEMBERS]);
    });
  });

  it('is held by any other answer, and by Ctrl-C nothing is sent at all', async ({ skip }) => {
    await atNoon(async (site) => {
      await site.audit();
      const stopped = await site.onTerminal(typing('\u0003'), 'send');
      if (stopped === null) return skip('no `script` here');
      expect(stopped).toMatchObject({ code: 2, out: expect.stringContaining('Stopped: no mail was sent') });
      expect(site.mailed()).toEqual([]);
      const held = await site.onTerminal(typing('yes\r'), 'run');
      expect(held).toMatchObject({ code: 0, out: expect.stringContaining('Held back: 3 mails wait') });
      expect(site.mailed()).toEqual([ADMIN]);
    });
  });
});
