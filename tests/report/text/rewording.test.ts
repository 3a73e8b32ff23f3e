import { describe, expect, it } from 'vitest';
import { ownMessages } from '../../../src/app/report/locales.ts';
import { CHECKS } from '../../../src/checks/index.ts';
import { UsageError } from '../../../src/model/errors.ts';
import { chatMessage } from '../../../src/report/export/chat.ts';
import type { ReportInput } from '../../../src/report/input.ts';
import { mailFor } from '../../../src/report/mail/mail.ts';
import { adminMailFor } from '../../../src/report/mail/team/admin.ts';
import { renderPage } from '../../../src/report/page/page.ts';
import { reworded } from '../../../src/report/text/rewording.ts';
import { scene } from '../mail-scenes.ts';
import { pageTemplates } from '../page-sample.ts';

/** The scene in the words of `sentences`, French ones. */
function inOurWords(sentences: Readonly<Record<string, string>>): ReportInput {
  const rewordings = Object.entries(sentences).map(([key, message], at) => ({
    language: 'fr' as const,
    key,
    message,
    where: `words/fr.yaml:${at + 1}`,
  }));
  return { ...scene('fr'), checks: CHECKS, words: reworded(ownMessages, rewordings) };
}

describe('sentences in the words of the organisation', () => {
  it('stand in the mail, with French spacing, and in no other language', () => {
    const input = inOurWords({ hello: 'Salut !', 'title.nearly': 'Ça déborde bientôt' });
    const mail = mailFor(input, 'typical');
    expect(mail?.view.hello).toBe('Salut\u202f!');
    expect(mail?.view.title).toBe('Ça déborde bientôt');
    expect(mailFor({ ...scene('en'), words: input.words }, 'typical')?.view.hello).toBe('Hello,');
  });

  it('stand in the mail of the admins, the page, the chat and the checks', () => {
    const input = inOurWords({
      'admin.hello': 'Bonjour la cellule,',
      'page.section.actions': 'En premier lieu',
      'export.chat.report': 'tout lire',
      'check.large-stale-file.remedy': 'Mettez-le sur un disque.',
    });
    expect(adminMailFor(input, { to: 'a@b.example', where: null }).view.hello).toBe('Bonjour la cellule,');
    expect(renderPage(input, pageTemplates())).toContain('En premier lieu');
    expect(chatMessage(input, { nameMembers: false, link: 'https://a.example/' })).toContain('[tout lire]');
    expect(mailFor(input, 'typical')?.view.actions?.items[1]?.rows[0]?.text).toContain(
      'Mettez-le sur un disque.',
    );
  });

  it('may leave bold type out', () => {
    const input = inOurWords({ 'since.more': '{bytes} en plus' });
    expect(mailFor(input, 'typical')?.view.since?.lines.at(-1)?.plain.replaceAll('\u00a0', ' ')).toBe(
      '120 Mo en plus',
    );
  });

  it('may say the percentage of a limit themselves, under the key of then', () => {
    const input = inOurWords({
      'page.figure.full': 'À 90 % ou plus, chers amis',
      'page.occupation.below80': 'sous 80, tranquilles : {n}',
    });
    const page = renderPage(input, pageTemplates());
    expect(page).toContain('ou plus, chers amis');
    expect(page).toContain('sous 80, tranquilles');
  });

  it('are refused with their place and what is wrong, all at once', () => {
    const attempt = () =>
      inOurWords({
        helo: 'Salut,',
        'gauge.of': 'de {cota}',
        'gauge.alt': 'Utilisé : {used} sur {quota}',
        'gauge.chip': '{percent',
        'state.left': 'Il reste {left, number}',
        'question.help': 'La page d’aide est là : {help}',
      });
    expect(attempt).toThrow(UsageError);
    for (const problem of [
      /words\/fr\.yaml:1: helo: there is no such sentence/,
      /words\/fr\.yaml:2: gauge\.of: there is no \{cota\} here, only \{quota\}/,
      /words\/fr\.yaml:2: gauge\.of: \{quota\} is missing/,
      /words\/fr\.yaml:3: gauge\.alt: \{percent\} is missing/,
      /words\/fr\.yaml:4: gauge\.chip: not an ICU message/,
      /words\/fr\.yaml:5: state\.left: write \{left\}/,
      /words\/fr\.yaml:6: question\.help: there is no \{help\} here, only <help>/,
    ])
      expect(attempt).toThrow(problem);
  });

  it.each([
    ['mail.hello', /near it are hello, admin\.hello/],
    ['check.trash-heavy.remedi', /near it are (check\.trash-heavy\.\w+, ){4}/],
    ['check.trash-heavi.remedy', /near it are check\.trash-heavy\.remedy,/],
    ['trash-heavy.remedy', /near it are check\.trash-heavy\.remedy,/],
    ['gap.forbidden', /near it are reason\.gap\.forbidden,/],
  ])('are told what is near %s, which does not exist', (key, near) => {
    expect(() => inOurWords({ [key]: 'Salut,' })).toThrow(near);
  });
});
