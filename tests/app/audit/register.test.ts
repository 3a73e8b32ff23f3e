import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorldShare } from '../../../src/demo/nextcloud/world/world.ts';
import { memberId } from '../../../src/model/ids.ts';
import { accepted, newEntry } from '../../../src/model/register/entry.ts';
import type { RunResult } from '../../../src/model/result.ts';
import { newEntryId } from '../../../src/store/register/register.ts';
import { onLoopback } from '../../helpers/loopback.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const CLIENT = { 'content-type': 'text/html' };
const linkOn = (path: string, token: string, parts: Partial<WorldShare> = {}) =>
  ({
    ...{ type: 3, fileOwner: 'alice', path, token, recipient: null, permissions: 17 },
    ...parts,
  }) as const;

/** Alice shares `/Commun` with the group; three links lead into it, and one to what is her own. */
function workspace() {
  return smallWorld({
    members: {
      alice: {
        files: {
          '/Commun/guide.pdf': 10,
          '/Commun/presse.zip': 10,
          '/Commun/devis.odt': 10,
          '/photo.jpg': 10,
        },
      },
      bea: { files: { '/b.txt': 10 } },
    },
    shares: [
      { type: 1, fileOwner: 'alice', path: '/Commun', recipient: 'coop', permissions: 15, token: null },
      linkOn('/Commun/guide.pdf', 'guideGUIDE00001'),
      linkOn('/Commun/presse.zip', 'pressePRESSE002', { passwordHash: '1|hash' }),
      linkOn('/Commun/devis.odt', 'devisDEVIS00003'),
      linkOn('/photo.jpg', 'photoPHOTO00004'),
    ],
  });
}

const page = (url: string) => `<!doctype html><title>Aiguillage</title><nav><a href="/">Wiki</a></nav><ul>
  <li><a href="${url}/s/guideGUIDE00001">Guide d’accueil</a>
  <li>Visuels presse : ${url}/index.php/s/pressePRESSE002?path=%2F.
  <li><a href="${url}/s/deadDEAD0000005/download">Plaquette</a>
  <li><a href="https://elsewhere.example/s/abcdef">Elsewhere</a></ul>`;

async function withPage(
  work: (workspace: SmallWorkspace, site: { html: string; status: number }) => Promise<void>,
) {
  const site = { html: '', status: 200 };
  const wiki = await onLoopback(
    createServer((_, response) => response.writeHead(site.status, CLIENT).end(site.html)),
  );
  try {
    await withSmallWorkspace(workspace(), {}, async (small) => {
      site.html = page(small.server.url);
      appendFileSync(join(small.folder, 'menage.yaml'), `register: ${wiki.url}/aiguillage\n`);
      await work(small, site);
    });
  } finally {
    await wiki.close();
  }
}

const findings = ({ findings: all }: RunResult, check: string) =>
  all.filter((one) => one.check === check).map(({ subject, actual, state }) => ({ subject, actual, state }));
const registered = ({ shares }: RunResult) =>
  Object.fromEntries(shares.map(({ path, type, registered: is }) => [`${type} ${path}`, is]));
const row = ({ checks }: RunResult, id: string) => checks.find((check) => check.id === id);

describe('a register imported from a page in HTML', { timeout: 60_000 }, () => {
  it('shows what is open and not in it, what is in it and dead, and what is in order', async () => {
    await withPage(async ({ audit, withStore, folder }) => {
      const { code, result } = await audit();
      expect(code).toBe(0);
      expect(registered(result)).toEqual({
        'group /Commun': null,
        'link /Commun/guide.pdf': true,
        'link /Commun/presse.zip': true,
        'link /Commun/devis.odt': false,
        'link /photo.jpg': false,
      });
      expect(findings(result, 'link-not-registered')).toMatchObject([
        {
          subject: { kind: 'share', path: '/Commun/devis.odt' },
          actual: { place: 'shared', isFolder: false },
        },
      ]);
      expect(findings(result, 'register-entry-dead')).toMatchObject([
        {
          subject: { kind: 'server', path: null },
          actual: { fault: 'nowhere', purpose: 'Plaquette', seenAt: null },
        },
      ]);
      await withStore(async ({ register }) => {
        expect((await register.list()).map(({ purpose, standing }) => [purpose, standing?.state])).toEqual(
          expect.arrayContaining([
            ['Guide d’accueil', 'in-order'],
            ['Visuels presse', 'in-order'],
            ['Plaquette', 'dead'],
          ]),
        );
        expect(await register.readings()).toMatchObject([{ links: 3, others: 1 }]);
      });
      // No token stands in the store or the result.
      const bytes = Buffer.concat(
        ['menage.db', 'menage.db-wal', 'result.json'].map((name) => read(folder, name)),
      );
      for (const token of ['guideGUIDE00001', 'devisDEVIS00003', 'deadDEAD0000005'])
        expect(bytes.includes(token)).toBe(false);
    });
  });

  it('follows the links from run to run: a password that is lost and set again', async () => {
    await withPage(async ({ audit, world }) => {
      await audit();
      const [, , presse] = world.shares;
      if (presse === undefined) throw new Error('no share');
      presse.passwordHash = null;
      const second = await audit();
      expect(findings(second.result, 'register-entry-dead')).toMatchObject([
        { actual: { purpose: 'Plaquette' }, state: 'open' },
        { actual: { purpose: 'Visuels presse', fault: 'passwordLost' }, state: 'new' },
      ]);
      presse.passwordHash = '1|hash';
      const third = await audit();
      expect(findings(third.result, 'register-entry-dead').map(({ state }) => state)).toEqual([
        'open',
        'fixed',
      ]);
    });
  });

  it('is unknown where the page cannot be read: nothing is called open by mistake, nothing fixed', async () => {
    await withPage(async ({ audit }, site) => {
      await audit();
      site.status = 503;
      const { code, result, told } = await audit();
      expect(code).toBe(0);
      expect(told).toMatch(/The register http:\/\/127\.0\.0\.1:\d+\/… was not read: .* answered 503/);
      expect(new Set(Object.values(registered(result)))).toEqual(new Set([null]));
      for (const id of ['link-not-registered', 'register-entry-dead']) {
        expect(findings(result, id)).toEqual([]);
        expect(row(result, id)).toMatchObject({
          status: 'not-run',
          reasons: [{ key: 'register.unread' }],
        });
      }
      site.status = 200;
      const third = await audit();
      expect(findings(third.result, 'link-not-registered')).toMatchObject([{ state: 'open' }]);
    });
  });

  it('does not check entries whose owner was not read, and never calls them dead', async () => {
    await withPage(async ({ audit, world }) => {
      await audit();
      const alice = world.users.find(({ id }) => id === 'alice');
      if (alice === undefined) throw new Error('no alice');
      alice.appPassword = 'another';
      const { result } = await audit();
      expect(findings(result, 'register-entry-dead')).toEqual([]);
      expect(row(result, 'register-entry-dead')?.reason).toMatch(
        /Not judged \(the shares of alice.*entry .* of the register/,
      );
    });
  });
});

describe('a register', { timeout: 60_000 }, () => {
  it('is none where the config names none: both checks are not run, and say so', async () => {
    await withSmallWorkspace(workspace(), {}, async ({ audit }) => {
      const { result } = await audit();
      expect(new Set(Object.values(registered(result)))).toEqual(new Set([null]));
      for (const id of ['link-not-registered', 'register-entry-dead'])
        expect(row(result, id)).toMatchObject({ status: 'not-run', reasons: [{ key: 'register.none' }] });
    });
  });

  it('may also be a CSV, and what an admin accepted beside it', async () => {
    await withSmallWorkspace(workspace(), {}, async ({ audit, folder, server, withStore }) => {
      appendFileSync(join(folder, 'menage.yaml'), 'register: [links.csv]\n');
      writeFileSync(join(folder, 'links.csv'), `lien;objet\n${server.url}/s/guideGUIDE00001;Guide\n`);
      const first = await audit();
      expect(findings(first.result, 'link-not-registered')).toHaveLength(2);
      const devis = first.result.shares.find(({ path }) => path === '/Commun/devis.odt');
      await withStore(async ({ register, snapshots }) => {
        const known = (await snapshots.shares(memberId('alice')))?.find(({ id }) => id === devis?.id);
        const parts = {
          origin: 'proposed',
          purpose: 'Devis',
          createdAt: 1,
          tokenHash: known?.tokenHash ?? null,
        } as const;
        const entry = newEntry({ id: newEntryId(), ...parts });
        await register.add(accepted(entry, memberId('admin'), 2));
      });
      const second = await audit();
      expect(registered(second.result)['link /Commun/devis.odt']).toBe(true);
      expect(
        findings(second.result, 'link-not-registered')
          .map(({ state }) => state)
          .sort(),
      ).toEqual(['fixed', 'open']);
    });
  });
});

function read(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch {
    return Buffer.alloc(0);
  }
}
