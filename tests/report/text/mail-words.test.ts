import { describe, expect, it } from 'vitest';
import { ownMessages } from '../../../src/app/report/locales.ts';
import { CHECKS } from '../../../src/checks/index.ts';
import { LANGUAGES, type Language } from '../../../src/model/member.ts';
import { mailFor } from '../../../src/report/mail/mail.ts';
import { renderMail } from '../../../src/report/mail/render.ts';
import { adminMailFor } from '../../../src/report/mail/team/admin.ts';
import { referentMailFor } from '../../../src/report/mail/team/referent.ts';
import { renderPage } from '../../../src/report/page/page.ts';
import type { Messages } from '../../../src/report/text/words.ts';
import { scene, TROUBLE, teamScene, templates } from '../mail-scenes.ts';
import { pageTemplates } from '../page-sample.ts';

describe.each(LANGUAGES)('the messages in %s', (language) => {
  it('are written with typographic apostrophes: a straight one quotes in ICU messages', () => {
    // The English of reasons is the contract's, and tested with its parameters; that of the terminal is what was there before.
    const own = [...ownMessages(language)].filter(
      ([key]) => language !== 'en' || !/^(reason|terminal)\./.test(key),
    );
    for (const [, message] of own) expect(message).not.toContain("'");
  });
});

it('no French message needs dots or doublets to speak to everybody', () => {
  for (const message of ownMessages('fr').values())
    expect(message).not.toMatch(/\w[·.]e(s)?\b|\w\(e\)|un ou une/);
});

const [OPEN, CLOSE] = ['⟦', '⟧'];

/** What a reader sees that came from no catalogue, without the pieces that are data by nature. */
function unmarked(text: string, data: readonly string[]): readonly string[] {
  let rest = text;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, '');
  }
  for (const piece of data) rest = rest.replaceAll(piece, '');
  return rest.match(/\p{L}{2,}/gu) ?? [];
}

function visible(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replaceAll(/<\/?(a|strong|span|br|b)\b[^>]*>/g, '')
    .replaceAll(/<[^>]+>/g, '\n')
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll(/&(lt|gt|amp|quot|#x27|#x60|#x3D);|["'`=]/g, '');
}

function marked(language: Language): Messages {
  return new Map([...ownMessages(language)].map(([key, message]) => [key, `${OPEN}${message}${CLOSE}`]));
}

it('no sentence of either part stands outside the catalogues', () => {
  const input = { ...scene('fr'), words: marked, checks: CHECKS, delivery: TROUBLE };
  for (const id of ['typical', 'worst', 'thanked']) {
    const mail = mailFor(input, id);
    if (mail === null) throw new Error(`no mail to ${id}`);
    const { text, html, subject } = renderMail(mail, templates);
    const gauge = mail.view.gauge?.used ?? '';
    const names = mail.view.open?.rows.map(({ name }) => name) ?? [];
    const unescaped = names.map((name) => name.replaceAll(/[<>&"'`=]/g, ''));
    const sizes = mail.view.actions?.items.flatMap(({ rows }) => rows.map(({ size }) => size ?? '')) ?? [];
    const data = [...names, ...unescaped, ...sizes, mail.view.month, gauge];
    expect(unmarked(subject, data)).toEqual([]);
    expect(unmarked(visible(html), data)).toEqual([]);
    const withoutAddresses = text.replaceAll(/https:[^\s⟧]+/g, '');
    expect(unmarked(withoutAddresses, data)).toEqual([]);
  }
});

it('nor of the mails to admins and referents', () => {
  const input = { ...teamScene('fr'), words: marked, checks: CHECKS, delivery: TROUBLE };
  const admin = adminMailFor(input, { to: 'a@b.example', where: null });
  const rows = admin.view.first?.items.flatMap((item) => item.rows.map(({ plain }) => plain)) ?? [];
  const names = [...rows, ...rows.map((row) => row.replaceAll(/[<>&"'`=]/g, '')), admin.view.month];
  const referent = referentMailFor(input, { mail: 'r@b.example', groups: ['Tours'] });
  if (referent === null) throw new Error('no mail to the referent');
  for (const [mail, data] of [
    [admin, names],
    [referent, [referent.view.month]],
  ] as const) {
    const { text, html, subject } = renderMail(mail, templates);
    expect(unmarked(subject, data)).toEqual([]);
    expect(unmarked(visible(html), data)).toEqual([]);
    expect(unmarked(text.replaceAll(/https:[^\s⟧]+/g, ''), data)).toEqual([]);
  }
});

it('a mail asks for the messages of its own language alone, the page for those of the organisation and English', () => {
  const asked = new Set<Language>();
  const words = (language: Language) => {
    asked.add(language);
    return ownMessages(language);
  };
  const mail = mailFor({ ...scene('de'), words, checks: CHECKS }, 'typical');
  expect(mail?.view.hello).toBe('Hallo,');
  expect([...asked]).toEqual(['de']);
  asked.clear();
  renderPage({ ...scene('nl'), words, checks: CHECKS }, pageTemplates());
  expect([...asked].sort()).toEqual(['en', 'nl']);
});
