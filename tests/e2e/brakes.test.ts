import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { livingAt, menage } from '../helpers/cli.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../helpers/small-workspace.ts';
import { copyStore, removeStore, storeAt } from '../helpers/stores.ts';
import { NOW, smallWorld, userOf } from '../helpers/world.ts';

/** Three members with an open link each: all of them get a mail. */
function threeWithLinks() {
  const members = ['anna', 'bob', 'carla'];
  return smallWorld({
    members: Object.fromEntries(members.map((id) => [id, { files: { '/a.txt': 5_000_000 } }])),
    shares: members.map((fileOwner) => ({ fileOwner, path: '/a.txt' })),
  });
}

const ADMIN = 'admins@coop.example';
const ALL = [ADMIN, ...['anna', 'bob', 'carla'].map((id) => `${id}@coop.example`)].sort();
const send = ({ folder }: SmallWorkspace, ...options: readonly string[]) =>
  menage(['send', ...options], { cwd: folder, env: livingAt(NOW) });
const sentTo = ({ mails }: SmallWorkspace) => mails.received.flatMap(({ to }) => to).sort();

async function lastAdminText({ mails }: SmallWorkspace): Promise<string> {
  const mail = mails.received.filter(({ to }) => to.includes(ADMIN)).at(-1);
  return (await simpleParser(mail?.raw ?? '')).text ?? '';
}

function setMail({ folder }: SmallWorkspace, line: string): void {
  const path = join(folder, 'menage.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('mail:\n', `mail:\n  ${line}\n`));
}

describe('a brake', { timeout: 60_000 }, () => {
  it('holds every mail to members, tells the admins why, and lets go by --yes, once', async () => {
    await withSmallWorkspace(threeWithLinks(), {}, async (workspace) => {
      setMail(workspace, 'maxShareOfMembersPerRun: 50 %');
      const { code, told, mailed } = await workspace.auditAndSend();
      expect({ code, mailed }).toEqual({ code: 3, mailed: [ADMIN] });
      expect(told).toMatch(
        /Held back: 3 mails for 3 members, more than the limit of 50%\..*menage send --yes/,
      );
      expect(await lastAdminText(workspace)).toMatch(/3 mails pour 3 membres[\s\S]*menage send --yes/);
      expect((await send(workspace)).code).toBe(3);
      expect(sentTo(workspace)).toEqual([ADMIN]);
      expect((await send(workspace, '--yes')).code).toBe(0);
      expect((await send(workspace, '--yes')).code).toBe(0);
      expect(sentTo(workspace)).toEqual(ALL);
    });
  });

  it('holds the mails of a period that a store put back from a backup does not know to be sent', async () => {
    await withSmallWorkspace(threeWithLinks(), {}, async (workspace) => {
      const at = (name: string) => join(workspace.folder, name);
      await workspace.audit();
      await copyStore(storeAt(workspace.folder), storeAt(workspace.folder, 'kept.db'));
      copyFileSync(at('menage.vault'), at('kept.vault'));
      expect((await workspace.auditAndSend()).mailed).toEqual(ALL);
      // A second run of the period has nothing to send, and nothing to note.
      const noted = readFileSync(at('menage.vault'));
      expect((await workspace.auditAndSend()).code).toBe(0);
      expect(readFileSync(at('menage.vault'))).toEqual(noted);
      await copyStore(storeAt(workspace.folder), storeAt(workspace.folder, 'sent.db'));
      for (const putBack of [
        () => copyStore(storeAt(workspace.folder, 'kept.db'), storeAt(workspace.folder)),
        () => removeStore(storeAt(workspace.folder)),
      ]) {
        await putBack();
        const { code, told, mailed } = await workspace.auditAndSend();
        expect({ code, mailed }).toEqual({ code: 3, mailed: [ADMIN] });
        expect(told).toMatch(/Held back: The store is older than the vault.*2026-11.*menage send --yes/);
      }
      // The vault alone put back: the store knows what was sent.
      await copyStore(storeAt(workspace.folder, 'sent.db'), storeAt(workspace.folder));
      copyFileSync(at('kept.vault'), at('menage.vault'));
      const older = await workspace.auditAndSend();
      expect(older.mailed).toEqual([]);
      const released = await send(workspace, '--yes');
      expect(released.code).toBe(0);
    });
  });

  it('tells that a vault which cannot be written is no witness, and sends', async () => {
    await withSmallWorkspace(threeWithLinks(), {}, async (workspace) => {
      const long = 'v'.repeat(245);
      renameSync(join(workspace.folder, 'menage.vault'), join(workspace.folder, long));
      const config = join(workspace.folder, 'menage.yaml');
      writeFileSync(config, readFileSync(config, 'utf8').replace('menage.vault', long));
      const { code, told, mailed } = await workspace.auditAndSend();
      expect({ code, mailed }).toEqual({ code: 0, mailed: ALL });
      expect(told).toMatch(/The vault cannot be written, so that a store put back/);
    });
  });

  it('holds the mail of a member whose address changed, and no other', async () => {
    const world = threeWithLinks();
    await withSmallWorkspace(world, {}, async (workspace) => {
      await workspace.audit();
      await workspace.withStore(async ({ runs, outbox }) => {
        const [run] = await runs.list();
        if (run === undefined) throw new Error('no run');
        const earlier = { run: run.id, period: '2026-10', recipient: 'anna@coop.example', messageId: '<1>' };
        await outbox.queue([{ ...earlier, key: 'member:anna' }]);
        const [queued] = await outbox.list('2026-10');
        await outbox.mark(queued?.id ?? 0, 'sent', 1, '250 ok');
      });
      userOf(world, 'anna').mail = 'elsewhere@evil.example';
      workspace.server.changed();
      const { code, mailed } = await workspace.auditAndSend();
      expect({ code, mailed }).toEqual({ code: 3, mailed: ALL.filter((to) => !to.startsWith('anna')) });
      expect(await lastAdminText(workspace)).toMatch(/L’adresse de anna n’est pas/);
    });
  });
});

describe('a mail that may not have arrived', { timeout: 60_000 }, () => {
  it('is named to the admins, in doubt or refused, and is not sent again', async () => {
    await withSmallWorkspace(threeWithLinks(), {}, async (workspace) => {
      await workspace.audit();
      await workspace.withStore(async ({ runs, outbox }) => {
        const [run] = await runs.list();
        if (run === undefined) throw new Error('no run');
        const mail = { run: run.id, period: '2026-11' };
        await outbox.queue(
          ['anna', 'bob'].map((id) => ({
            ...mail,
            key: `member:${id}`,
            recipient: `${id}@coop.example`,
            messageId: `<${id}>`,
          })),
        );
        // As a run that was killed leaves it, and as a server refuses.
        const [anna, bob] = await outbox.list('2026-11');
        await outbox.mark(anna?.id ?? 0, 'handing-over', 1, null);
        await outbox.mark(bob?.id ?? 0, 'refused', 1, '550 \u001b[31mno such user');
      });
      const { code, told, mailed } = await workspace.auditAndSend();
      expect({ code, mailed }).toEqual({ code: 3, mailed: [ADMIN, 'carla@coop.example'] });
      expect(told).toMatch(/Perhaps handed over to anna@coop\.example/);
      const text = await lastAdminText(workspace);
      expect(text).toMatch(/anna[\s\S]*peut-être arrivé[\s\S]*ne\s+repart\s+pas/);
      expect(text).toMatch(/bob[\s\S]*refusé\s+par\s+le\s+serveur/);
      expect(text).not.toContain('\u001b');
    });
  });
});
