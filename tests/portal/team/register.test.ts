import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_ID } from '../../../src/demo/coop/coop.ts';
import { memberId } from '../../../src/model/ids.ts';
import { accepted, newEntry, type RegisterEntry } from '../../../src/model/register/entry.ts';
import type { ResultFinding, RunResult } from '../../../src/model/result.ts';
import { isPublicLink, type Share } from '../../../src/model/share.ts';
import { newEntryId } from '../../../src/store/register/register.ts';
import { openPortal, type PortalStage } from '../../helpers/portal.ts';

const ADMIN = memberId(ADMIN_ID);
let stage: PortalStage;
let cookie: string;
let good: RegisterEntry;
let gone: RegisterEntry;
let missing: ResultFinding;

async function latest(): Promise<RunResult> {
  const [run] = await stage.store.runs.list();
  const result = run === undefined ? null : await stage.store.runs.result(run.id);
  if (result === null) throw new Error('the audit left no result');
  return result;
}

/** A link in the stored list of its owner, but this one. */
async function aLink(but: string): Promise<Share> {
  for (const member of await stage.store.snapshots.members()) {
    const link = (await stage.store.snapshots.shares(member))?.find(
      (share) =>
        share.id !== but && isPublicLink(share) && share.owner === member && share.tokenHash !== null,
    );
    if (link !== undefined) return link;
  }
  throw new Error('nobody has a link');
}

const entryFor = (link: Share, parts: Partial<RegisterEntry>) =>
  accepted(
    newEntry({
      ...{ id: newEntryId(), origin: 'added', purpose: '', createdAt: 1, tokenHash: link.tokenHash },
      ...parts,
    }),
    ADMIN,
    1,
  );

beforeAll(async () => {
  stage = await openPortal({ settings: { admins: [ADMIN_ID] } });
  const shared = stage.world.shares.findLast(
    ({ type, token, path }) => type === 3 && token !== null && /^\/[\w /]+$/.test(path),
  );
  const group = stage.world.groups[0]?.id ?? '';
  if (shared === undefined) throw new Error('nobody has a link');
  stage.world.shares.push({ ...shared, id: '990001', type: 1, recipient: group, token: null });
  await stage.audit();
  const link = await aLink(shared.id);
  const { owner } = link;
  good = entryFor(link, { purpose: 'Guide <d’accueil>', until: '2027-06-30' });
  gone = entryFor(link, {
    purpose: 'Plaquette',
    owner,
    tokenHash: `${link.tokenHash}x` as Share['tokenHash'],
  });
  await stage.store.register.add(good);
  await stage.store.register.add(gone);
  await stage.audit();
  const found = (await latest()).findings.find(({ check }) => check === 'link-not-registered');
  if (found === undefined) throw new Error('no link is missing');
  missing = found;
  cookie = await stage.signedIn(ADMIN_ID);
}, 120_000);
afterAll(() => stage.close());

const textOf = async (path: string) => {
  const answer = await fetch(stage.url + path, { headers: { cookie }, redirect: 'manual' });
  if (answer.status !== 200) throw new Error(stage.logged.slice(-3).join('\n'));
  return answer.text();
};
const plain = (html: string) => html.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, ' ').replaceAll(/\s+/g, ' ');
async function post(path: string, fields: Readonly<Record<string, string>> = {}) {
  const form = /name="form" value="([^"]+)"/.exec(await textOf('/admin/register'))?.[1] ?? '';
  return fetch(stage.url + path, {
    method: 'POST',
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ form, ...fields }),
    redirect: 'manual',
  });
}
const now = (entry: RegisterEntry) => stage.store.register.get(entry.id);

describe('the register’s page', () => {
  it('shows each line with how it stands, what is to be reviewed first, and what is open and not in it', async () => {
    const html = await textOf('/admin/register');
    const text = plain(html);
    expect(text).toMatch(/Ne mène nulle part.*Plaquette.*En ordre.*Guide &lt;d’accueil&gt;/);
    expect(html.indexOf(`id="r-${gone.id}"`)).toBeLessThan(html.indexOf(`id="r-${good.id}"`));
    expect(text).toContain(missing.subject.path ?? '?');
    expect(html.replaceAll('&#x3D;', '=')).toContain(
      `/admin/register/new?share=link%3A${missing.subject.id}`,
    );
  });

  it('shows one kind of line alone, by a link', async () => {
    const shown = async (show: string) => plain(await textOf(`/admin/register?show=${show}`));
    const review = await shown('review');
    expect(review).toMatch(/Toutes 2 .*À revoir 1 .*En ordre 1 .*Non vérifiées 0 .*Propositions 0/);
    expect([review.includes('Plaquette'), review.includes('d’accueil')]).toEqual([true, false]);
    expect(await shown('in-order')).toContain('d’accueil');
    expect(await shown('absent')).toContain(missing.subject.path ?? '?');
    expect(await shown('absent')).not.toContain('Lignes du registre');
    expect(await textOf('/admin/register?show=absent')).toContain('?show&#x3D;absent" aria-current="true"');
  });

  it('is downloaded as a table, without a token', async () => {
    const answer = await fetch(`${stage.url}/admin/register.csv`, { headers: { cookie } });
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="register.csv"');
    const [header, ...rows] = (await answer.text()).split('\r\n');
    expect(header).toMatch(/^list;state;purpose;licence;path;owner;/);
    expect(rows.find((row) => row.startsWith('registered;nowhere;Plaquette;'))).toBeDefined();
    expect(rows.find((row) => row.startsWith('registered;in-order;Guide <d’accueil>;'))).toBeDefined();
    expect(rows.some((row) => row.startsWith(`absent;;;;${missing.subject.path};`))).toBe(true);
    for (const { token } of stage.world.shares) if (token !== null) expect(rows.join()).not.toContain(token);
  });

  it('leads to a mail to the owner of a link that is not in it', async () => {
    const html = (await textOf('/admin/register?show=absent'))
      .replaceAll('&#x3D;', '=')
      .replaceAll('&amp;', '&');
    const [, to = '', query = ''] = /href="mailto:([^"?]+)\?([^"]+)"/.exec(html) ?? [];
    const owner = stage.world.users.find(({ id }) => id === missing.member);
    expect(decodeURIComponent(to)).toBe(owner?.mail);
    expect(new URLSearchParams(query).get('body')).toContain(missing.subject.path);
  });

  it('extends a line by a year, and takes one away', async () => {
    expect((await post(`/admin/register/${good.id}/extend`)).headers.get('location')).toMatch(
      /done=extended$/,
    );
    expect(await now(good)).toMatchObject({ until: '2028-06-30', state: 'accepted' });
    expect((await post(`/admin/register/${gone.id}/end`)).headers.get('location')).toMatch(/done=ended$/);
    expect(await now(gone)).toMatchObject({ state: 'ended', decidedBy: ADMIN });
    expect((await post(`/admin/register/${gone.id}/extend`)).headers.get('location')).toMatch(/done=gone$/);
    expect((await stage.store.portal.journal.latest(1))[0]).toMatchObject({
      event: 'register-changed',
      actor: { role: 'admin', member: ADMIN },
    });
  });

  it('takes a yes to a proposal, and a no with its reason alone', async () => {
    const proposal = newEntry({ id: newEntryId(), origin: 'proposed', purpose: 'Devis', createdAt: 2 });
    await stage.store.register.add({ ...proposal, fileId: good.target?.fileId ?? null });
    const html = await textOf('/admin/register');
    expect(html).toContain(`action="/admin/register/${proposal.id}/accept"`);
    expect(await textOf(`/admin/register?refuse=${proposal.id}`)).toContain('name="reason"');
    expect((await post(`/admin/register/${proposal.id}/refuse`)).headers.get('location')).toMatch(
      /done=gone$/,
    );
    await post(`/admin/register/${proposal.id}/refuse`, { reason: 'Mettez une date de fin.' });
    expect(await now(proposal)).toMatchObject({ state: 'refused', refusal: 'Mettez une date de fin.' });
  });

  it('enters a link that is open, with its purpose and right: the next reading asks no more', async () => {
    const share = `link:${missing.subject.id}`;
    expect(plain(await textOf(`/admin/register/new?share=${share}`))).toContain(missing.subject.path ?? '?');
    expect((await post('/admin/register/new', { share, purpose: '', months: '12' })).status).toBe(422);
    const fields = { share, purpose: 'Visuels presse', licence: 'CC BY 4.0', months: '6' };
    expect((await post('/admin/register/new', fields)).headers.get('location')).toMatch(/done=entered$/);
    expect((await stage.store.register.list()).at(-1)).toMatchObject({
      purpose: 'Visuels presse',
      licence: 'CC BY 4.0',
    });
    await stage.audit();
    const { findings } = await latest();
    const again = findings.find(
      ({ check, subject }) => check === missing.check && subject.id === missing.subject.id,
    );
    expect(again?.state).toBe('fixed');
  });
});
