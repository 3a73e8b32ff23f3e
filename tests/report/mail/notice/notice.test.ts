import { describe, expect, it } from 'vitest';
import { ownMessages } from '../../../../src/app/report/locales.ts';
import { templatesOf } from '../../../../src/app/report/templates.ts';
import { LANGUAGES } from '../../../../src/model/member.ts';
import type { NoticeContent } from '../../../../src/report/mail/notice/content.ts';
import { type NoticeInput, noticeMail, outgoingNotice } from '../../../../src/report/mail/notice/notice.ts';
import { renderMail } from '../../../../src/report/mail/render.ts';

const PAGE = { href: 'https://menage.example.org/l/TOKEN', until: Date.UTC(2027, 0, 27) };
const INVITATION = {
  kind: 'invitation',
  ...{ reminder: 0, left: 2, page: PAGE },
  unsubscribe: 'https://menage.example.org/u/OTHER',
} as const;

/** One of each kind. */
const CONTENTS: readonly NoticeContent[] = [
  INVITATION,
  { ...INVITATION, reminder: 2, left: 0 },
  { kind: 'sign-in', page: PAGE },
  { kind: 'renewed-link', page: PAGE },
  { kind: 'access-given', keyName: 'menage, rapport mensuel (K4 7Q)', page: PAGE },
  { kind: 'key-left', keyName: 'menage', settings: 'https://cloud.example.org/settings/user/security' },
  { kind: 'key-revoked', keyName: 'menage' },
  {
    ...{ kind: 'answer-decided', decision: 'accepted', thing: '/Photos', until: '2027-05-31' },
    ...{ reason: '', page: PAGE },
  },
  {
    ...{ kind: 'answer-decided', decision: 'refused', thing: '/Photos', until: '2027-05-31' },
    ...{ reason: 'Des noms de clients y sont.', page: PAGE },
  },
  {
    ...{ kind: 'message-to-referent', name: 'Zélie <b>', text: 'Ce n’est pas à moi : <script>', thing: null },
    ...{ replyTo: 'zelie@example.org', page: 'https://menage.example.org/sign-in' },
  },
  { kind: 'wrong-accounts', name: 'Zélie', tries: 5 },
];

const input = (content: NoticeContent, to: Partial<NoticeInput['to']> = {}): NoticeInput => ({
  words: ownMessages,
  organisation: {
    ...{ name: 'Coopérative des Deux Rives', language: 'fr', timezone: 'Europe/Paris' },
    ...{ help: 'https://example.org/aide', replyTo: 'aide@example.org' },
  },
  referents: [{ group: 'Nantes', name: 'Rose', mail: 'nextcloud-nantes@example.org' }],
  to: { mail: 'zelie@example.org', language: 'fr', name: 'Zélie', antenna: 'Nantes', ...to },
  hosts: { portal: 'menage.example.org', server: 'cloud.example.org' },
  content,
  now: Date.UTC(2026, 10, 28, 9),
});

const templates = templatesOf(null);
const sender = { from: 'Nextcloud <nextcloud@example.org>', date: Date.UTC(2026, 10, 28, 9) };

describe('a notice', () => {
  it('is a whole mail, of every kind, and in every language', () => {
    for (const [at, content] of CONTENTS.entries())
      for (const language of at === 0 ? LANGUAGES : ([LANGUAGES[at % LANGUAGES.length] ?? 'fr'] as const)) {
        const { html, text, subject } = renderMail(noticeMail(input(content, { language })), templates);
        expect(subject.length).toBeGreaterThan(5);
        expect(html).toContain(`<html lang="${language}">`);
        expect(text).not.toMatch(/undefined|\{|<b>Un/);
        expect(html).not.toContain('<script>');
      }
  });

  it('invites by a button that leads to the page, and by a link that says no', () => {
    const mail = noticeMail(input(INVITATION));
    const { text } = renderMail(mail, templates);
    expect(mail.replyTo).toBe('nextcloud-nantes@example.org');
    expect(text.replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(`Bonjour Zélie,

Un bilan de votre Nextcloud, une fois par mois, pour vous seulement

Ce qui prend de la place, ce qui est resté ouvert vers l’extérieur, et quoi en
faire. C’est court, et c’est vous qui décidez.

Pour l’écrire, un programme, « menage », a besoin de votre accord.

Voir et décider
https://menage.example.org/l/TOKEN

Valable jusqu’au 27 janvier 2027. Rien ne se passe avant votre accord, sur la
page suivante puis dans Nextcloud : une minute.


En quatre lignes

Ce qui est lu
Les noms, tailles et dates de vos fichiers, et la liste de vos partages.

Ce qui n’est jamais lu
Le contenu de vos fichiers. Rien n’est changé ni supprimé.

Qui voit quoi
Vous : tout ce qui vous concerne. L’équipe Nextcloud et la personne
référente : des totaux, et ce que vous partagez. Jamais les noms de vos autres
fichiers.

Pour arrêter
Un clic, quand vous voulez, sans donner de raison : la liste de vos fichiers
est effacée aussitôt.


Vous préférez que non ?

C’est libre, et rien ne change pour vous. Dire non merci
https://menage.example.org/l/TOKEN/decline, et nous n’en parlerons plus. Sans
réponse, nous reposerons la question deux fois au plus.

Répondez à ce mail : il arrive à la personne référente de l’antenne Nantes,
nextcloud-nantes@example.org.

Lire la page d’aide https://example.org/aide


Un doute sur ce mail ? Il ne demande aucun mot de passe. Le bouton mène à
menage.example.org ; le mot de passe, s’il est demandé, ne l’est que par
cloud.example.org, votre Nextcloud.

L’équipe Nextcloud · Coopérative des Deux Rives
`);
  });

  it('ends by one click only where it comes again', () => {
    const headers = CONTENTS.map((content) => {
      const mail = noticeMail(input(content));
      const notice = { id: 'n', key: 'member:zelie' } as const;
      return outgoingNotice(mail, renderMail(mail, templates), sender, notice).headers;
    });
    const [first, , ...others] = headers;
    expect(first).toMatchObject({
      'List-Unsubscribe': '<https://menage.example.org/u/OTHER>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    });
    for (const { 'List-Unsubscribe': none } of others.slice(0)) expect(none).toBeUndefined();
  });

  it('answers a message to whoever wrote it', () => {
    const message = CONTENTS.find(({ kind }) => kind === 'message-to-referent');
    if (message === undefined) throw new TypeError('there is one');
    expect(noticeMail(input(message)).replyTo).toBe('zelie@example.org');
  });
});
