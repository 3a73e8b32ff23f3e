import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportInput } from '../../../../src/report/input.ts';
import { renderMail } from '../../../../src/report/mail/render.ts';
import { type AdminMailView, adminMailFor } from '../../../../src/report/mail/team/admin.ts';
import { pageView } from '../../../../src/report/page/view.ts';
import { inputOf, member, resultOf } from '../../helpers.ts';
import { teamScene, templates } from '../../mail-scenes.ts';
import { drawnWorld, namesIn, worldOf } from './worlds.ts';

const TO = { to: 'admin@example.org', where: null };

function viewOf(input: ReportInput): AdminMailView {
  return adminMailFor(input, TO).view;
}

describe('an admin’s mail', () => {
  it('names the first three things of the page, and files only where they are shared', {
    timeout: 30_000,
  }, () => {
    fc.assert(
      fc.property(drawnWorld, (drawn) => {
        const { input, shared } = worldOf(drawn, 'en');
        const mail = adminMailFor(input, TO);
        const first = mail.view.first?.items.map(({ title }) => title) ?? [];
        expect(first).toEqual(
          pageView(input, 'en')
            .actions.slice(0, 3)
            .map(({ what }) => what),
        );
        const { text, html } = renderMail(mail, templates);
        for (const name of namesIn(text + html, 'f')) expect(shared).toContain(name);
      }),
      { numRuns: 40, interruptAfterTimeLimit: 25_000 },
    );
  });

  it('leads to whom to write to, and to the place in Nextcloud', () => {
    const items = viewOf(teamScene('en')).first?.items ?? [];
    const links = items.map(({ rows, how }) =>
      [...rows, ...(how === null ? [] : [how])].flatMap(({ parts }) =>
        parts.flatMap(({ href }) => href ?? []),
      ),
    );
    expect(links).toEqual([
      Array(3).fill('mailto:worst@example.org'),
      ['mailto:worst@example.org', 'mailto:typical@example.org', 'https://cloud.example.org/settings/users'],
      Array(3).fill('mailto:worst@example.org'),
    ]);
  });

  it('says in one line what waits in the portal, and nothing where nothing does', () => {
    const page = 'https://menage.example.org/admin';
    const lineOf = (answers: number, invitations: number) =>
      viewOf({ ...teamScene('fr'), waiting: { answers, invitations, page } })
        .lines.map(({ plain }) => plain.replaceAll(/[\u00a0\u202f]/g, ' '))
        .filter((text) => text.includes('portail'));
    expect(lineOf(0, 0)).toEqual([]);
    expect(lineOf(1, 0)).toEqual([`Sur le portail ${page}, 1 réponse attend votre décision.`]);
    expect(lineOf(3, 12)).toEqual([
      `Sur le portail ${page}, 3 réponses attendent votre décision ; 12 invitations sont retenues, « menage invite » dit pourquoi.`,
    ]);
  });

  it('lets no address add a recipient or a subject', () => {
    const input = teamScene('en');
    const odd = { mail: 'a?bcc=b&x@example.org', language: 'en', antenna: null } as const;
    const contacts = new Map([...input.contacts, ['worst', odd] as const]);
    const { html } = renderMail(adminMailFor({ ...input, contacts }, TO), templates);
    expect(html).toContain('mailto:a%3Fbcc%3Db%26x@example.org');
    expect(html).not.toContain('?bcc=');
  });

  it('puts those together who were not read for one reason, failures first', () => {
    const { unread } = viewOf(teamScene('en'));
    expect(unread?.lines.map(({ plain }) => plain)).toEqual([
      'jules and karim. The server answered 500.',
      'gaston. No access was granted yet.',
      'hugo. The member declined.',
      'ines. Never logged in: nothing is asked of this account, for the server would make its home folder.',
    ]);
  });

  it('says of a first run where all is well that there is nothing to compare', () => {
    const view = viewOf(inputOf([resultOf({ members: [member('anna')], shares: [], findings: [] })]));
    expect([view.first, view.unread]).toEqual([null, null]);
    expect(view.changes.lines.map(({ plain }) => plain)).toEqual([
      expect.stringContaining('rien à comparer'),
    ]);
  });
});
