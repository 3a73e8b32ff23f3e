import { describe, expect, it } from 'vitest';
import { ownMessages } from '../../../src/app/report/locales.ts';
import type { HeldReason } from '../../../src/model/mail.ts';
import { chatMessage } from '../../../src/report/export/chat.ts';
import { summaryMarkdown } from '../../../src/report/export/summary.ts';
import { renderPage } from '../../../src/report/page/page.ts';
import { deliveryView, heldSentence } from '../../../src/report/text/delivery.ts';
import { NASTY_NAMES } from '../helpers.ts';
import { scene, TROUBLE } from '../mail-scenes.ts';
import { pageTemplates } from '../page-sample.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const trouble = (language: 'fr' | 'en') => ({ ...scene(language), delivery: TROUBLE });

describe('mails that were held or not handed over', () => {
  it('are named to the admins on the page, with what to do, in both languages', () => {
    const page = plain(renderPage(trouble('fr'), pageTemplates()));
    for (const text of [
      '4 mails non remis',
      'mails aux membres en attente de votre accord',
      '60 membres n’ont pas pu être lus sur 112, plus que la limite de 20 %.',
      '<bdi>anna</bdi></th><td>refusé par le serveur de mail</td><td>550 5.1.1 &lt;anna[@]example[.]org&gt;: no such user',
      'Il ne repart pas : demandez à la personne s’il est arrivé.',
      '4 mails not handed over',
      '60 of 112 members could not be read, more than the limit of 20%.',
    ])
      expect(page).toContain(text);
  });

  it('are counted in the chat without a name, within five lines', () => {
    const text = chatMessage(trouble('fr'), { nameMembers: false, link: null });
    expect(plain(text)).toMatch(/critiques · .* · 4 mails non remis · mails aux membres en attente/);
    expect(text.split('\n').length).toBeLessThanOrEqual(5);
    expect(text).not.toContain('anna');
  });

  it('stand in the summary for the wiki', () => {
    expect(plain(summaryMarkdown(trouble('en')))).toMatch(
      /## 4 mails not handed over\n\n- anna: refused by the mail server\. Check the person’s address/,
    );
  });

  it('are no word anywhere when there are none', () => {
    const quiet = { ...scene('fr'), delivery: { held: [], undelivered: [] } };
    expect(deliveryView(quiet, 'fr')).toEqual({ held: null, undelivered: null, stopped: null });
    expect(renderPage(quiet, pageTemplates())).not.toMatch(/non remis|en attente de votre accord/);
    expect(chatMessage(quiet, { nameMembers: false, link: null })).toBe(
      chatMessage(scene('fr'), { nameMembers: false, link: null }),
    );
  });

  it('show what a mail server answers as text', () => {
    const undelivered = NASTY_NAMES.map((reply) => ({ member: reply, state: 'refused' as const, reply }));
    const page = renderPage({ ...scene('fr'), delivery: { held: [], undelivered } }, pageTemplates());
    expect(page).not.toMatch(/<img src=x|<svg onload|<script>alert/);
  });
});

it('a first sending that is held is no alarm: its heading and its remedy are its own', () => {
  const first = { kind: 'first', mails: 1 } as const;
  const view = (...held: readonly HeldReason[]) =>
    deliveryView({ ...scene('en'), delivery: { held, undelivered: [] } }, 'en').held;
  expect(view(first)).toEqual({
    heading: 'The mails to the members wait for your consent',
    reasons: ['1 mail waits: this would be the first sending to the members.'],
    how: expect.stringMatching(/--dry-run\..*--to YOUR-ADDRESS\..*send --yes$/),
    short: 'mails to the members wait for your consent',
  });
  const brake = { kind: 'more', mails: 70, before: 12 } as const;
  expect(view(first, brake)?.heading).toBe('Not all mails to the members were sent');
});

it('each reason of the brakes is a sentence in both languages', () => {
  const reasons = [
    ...TROUBLE.held,
    { kind: 'many' as const, mails: 130, members: 118, limit: 100 },
    { kind: 'drop' as const, touched: 30, members: 112, limit: 50 },
    { kind: 'more' as const, mails: 70, before: 12 },
    { kind: 'first' as const, mails: 24 },
  ];
  const said = (language: 'fr' | 'en') =>
    reasons.map((reason) => plain(heldSentence(reason, ownMessages, language)));
  expect(said('fr')).toEqual([
    '60 membres n’ont pas pu être lus sur 112, plus que la limite de 20 %.',
    'L’adresse de typical n’est pas celle de la fois précédente.',
    '130 mails pour 118 membres, plus que la limite de 100 %.',
    'L’espace utilisé a baissé de plus de 50 % depuis la fois précédente chez 30 membres sur 112.',
    '70 mails, contre 12 mails la fois précédente.',
    '24 mails attendent : ce serait le premier envoi aux membres.',
  ]);
  expect(said('en').join(' ')).not.toMatch(/[{}]/);
});
