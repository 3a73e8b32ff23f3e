import { type AddressObject, simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { composeEml } from '../../../src/deliver/compose.ts';
import { LANGUAGES } from '../../../src/model/member.ts';
import { mailedBefore, messageId } from '../../../src/report/mail/envelope.ts';
import { adminMails, memberMails, referentMails } from '../../../src/report/mail/mails.ts';
import { inputOf, member, NASTY_NAMES, resultOf, share } from '../helpers.ts';
import { MB, onShare, scene, stale, TROUBLE, templates } from '../mail-scenes.ts';

const SENDER = { from: 'Nextcloud <nextcloud@example.org>', date: Date.UTC(2026, 10, 24, 9) };
const ADMINS = { mails: ['one@example.org', 'two@example.org'], where: null };

const MEMBER_PLACES =
  /^(https:\/\/cloud\.example\.org\/(f\/\d+|index\.php\/f\/\d+\?opendetails=true&amp;openfile=false|apps\/files\/)|https:\/\/aide\.example\.org\/nextcloud|mailto:nextcloud-tours@example\.org(\?.*)?)$/;
const TEAM_PLACES =
  /^(https:\/\/cloud\.example\.org\/settings\/(users|admin\/sharing)|mailto:[a-z-]+@example\.org)$/;

function addresses(field: AddressObject | AddressObject[] | undefined): readonly (string | undefined)[] {
  return [field ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address));
}

function linksOf(html: string): readonly string[] {
  return [...html.matchAll(/(?:href|src|action|background)\s*=\s*"([^"]*)"/g)].map(([, href]) => href ?? '');
}

it('a page goes with the mail to an admin, unless it is too large for one', () => {
  const mailWith = (content: string) => {
    const page = { name: 'report-2026-11.html', type: 'text/html; charset=utf-8', content };
    const [mail] = adminMails(scene('en'), templates, SENDER, { ...ADMINS, where: 'reports/2026-11', page });
    if (mail === undefined) throw new Error('no mail');
    return { ...mail, text: mail.text.replaceAll(/\s+/g, ' ') };
  };
  expect(mailWith('<p>').attachments?.map(({ content }) => content)).toEqual(['<p>']);
  expect(mailWith('<p>').text).toContain('The whole report is attached: report-2026-11.html.');
  const large = mailWith('é'.repeat(3 * MB));
  expect(large.attachments).toEqual([]);
  expect(large.text).toContain(
    'too large to be attached: 6 MB, of 5 MB at most. The whole report: reports/2026-11',
  );
});

describe.each(LANGUAGES)('the mails in %s, read by another parser', (language) => {
  const input = scene(language);
  const mails = [
    ...memberMails(input, templates, SENDER),
    ...referentMails(input, templates, SENDER),
    ...adminMails({ ...input, delivery: TROUBLE }, templates, SENDER, ADMINS),
  ];

  it('are one each', () => {
    expect(mails.map(({ key }) => key)).toEqual([
      'member:typical',
      'member:thanked',
      'member:worst',
      'referent:nextcloud-tours@example.org',
      'admin:one@example.org',
      'admin:two@example.org',
    ]);
  });

  it.each(mails.map((mail) => [mail.key, mail] as const))(
    '%s: headers and both parts are right',
    async (_, mail) => {
      const eml = await composeEml(mail);
      const parsed = await simpleParser(eml);
      expect(addresses(parsed.to)).toEqual([mail.to]);
      expect([parsed.cc, parsed.bcc]).toEqual([undefined, undefined]);
      expect(parsed.subject).toBe(mail.subject);
      expect(parsed.messageId).toBe(mail.messageId);
      expect(parsed.date?.getTime()).toBe(SENDER.date);
      expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
      expect(parsed.headers.get('content-language')).toBe(language);
      expect(addresses(parsed.replyTo)).toEqual([
        mail.key.startsWith('member:') ? 'nextcloud-tours@example.org' : 'nextcloud@example.org',
      ]);
      expect(String(eml)).toMatch(
        /^List-Unsubscribe:\s+<mailto:nextcloud[^>\s]*@example\.org\?subject=[^>\s]+>\r$/m,
      );
      expect(parsed.attachments).toEqual([]);
      expect(parsed.text?.trim()).toBe(mail.text.trim());
      expect(String(parsed.html)).toContain(`<html lang="${language}">`);
    },
  );

  it.each(mails.map((mail) => [mail.key, mail] as const))(
    '%s: is light, and leads only where it may',
    async (_, mail) => {
      expect(Buffer.byteLength(mail.html)).toBeLessThanOrEqual(100_000);
      for (const line of String(await composeEml(mail)).split('\r\n'))
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
      for (const line of mail.text.split('\n'))
        if (!line.includes('https://')) expect(line.length).toBeLessThanOrEqual(78);
      const places = mail.key.startsWith('member:') ? MEMBER_PLACES : TEAM_PLACES;
      for (const href of linksOf(mail.html)) expect(href).toMatch(places);
      expect(mail.html).not.toMatch(/<(img|script|link|iframe|object|form|svg|base)\b/i);
      expect(mail.html).not.toMatch(/\son\w+="|url\(|@import/i);
    },
  );
});

describe('hostile names', () => {
  it.each(NASTY_NAMES)('%j is shown as text in subject, text and html', async (name) => {
    const path = `/${name.replaceAll('/', '∕')}`;
    const link = share('1', 'anna', path, { fileId: '7', label: name });
    const result = resultOf(
      {
        members: [member('anna', { name }), member(name, { name })],
        shares: [link],
        findings: [
          onShare('link-open-forever', link, { severity: 'high' }),
          stale('anna', '8', `${path}/${name.replaceAll('/', '∕')}`, 90, { sharedWith: [name] }),
          onShare(
            'link-by-someone-else',
            { ...link, id: '1' },
            { actual: { maker: name, createdAt: link.createdAt } },
          ),
        ],
      },
      CHECKS,
    );
    const contacts = new Map([
      ['anna', { mail: 'anna@example.org', language: 'fr' as const, antenna: name }],
    ]);
    const input = inputOf([result], { checks: CHECKS, contacts });
    const [mail] = memberMails(
      { ...input, organisation: { ...input.organisation, replyTo: 'aide@example.org' } },
      templates,
      SENDER,
    );
    if (mail === undefined) throw new Error('no mail');
    expect(mail.html).not.toMatch(/<(script|img|svg)/i);
    expect(mail.html.replaceAll(/="[^"]*"/g, '')).not.toMatch(/<[^>]*\son\w+/i);
    for (const part of [mail.subject, mail.text.replaceAll('\n', ''), mail.html.replaceAll('\n', '')])
      expect(part).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u200e\u200f]/);
    const parsed = await simpleParser(await composeEml(mail));
    expect(addresses(parsed.to)).toEqual(['anna@example.org']);
    expect([parsed.cc, parsed.bcc]).toEqual([undefined, undefined]);
  });

  it('a name written from right to left is isolated', () => {
    const result = resultOf(
      { members: [member('anna')], shares: [], findings: [stale('anna', '1', '/חשבונית.pdf', 90)] },
      CHECKS,
    );
    const [mail] = memberMails(inputOf([result], { checks: CHECKS }), templates, SENDER);
    expect(mail?.text).toContain('\u2068חשבונית.pdf\u2069');
  });
});

describe('the identity of a mail', () => {
  const run = { id: 7, startedAt: '2026-11-23T03:12:00.000Z' };

  it('is the same for the same run and person, another for another, and tells nobody who it is', () => {
    const id = messageId(run, 'member:anna <x>\r\n', 'example.org');
    expect(messageId(run, 'member:anna <x>\r\n', 'example.org')).toBe(id);
    expect(id).toMatch(/^<menage\.20261123\.7\.[0-9a-f]{16}@example\.org>$/);
    expect(messageId(run, 'member:bruno', 'example.org')).not.toBe(id);
    expect(messageId({ ...run, id: 8 }, 'member:anna <x>\r\n', 'example.org')).not.toBe(id);
  });

  it('lets later runs count the mails of thanks', () => {
    const thanks = memberMails(scene('fr'), templates, SENDER).find(({ key }) => key === 'member:thanked');
    const sent = [
      { key: 'member:thanked', occasion: thanks?.occasion ?? null, lastAttemptAt: 20 },
      { key: 'member:thanked', occasion: 'report' as const, lastAttemptAt: 30 },
      { key: 'admin:1', occasion: null, lastAttemptAt: 30 },
      { key: 'member:never', occasion: 'report' as const, lastAttemptAt: null },
    ];
    expect([...mailedBefore(sent)]).toEqual([['thanked', { sentAt: [20, 30], thanksAt: [20] }]]);
  });
});

it('renders a thousand mails in ten seconds of one processor, in all languages', () => {
  const ids = Array.from({ length: 1000 }, (_, at) => `member-${at}`);
  const members = ids.map((id) => member(id, { bytes: 1900 * MB }));
  const shares = ids.flatMap((id, at) =>
    Array.from({ length: 4 }, (_, n) => share(`${at}-${n}`, id, `/Clients/dossier-${n}`)),
  );
  const findings = [
    ...ids.flatMap((id, at) =>
      Array.from({ length: 10 }, (_, n) => stale(id, `${at}${n}`, `/Films/film-${n}.mov`, 90 - n)),
    ),
    ...shares.map((one) => onShare('link-open-forever', one, { severity: 'high' })),
  ];
  const contacts = ids.map((id, at) => {
    const language = LANGUAGES[at % LANGUAGES.length] ?? 'fr';
    return [id, { mail: `${id}@example.org`, language, antenna: 'Tours' }] as const;
  });
  const result = resultOf({ members, shares, findings }, CHECKS);
  const input = inputOf([result], { checks: CHECKS, contacts: new Map(contacts) });
  const begun = process.cpuUsage();
  const mails = memberMails(input, templates, SENDER);
  expect(mails).toHaveLength(1000);
  const { user, system } = process.cpuUsage(begun);
  expect((user + system) / 1000).toBeLessThan(10_000);
  const spoken = new Set(mails.map(({ html }) => /<html lang="(\w+)">/.exec(html)?.[1]));
  expect(spoken).toEqual(new Set(LANGUAGES));
}, 120_000);
