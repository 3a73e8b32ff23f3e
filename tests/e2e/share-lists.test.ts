import { describe, expect, it } from 'vitest';
import { comparisonOf } from '../../src/report/figures/comparison.ts';
import { runPoint } from '../../src/report/figures/run-point.ts';
import { editorOf, removeShare } from '../helpers/edit-world.ts';
import { type RunOutcome, type SmallWorkspace, withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

const MONTH = 31 * 86_400_000;
const SHARES = /files_sharing\/api\/v1\/shares(?=\?|$)/;
const ONE_SHARE = /files_sharing\/api\/v1\/shares\/\d+/;

/** Anna has six open links, Bob one. */
const linked = () =>
  smallWorld({
    members: {
      anna: { files: { '/a.txt': 12_000, '/b.txt': 12_000 } },
      bob: { files: { '/c.txt': 12_000 } },
    },
    shares: [
      ...[1, 2, 3, 4].map(() => ({ fileOwner: 'anna', path: '/a.txt' })),
      ...[5, 6].map(() => ({ fileOwner: 'anna', path: '/b.txt' })),
      { fileOwner: 'bob', path: '/c.txt' },
    ],
  });

const memberIn = ({ result }: RunOutcome, id: string) => result.members.find((one) => one.id === id);
/** What became new or fixed among the shares; that a member was read in part is new, and rightly so. */
const changed = ({ result }: RunOutcome) =>
  result.findings
    .filter(({ state, check }) => (state === 'new' || state === 'fixed') && check !== 'member-not-read')
    .map(({ check }) => check);
const mailTo = (workspace: SmallWorkspace, who: string) =>
  Buffer.concat(
    workspace.mails.received
      .filter(({ to }) => to.includes(`${who}@coop.example`))
      .map(({ raw }) => raw)
      .slice(-1),
  )
    .toString()
    .replaceAll(/=\r?\n/g, '')
    .replaceAll('=C3=A9', 'é');

/** The list without most of its rows, as when the server's table is read while it is being restored. */
const cut = (body: string, kept: number) => {
  const document = JSON.parse(body);
  return JSON.stringify({ ocs: { ...document.ocs, data: document.ocs.data.slice(0, kept) } });
};

describe('a list of shares', { timeout: 60_000 }, () => {
  it('that comes empty for one run ends no share, thanks nobody, and is told', async () => {
    let now = NOW;
    await withSmallWorkspace(linked(), { serverClock: () => now }, async (workspace) => {
      const first = await workspace.auditAndSend({ now });
      now += MONTH;
      workspace.server.faults.add({ fault: 'empty-list', kind: 'shares' });
      const short = await workspace.auditAndSend({ now });
      expect({ code: short.code, status: short.result.run.status }).toEqual({ code: 3, status: 'partial' });
      expect(memberIn(short, 'anna')?.coverage.status).toBe('partial');
      expect(short.told).toMatch(/anna was read in part: .*came without 6 of 6 earlier shares/);
      expect(short.told).toMatch(/bob was read in part: .*came without 1 of 1 earlier shares/);
      expect(changed(short)).toEqual([]);
      expect(mailTo(workspace, 'anna')).not.toMatch(/fermé/);
      // By this the chat message says whether there are fewer links than before.
      expect(comparisonOf({ history: [first.result, short.result].map(runPoint) })).toBeNull();
      workspace.server.faults.clear();
      const back = await workspace.audit({ now });
      expect({ code: back.code, changed: changed(back) }).toEqual({ code: 0, changed: [] });
      expect(memberIn(back, 'anna')?.coverage).toMatchObject({ status: 'unchanged', requests: 3 });
    });
  });

  it('is believed where the server says by id that they are gone; who closed them is thanked', async () => {
    let now = NOW;
    await withSmallWorkspace(linked(), { serverClock: () => now }, async (workspace) => {
      await workspace.auditAndSend({ now });
      now += MONTH;
      const editor = editorOf(workspace.world, { now: () => now });
      for (const { id } of workspace.world.shares) removeShare(editor, id);
      workspace.server.changed();
      const closed = await workspace.auditAndSend({ now });
      expect({ code: closed.code, status: closed.result.run.status }).toEqual({
        code: 0,
        status: 'complete',
      });
      expect(closed.result.findings.filter(({ state }) => state === 'fixed').length).toBeGreaterThan(6);
      expect(memberIn(closed, 'anna')?.coverage.requests).toBe(3 + 2);
      expect(mailTo(workspace, 'anna')).toMatch(/6 liens publics fermés/);
      expect(memberIn(await workspace.audit({ now }), 'anna')?.coverage.requests).toBe(3);
    });
  });

  it.each([
    ['half of it', 3, 'partial'],
    ['less than half of it', 4, 'unchanged'],
  ])('that comes without %s costs a question only where much is missing', async (_, kept, status) => {
    let isShort = false;
    const rewrite = ({ path }: { readonly path: string }, body: string) =>
      isShort && SHARES.test(path) ? cut(body, kept) : null;
    await withSmallWorkspace(linked(), { rewrite }, async (workspace) => {
      await workspace.audit();
      isShort = true;
      expect(memberIn(await workspace.audit(), 'anna')?.coverage.status).toBe(status);
    });
  });

  it('is not believed where the server gives no clear answer', async () => {
    let isShort = false;
    const rewrite = ({ path }: { readonly path: string }) => {
      if (!isShort) return null;
      const data = '{"ocs":{"meta":{"statuscode":200},"data":[]}}';
      return SHARES.test(path) || ONE_SHARE.test(path) ? data : null;
    };
    await withSmallWorkspace(linked(), { rewrite }, async (workspace) => {
      await workspace.audit();
      isShort = true;
      const short = await workspace.audit();
      expect([memberIn(short, 'anna')?.coverage.status, changed(short)]).toEqual(['partial', []]);
      expect(short.told).toMatch(/did not say that they are gone/);
    });
  });

  it('may lose without a question what has ended by itself', async () => {
    let now = NOW;
    const world = smallWorld({
      members: { anna: { files: { '/a.txt': 12_000 } } },
      shares: [1, 2, 3].map(() => ({ fileOwner: 'anna', path: '/a.txt', expires: '2026-12-05' })),
    });
    await withSmallWorkspace(world, { serverClock: () => now }, async (workspace) => {
      const first = await workspace.audit({ now });
      expect(first.result.shares.length).toBe(3);
      now += MONTH;
      const ended = await workspace.audit({ now });
      expect(ended.result.shares).toEqual([]);
      expect(memberIn(ended, 'anna')?.coverage).toMatchObject({ status: 'unchanged', requests: 3 });
    });
  });
});
