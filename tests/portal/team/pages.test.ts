import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAnswerId } from '../../../src/app/portal/answers.ts';
import { ADMIN_ID } from '../../../src/demo/coop/coop.ts';
import { type MemberId, memberId, runId, shareId } from '../../../src/model/ids.ts';
import { memberKey } from '../../../src/model/mail.ts';
import type { Answer, Message } from '../../../src/model/portal/answer.ts';
import { JOURNAL_EVENTS } from '../../../src/model/portal/portal.ts';
import type { RunResult } from '../../../src/model/result.ts';
import { antennaId, personId } from '../../../src/portal/access/team-ids.ts';
import { acquireLock } from '../../../src/store/open.ts';
import { openPortal, type PortalStage } from '../../helpers/portal.ts';

/** A name that stands in no share: no page of the team may hold it. */
const PRIVATE = '/Journal intime/rupture.odt';
let stage: PortalStage;
let cookie: string;
let result: RunResult;
let someone: MemberId;

beforeAll(async () => {
  stage = await openPortal({ settings: { admins: [ADMIN_ID] } });
  await stage.audit();
  cookie = await stage.signedIn(ADMIN_ID);
  const [run] = await stage.store.runs.list();
  const stored = run === undefined ? null : await stage.store.runs.result(run.id);
  if (stored === null) throw new Error('the audit left no result');
  result = stored;
  const known = (await stage.store.members.list()).find(
    ({ mail, antenna }) => mail !== null && antenna !== null,
  );
  someone = memberId(known?.id ?? '');
}, 60_000);
afterAll(() => stage.close());

const get = (path: string, who = cookie) =>
  fetch(`${stage.url}${path}`, { headers: { cookie: who }, redirect: 'manual' });
async function textOf(path: string): Promise<string> {
  const answer = await get(path);
  expect(answer.status).toBe(200);
  return answer.text();
}
async function post(path: string, fields: Readonly<Record<string, string>> = {}, page = '/admin') {
  const form = /name="form" value="([^"]+)"/.exec(await textOf(page))?.[1] ?? '';
  return fetch(`${stage.url}${path}`, {
    method: 'POST',
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ form, ...fields }),
    redirect: 'manual',
  });
}
const plain = (html: string) =>
  html
    .replaceAll(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ');

function answerOf(parts: Partial<Answer> = {}): Answer {
  return {
    ...{ id: newAnswerId(), member: someone, thing: 'share:9001', path: '/Équipe vidéo/Rushs à valider' },
    ...{ isFolder: true, fileId: null, reason: 'dépôt des rushs par les clients', licence: null },
    shares: [
      {
        ...{ id: shareId('9001'), owner: someone, hasPassword: false },
        permissions: ['read', 'update', 'create'],
      },
    ],
    ...{ isProposed: false, until: '2027-01-31', givenAt: stage.clock(), by: 'link', decision: 'waiting' },
    ...{ decidedBy: null, decidedAt: null, refusal: null, end: null, endedAt: null },
    ...parts,
  };
}
function messageOf(parts: Partial<Message> = {}): Message {
  return {
    ...{ id: newAnswerId(), member: someone, thing: 'file:77', path: null, antenna: null },
    ...{ text: 'Ce fichier n’est pas à moi.', sentAt: stage.clock(), closedAt: null, closedBy: null },
    ...parts,
  };
}

describe('the overview', () => {
  it('shows people in numbers that add up to those of the run', async () => {
    const text = await textOf('/admin');
    const numbers = [...text.matchAll(/<dd>(\d+)<\/dd>/g)].map(([, n]) => Number(n));
    const counted = result.members.filter(({ coverage }) => coverage.status !== 'disabled').length;
    expect(numbers.reduce((sum, n) => sum + n, 0)).toBe(counted);
    const { read, unchanged } = result.coverage;
    expect(plain(text)).toContain(`: ${read + unchanged} membres sur ${counted}`);
  });

  it('puts a folder that anyone can change first, with its reason and a way to decide', async () => {
    const answer = answerOf();
    await stage.store.portal.answers.add(answer);
    await stage.store.portal.messages.add(messageOf());
    const text = await textOf('/admin');
    const [first = ''] = /<ol class="panel decisions">.*?<\/li>/s.exec(text) ?? [];
    expect(plain(first)).toMatch(
      /Un dossier que toute personne .*Rushs à valider.*« dépôt des rushs par les clients »/,
    );
    expect(first).toContain(`href="/admin/answers#a-${answer.id}"`);
    expect(plain(text)).toMatch(/Un message pour l’équipe/);
  });
});

it('is closed to members, and asks others to sign in', async () => {
  const own = await stage.signedIn(someone);
  for (const path of ['/admin', '/admin/people', '/admin/mails', '/admin/settings', '/admin/journal']) {
    expect((await get(path, own)).status).toBe(403);
    expect((await get(path, '')).status).toBe(303);
  }
});

describe('answers', () => {
  it('accepts one, and says so once', async () => {
    const answer = answerOf({ thing: 'share:9002' });
    await stage.store.portal.answers.add(answer);
    const accepted = await post(`/admin/answers/${answer.id}/accept`);
    expect([accepted.status, accepted.headers.get('location')]).toEqual([
      303,
      `${stage.url}/admin/answers?done=accepted`,
    ]);
    expect(await stage.store.portal.answers.get(answer.id)).toMatchObject({
      ...{ decision: 'accepted', decidedBy: ADMIN_ID },
    });
    const again = await post(`/admin/answers/${answer.id}/accept`);
    expect(again.headers.get('location')).toContain('?done=gone');
  });

  it('refuses one for a reason alone, and gives a text back that is too short', async () => {
    const answer = answerOf({ thing: 'share:9003' });
    await stage.store.portal.answers.add(answer);
    const without = await post(`/admin/answers/${answer.id}/refuse`, { reason: 'no' });
    expect(without.status).toBe(422);
    expect(await without.text()).toMatch(/<textarea [^>]*>no<\/textarea>/);
    const refused = await post(`/admin/answers/${answer.id}/refuse`, { reason: 'Mettez un mot de passe.' });
    expect(refused.status).toBe(303);
    expect(await stage.store.portal.answers.get(answer.id)).toMatchObject({
      ...{ decision: 'refused', refusal: 'Mettez un mot de passe.' },
    });
  });

  it('closes a message to the admins, and none to a referent', async () => {
    const [ours, theirs] = [messageOf(), messageOf({ antenna: 'Tours' })];
    await stage.store.portal.messages.add(ours);
    await stage.store.portal.messages.add(theirs);
    await post(`/admin/answers/messages/${ours.id}/close`);
    const wrong = await post(`/admin/answers/messages/${theirs.id}/close`);
    expect(wrong.headers.get('location')).toContain('?done=gone');
    const closed = await Promise.all(
      [ours, theirs].map(({ id }) => stage.store.portal.messages.get(id).then((one) => one?.closedBy)),
    );
    expect(closed).toEqual([ADMIN_ID, null]);
  });
});

it('invites somebody at their request, and notes who did it', async () => {
  const invited = await post(`/admin/people/${personId(stage.running.portal, someone)}/invite`);
  expect(invited.headers.get('location')).toBe(`${stage.url}/admin/people?done=invited`);
  const [note] = await stage.store.portal.journal.of(someone);
  expect(note).toMatchObject({ event: 'invited', actor: { role: 'admin', member: ADMIN_ID } });
  expect((await post('/admin/people/nobody/invite')).status).toBe(404);
});

it('says first that somebody declined, and takes that back at their request alone', async () => {
  const { people } = stage.store.portal;
  await people.setDeclined(someone, stage.clock());
  const id = personId(stage.running.portal, someone);
  const asked = await post(`/admin/people/${id}/invite`);
  expect(asked.headers.get('location')).toBe(`${stage.url}/admin/people?ask=${id}`);
  expect(plain(await textOf(`/admin/people?ask=${id}`))).toContain('a dit « non merci »');
  expect(await people.hasDeclined(someone)).toBe(true);
  await post(`/admin/people/${id}/invite`, { asked: 'yes' });
  expect(await people.hasDeclined(someone)).toBe(false);
});

describe('held mails', () => {
  it('stay while a run is under way, which the overview says', async () => {
    expect(plain(await textOf('/admin'))).toContain('Aucune lecture en cours.');
    const lock = await acquireLock(stage.config.store, 'menage run', stage.clock());
    const run = await stage.store.runs.start(stage.clock());
    try {
      expect(plain(await textOf('/admin'))).toMatch(/Une lecture est en cours depuis le 23 nov\., 10 h/);
      const busy = await post('/admin/mails/release', { list: 'whatever' });
      expect([busy.status, plain(await busy.text())]).toEqual([
        422,
        expect.stringContaining('Une lecture ou un envoi est en cours : rien n’est parti.'),
      ]);
    } finally {
      await stage.store.runs.fail(run, null, stage.clock());
      await lock.release();
    }
  });

  it('leave exactly as they were shown, and the journal has it', async () => {
    const run = runId(result.run.id);
    const address = (await stage.store.members.list()).find(({ id }) => id === someone)?.mail ?? '';
    const held = {
      ...{ run, period: '2026-11', key: memberKey(someone), recipient: address },
      reasons: [{ kind: 'address', member: someone } as const],
    };
    await stage.store.outbox.noteHeld([held]);
    expect(plain(await textOf('/admin/mails'))).toMatch(/Retenus 1 mail .*Laisser partir…/);
    const page = await textOf('/admin/mails/release');
    const list = /name="list" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const changed = await post('/admin/mails/release', { list: `${list}x` });
    expect([changed.status, await stage.store.outbox.list('2026-11')]).toEqual([422, []]);
    const released = await post('/admin/mails/release', { list });
    expect(released.headers.get('location')).toBe(`${stage.url}/admin/mails?done=released`);
    await expect
      .poll(async () => (await stage.store.outbox.under(held.key)).map(({ state }) => state), {
        timeout: 15_000,
      })
      .toEqual(['sent']);
    expect(await stage.store.outbox.held()).toEqual([]);
    const toMembers = (await stage.store.outbox.list('2026-11')).filter(({ key }) =>
      key.startsWith('member:'),
    );
    expect(toMembers.map(({ key }) => key)).toEqual([held.key]);
    const noted = (await stage.store.portal.journal.of(someone)).map(({ event }) => event);
    expect(noted).toContain('mail-released');
  });
});

describe('reports', () => {
  it('show the page of a run under its own policy', async () => {
    const list = await textOf('/admin/reports');
    expect(list).toContain(`href="/admin/reports/${result.run.id}"`);
    const answer = await get(`/admin/reports/${result.run.id}`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-.*frame-ancestors 'none'$/);
    const html = await answer.text();
    const meta = /http-equiv="Content-Security-Policy" content="([^"]+)"/i.exec(html)?.[1] ?? '';
    const written = meta.replaceAll('&#x27;', "'").replaceAll('&#x3D;', '=');
    expect(`${written}; frame-ancestors 'none'`).toBe(policy);
    for (const path of ['/admin/reports/99', '/admin/reports/x', '/admin/reports/1%2F..'])
      expect((await get(path)).status).toBe(404);
  });
});

it('shows the settings without a secret', async () => {
  const text = plain(await textOf('/admin/settings'));
  expect(text).toContain(stage.config.server.url);
  expect(text).not.toContain(stage.world.admin.password);
});

describe('an antenna', () => {
  it('shows its referent totals, messages and what is open; another message is not closed there', async () => {
    const name = (await stage.store.members.list()).find(({ id }) => id === someone)?.antenna ?? '';
    const path = `/antennas/${antennaId(stage.running.portal, name)}`;
    const [here, elsewhere] = [messageOf({ antenna: name, text: 'Mot pour vous' }), messageOf()];
    await stage.store.portal.messages.add(here);
    await stage.store.portal.messages.add(elsewhere);
    const text = plain(await textOf(path));
    expect(text).toContain(`Antenne de ${name}`);
    expect(text).toMatch(/« Mot pour vous »/);
    expect(text).toContain('nom non joint');
    expect((await post(`${path}/messages/${elsewhere.id}/close`, {}, path)).status).toBe(404);
    expect((await post(`${path}/messages/${here.id}/close`, {}, path)).status).toBe(303);
    expect((await stage.store.portal.messages.get(here.id))?.closedBy).toBe(ADMIN_ID);
  });
});

it('has a sentence for every event of the journal, and shows none of its parameters', async () => {
  for (const event of JOURNAL_EVENTS)
    await stage.store.portal.journal.note({
      ...{ at: stage.clock(), member: someone, event },
      ...{ params: { path: PRIVATE }, actor: null },
    });
  const text = plain(await textOf('/admin/journal'));
  for (const event of JOURNAL_EVENTS.filter((one) => /[-]/.test(one)))
    expect(text).not.toContain(event.replaceAll('-', '_'));
  expect(text).not.toContain(PRIVATE);
});

it('names no private path on any page', async () => {
  await stage.store.portal.answers.add(
    answerOf({ thing: 'file:5', path: PRIVATE, shares: [], decision: 'none' }),
  );
  const shared = result.shares.map(({ path }) => path);
  const isShared = (path: string) => shared.some((one) => path.startsWith(one) || one.includes(path));
  const paths = new Set<string>([PRIVATE]);
  for (const member of await stage.store.snapshots.members())
    for await (const batch of stage.store.snapshots.entries(member))
      for (const { path } of batch) if (path.length > 8 && !isShared(path)) paths.add(path);
  expect(paths.size).toBeGreaterThan(100);
  const antennas = new Set((await stage.store.members.list()).flatMap(({ antenna }) => antenna ?? []));
  const pages = [
    ...['', '/people', '/mails', '/mails/release', '/answers', '/settings', '/journal', '/reports'].map(
      (page) => `/admin${page}`,
    ),
    `/admin/reports/${result.run.id}`,
    ...[...antennas].map((one) => `/antennas/${antennaId(stage.running.portal, one)}`),
  ];
  for (const page of pages) {
    const text = await textOf(page);
    expect([...paths].filter((path) => text.includes(path))).toEqual([]);
  }
});
