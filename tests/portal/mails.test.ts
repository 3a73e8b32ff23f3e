import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportInput } from '../../src/app/report/input.ts';
import { ownMessages } from '../../src/app/report/locales.ts';
import { allMailsOf } from '../../src/app/report/mails.ts';
import { templatesOf } from '../../src/app/report/templates.ts';
import { senderOf, sendRun } from '../../src/app/send/send.ts';
import { memberId } from '../../src/model/ids.ts';
import { LINK_STAND_IN } from '../../src/model/mail.ts';
import { openPortal, type PortalStage } from '../helpers/portal.ts';
import { visitor } from '../helpers/visitor.ts';

const DAY = 86_400_000;
const ONE_CLICK = 'List-Unsubscribe=One-Click';

let stage: PortalStage;
/** The mails of the run as they arrived, by address. */
let arrived: ReadonlyMap<string, string>;
let members: readonly { readonly id: string; readonly mail: string }[];

const input = () => reportInput(stage.store, stage.config, ownMessages);

async function send() {
  const before = stage.mails.received.length;
  await sendRun(
    stage.store,
    stage.config,
    await input(),
    {
      ...{ environment: {}, log: { warn: () => {} }, now: stage.clock },
      stop: new AbortController().signal,
    },
    {
      ...{ sender: senderOf(stage.config), secrets: { mailPassword: null, webhook: null }, yes: true },
      ...{ agreeFirst: async () => false, retryRefused: false },
    },
  );
  return new Map(
    stage.mails.received.slice(before).map(({ to, raw }) => [
      to[0] ?? '',
      String(raw)
        .replaceAll('=\r\n', '')
        .replaceAll('=3D', '=')
        .replaceAll(/\r\n[ \t]+/g, ' '),
    ]),
  );
}

beforeAll(async () => {
  stage = await openPortal();
  await stage.audit();
  arrived = await send();
  const rows = await stage.store.members.list();
  members = rows.flatMap(({ id, mail }) =>
    mail !== null && (arrived.get(mail) ?? '').includes('/u/') ? [{ id, mail }] : [],
  );
}, 60_000);
afterAll(() => stage.close());

const memberAt = (at: number) => {
  const member = members[at];
  if (member === undefined) throw new TypeError(`no member ${at} has a mail`);
  return member;
};
const choiceOf = async (id: string) => (await stage.store.portal.people.get(memberId(id))).every;

describe('the mail of a member', () => {
  it('has keys of its own, and a way out that a mail program takes by itself', () => {
    const pages = [...arrived.values()].flatMap((raw) => [...raw.matchAll(/\/l\/([\w-]{54})/g)]);
    expect(new Set(pages.map(([, token]) => token)).size).toBe(members.length);
    const { mail } = memberAt(0);
    const raw = arrived.get(mail) ?? '';
    expect(raw).toMatch(
      /List-Unsubscribe: <http:\/\/127\.0\.0\.1:\d+\/u\/[\w-]{54}>, <mailto:[^>]+>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click/,
    );
    for (const one of arrived.values()) expect(one).not.toContain(LINK_STAND_IN);
  });

  it('leads from each card to the page of its thing, or to its things on the report', async () => {
    const GMAIL_SHOWS = 102_400;
    const ways = new Set<string>();
    for (const { mail } of members) {
      const raw = arrived.get(mail) ?? '';
      expect(raw.length).toBeLessThan(GMAIL_SHOWS);
      const html = raw.slice(raw.indexOf('text/html'));
      const answers = [...html.matchAll(/href="([^"]*\/l\/[\w-]{54})(\/things\/|#)([^"]+)"/g)];
      for (const [, page = '', way = '', thing = ''] of answers) {
        ways.add(way);
        const shown = await fetch(way === '#' ? page : `${page}${way}${thing}`);
        expect(shown.status).toBe(200);
        if (way === '#') expect(await shown.text()).toContain(`<article class="card" id="${thing}">`);
      }
      const cards = html.split('class="rank"').length - 1;
      expect(answers).toHaveLength(cards);
      const text = raw.slice(0, raw.indexOf('text/html'));
      const written = text.match(/\/l\/[\w-]{54}(\/things\/|#)[\w-]+/g) ?? [];
      expect(written).toHaveLength(cards);
    }
    expect(ways).toEqual(new Set(['/things/', '#']));
  });

  it('has no key where it lies in a file', async () => {
    const mails = allMailsOf(stage.config, await input(), templatesOf(stage.config), null);
    const links = mails.flatMap(({ text, html, headers }) =>
      [...`${text}${html}${headers['List-Unsubscribe']}`.matchAll(/\/[lu]\/([\w-]+)/g)].map(([, key]) => key),
    );
    expect(new Set(links)).toEqual(new Set([LINK_STAND_IN]));
    expect(await stage.running.portal.links.follow(LINK_STAND_IN, stage.clock())).toEqual({
      outcome: 'unknown',
    });
  });
});

describe('ending the mails', () => {
  const address = (at: number) =>
    /<(http[^>]*\/u\/[^>]*)>/.exec(arrived.get(memberAt(at).mail) ?? '')?.[1] ?? '';

  it('shows a page, which changes nothing', async () => {
    const browser = visitor();
    const page = await browser.open(address(0));
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('Plus aucun mail')]);
    expect(await choiceOf(memberAt(0).id)).toBe(1);
    const done = await browser.submit('Plus aucun mail');
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('C’est noté')]);
    expect(await choiceOf(memberAt(0).id)).toBe('never');
  });

  it('takes a POST of a mail program, in either form, and again', async () => {
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const init of [{ body: ONE_CLICK, headers: urlencoded }, { body: form }, { body: form }]) {
      const { status } = await fetch(address(1), { method: 'POST', redirect: 'manual', ...init });
      expect(status).toBe(200);
    }
    expect(await choiceOf(memberAt(1).id)).toBe('never');
    const events = (await stage.store.portal.journal.of(memberId(memberAt(1).id))).map(({ event }) => event);
    expect(events.filter((event) => event !== 'reading')).toEqual(['unsubscribed']);
  });
});

describe('the page of the mails', () => {
  it('keeps how often and in which language, by link and signed in', async () => {
    const { id, mail } = memberAt(2);
    const browser = visitor();
    const page = await browser.open(`${await stage.link(id, 'report')}/mails`);
    expect(page.text).toContain(mail);
    expect(page.text).toContain('Bilan de novembre, remis');
    const saved = await browser.submit('Enregistrer', { every: '3', language: 'de' });
    expect([saved.status, saved.text]).toEqual([200, expect.stringContaining('Gespeichert.')]);
    expect(await stage.store.portal.people.get(memberId(id))).toMatchObject({ every: 3, language: 'de' });
    const answer = await fetch(`${stage.url}/me/mails`, { headers: { cookie: await stage.signedIn(id) } });
    expect(await answer.text()).toMatch(/<option value="de" selected>Deutsch/);
  });

  it('is followed by the next sendings', async () => {
    const at = (months: number) => Date.UTC(2026, 10 + months, 23, 9, 30);
    const [never, third, each] = [memberAt(1), memberAt(2), memberAt(3)];
    const sent: (readonly boolean[])[] = [];
    for (const months of [1, 3]) {
      stage.setNow(at(months));
      await stage.audit();
      const mails = await send();
      sent.push([never, third, each].map(({ mail }) => mails.has(mail)));
      if (months === 3) expect(/^Content-Language: (\w+)/m.exec(mails.get(third.mail) ?? '')?.[1]).toBe('de');
    }
    expect(sent).toEqual([
      [false, false, true],
      [false, true, true],
    ]);
  });
});

describe('a link that is over', () => {
  it('says what it was, and mails a new one', async () => {
    const { id, mail } = memberAt(4);
    const before = stage.mails.received.length;
    const link = await stage.link(id, 'report', 1_000);
    stage.setNow(stage.clock() + DAY);
    const browser = visitor();
    const page = await browser.open(`${link}/mails`);
    expect([page.status, page.text]).toEqual([410, expect.stringContaining('Ce lien n’est plus valable')]);
    await browser.submit('M’envoyer un nouveau lien');
    await expect.poll(() => stage.mails.received.length).toBe(before + 1);
    const [{ to, raw } = { to: [], raw: '' }] = stage.mails.received.slice(before);
    const text = String(raw).replaceAll('=\r\n', '').replaceAll('=3D', '=');
    const [renewed] = /http:\/\/127\.0\.0\.1:\d+\/l\/[\w-]{54}/.exec(text) ?? [];
    expect(to).toEqual([mail]);
    expect((await browser.open(`${renewed}/mails`)).status).toBe(200);
  });
});
