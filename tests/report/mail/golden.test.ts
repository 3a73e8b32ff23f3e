import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/model/member.ts';
import { mailFor } from '../../../src/report/mail/mail.ts';
import { renderMail } from '../../../src/report/mail/render.ts';
import { adminMailFor } from '../../../src/report/mail/team/admin.ts';
import { referentMailFor } from '../../../src/report/mail/team/referent.ts';
import { scene, TROUBLE, teamScene, templates } from '../mail-scenes.ts';
import { SITUATION_IDS, type SituationId, situation } from './situations.ts';

const GOLDEN = resolve(import.meta.dirname, '../../golden/mail');
const MAILS = resolve(import.meta.dirname, '../../../docs/mails.md');

/** Those that hold most sentences; every one is read in French and English, these in each other language, too. */
const FOUR: readonly SituationId[] = ['typical', 'worst', 'full-nothing-old', 'thanked'];

describe.each(LANGUAGES)('the mails in %s read as agreed', (language) => {
  const isFirst = language === 'fr' || language === 'en';

  it.each(isFirst ? SITUATION_IDS : FOUR)('%s', async (id) => {
    const { input, member } = situation(id, language);
    const mail = mailFor(input, member);
    if (mail === null) throw new Error(`no mail in the situation ${id}`);
    const { subject, text, html } = renderMail(mail, templates);
    await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`${GOLDEN}/${id}.${language}.txt`);
    await expect(html).toMatchFileSnapshot(`${GOLDEN}/${id}.${language}.html`);
  });

  it('to whom there is nothing to say: none', () => {
    expect(mailFor(scene(language), 'quiet')).toBeNull();
  });

  it.runIf(isFirst)('to an admin', async () => {
    const report = { kind: 'attached', name: 'report-2026-11.html' } as const;
    const parts = { to: 'admin@example.org', where: 'reports/2026-11/report.html', report };
    const mail = adminMailFor({ ...teamScene(language), delivery: TROUBLE }, parts);
    const { subject, text, html } = renderMail(mail, templates);
    await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`${GOLDEN}/admin.${language}.txt`);
    await expect(html).toMatchFileSnapshot(`${GOLDEN}/admin.${language}.html`);
  });

  it.runIf(isFirst)('to a referent', async () => {
    const mail = referentMailFor(teamScene(language), {
      mail: 'nextcloud-tours@example.org',
      groups: ['Tours'],
    });
    if (mail === null) throw new Error('no mail to the referent');
    const { subject, text, html } = renderMail(mail, templates);
    await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`${GOLDEN}/referent.${language}.txt`);
    await expect(html).toMatchFileSnapshot(`${GOLDEN}/referent.${language}.html`);
  });
});

it('docs/mails.md tells of each of them', () => {
  const told = [...readFileSync(MAILS, 'utf8').matchAll(/^### `([\w-]+)`$/gm)].map(([, id]) => id);
  expect(told).toEqual(SITUATION_IDS);
});
