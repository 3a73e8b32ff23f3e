import { LinkifyIt } from 'linkify-it';
import tlds from 'tlds' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { chatMessage } from '../../src/report/export/chat.ts';
import { summaryMarkdown } from '../../src/report/export/summary.ts';
import { terminalSummary } from '../../src/report/export/terminal.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { adminMails, memberMails } from '../../src/report/mail/mails.ts';
import { pageData } from '../../src/report/page/data.ts';
import { renderPage } from '../../src/report/page/page.ts';
import { pageView } from '../../src/report/page/view.ts';
import { coopInput, pageTemplates } from './page-sample.ts';

const EVIL = [
  'www.evil.example',
  'https://evil.example/connexion',
  'paie.evil.fr',
  'chef@evil.fr',
  'mailto:chef@evil.fr',
  'evil。com',
];

/** Where texts of members and servers stand in a result; a text of a new field is found by the types of `actual` or added here. */
const TEXTS =
  /^(?:name|path|label|recipient|recipients|reason|groups|sharedWith|unreadable|antenna|reply|unread|unknownTraits|unknownBecause)$/;
const UIDS = /^(?:owner|sharedBy|member)$/;

/** The same words in the same place: what was equal stays equal. */
function evil(text: string): string {
  return `${text} ${EVIL[text.length % EVIL.length] ?? ''}`;
}

function evilUid(uid: string): string {
  return `${uid}@evil.fr`;
}

function poisoned<Value>(value: Value, key = '', inActual = false): Value {
  const isText = inActual ? !/(?:At|On)$/.test(key) : TEXTS.test(key);
  // The shape stays, only texts change.
  if (typeof value === 'string')
    return (UIDS.test(key) && !inActual ? evilUid(value) : isText ? evil(value) : value) as Value;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, key, inActual)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, one]) => [
    name,
    poisoned(one, name, inActual || name === 'actual'),
  ]);
  const all = Object.fromEntries(fields);
  const isMember = 'usage' in all || all.kind === 'member';
  return isMember ? { ...all, id: evilUid(all.id) } : all;
}

function hostileInput(): ReportInput {
  const input = coopInput(40, 60);
  const result = poisoned(input.result);
  const unread = { status: 'failed', strategy: 'none', requests: 1 } as const;
  const members = result.members.map((one, at) =>
    at % 9 === 0
      ? {
          ...one,
          coverage: {
            ...one.coverage,
            ...unread,
            reason: evil(`The server answered 500: “${EVIL[at % 6]}”`),
          },
        }
      : one,
  );
  const shown = { result: { ...result, members }, previous: poisoned(input.previous) };
  return {
    ...input,
    ...shown,
    period: { ...input.period, ...shown },
    exceptions: poisoned(input.exceptions),
    contacts: new Map([...input.contacts].map(([uid, contact]) => [evilUid(uid), poisoned(contact)])),
    delivery: {
      held: [],
      undelivered: input.result.members.slice(0, 6).map(({ id }, at) => ({
        member: evilUid(id),
        state: 'refused' as const,
        reply: `550 5.7.1 see ${EVIL[at] ?? ''}`,
      })),
    },
  };
}

const templates = pageTemplates();

/** What a mail program may make a link, as eagerly as any does. */
const linkifier = new LinkifyIt()
  .tlds(tlds)
  .set({ fuzzyIP: true, fuzzyLink: true, fuzzyEmail: true })
  .add('//', null);

function foreignLinks(text: string): readonly string[] {
  return (linkifier.match(text) ?? []).map(({ raw }) => raw).filter((raw) => raw.includes('evil'));
}

function textOf(html: string): string {
  return html
    .replaceAll(/<(style|script)\b[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_, hex, decimal) =>
      String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

function addressesIn(html: string): readonly string[] {
  return [...html.matchAll(/\b(?:href|src|action)="([^"]*)"/g)].map(([, address = '']) => address);
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

describe('with links in every name, label, reason and reply of others', () => {
  const input = hostileInput();
  const sender = { from: 'Nextcloud <nextcloud@coop.example>', date: Date.UTC(2026, 10, 29) };
  const mails = [
    ...memberMails(input, templates, sender),
    ...adminMails(input, templates, sender, { mails: ['admins@coop.example'], where: null }),
  ];

  it('both parts and the subject of each mail hold no link but ours', () => {
    expect(mails.length).toBeGreaterThan(20);
    for (const { key, subject, text, html } of mails) {
      expect([key, ...foreignLinks(`${subject}\n${text}\n${textOf(html)}`)]).toEqual([key]);
      for (const address of addressesIn(html)) expect(address.split('?')[0]).not.toContain('evil');
    }
    expect(mails.map(({ text }) => text).join('')).toContain('evil[.]');
  });

  it('the page, its data and every string of its view hold none', () => {
    const html = renderPage(input, templates);
    const views = [pageData(input), pageView(input, 'fr'), pageView(input, 'en')].flatMap(strings);
    expect(views.filter((text) => foreignLinks(text).length > 0)).toEqual([]);
    expect(foreignLinks(textOf(html))).toEqual([]);
    for (const address of addressesIn(html)) expect(address).not.toContain('evil');
    expect(views.join('')).toContain('evil[.]');
  });

  it('chat, summary and terminal hold none', () => {
    const texts = [
      chatMessage(input, { nameMembers: true, link: null }),
      summaryMarkdown(input),
      terminalSummary(input, { color: false, width: 100 }),
    ];
    expect(texts.flatMap(foreignLinks)).toEqual([]);
  });
});
