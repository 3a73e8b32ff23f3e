import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/model/member.ts';
import { adminMailFor } from '../../../src/report/mail/admin.ts';
import { mailFor } from '../../../src/report/mail/mail.ts';
import { renderMail } from '../../../src/report/mail/render.ts';
import { scene, TROUBLE, templates } from '../mail-scenes.ts';

const GOLDEN = resolve(import.meta.dirname, '../../golden/mail');

describe.each(LANGUAGES)('the mails in %s read as agreed', (language) => {
  const input = scene(language);

  it.each(['typical', 'worst', 'thanked'])('to the %s member', async (id) => {
    const mail = mailFor(input, id);
    if (mail === null) throw new Error(`no mail to ${id}`);
    const { subject, text, html } = renderMail(mail, templates);
    await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`${GOLDEN}/${id}.${language}.txt`);
    await expect(html).toMatchFileSnapshot(`${GOLDEN}/${id}.${language}.html`);
  });

  it('to whom there is nothing to say: none', async () => {
    const mail = mailFor(input, 'quiet');
    const text = mail === null ? 'No mail.\n' : renderMail(mail, templates).text;
    await expect(text).toMatchFileSnapshot(`${GOLDEN}/nothing.${language}.txt`);
  });

  it('to an admin', async () => {
    const parts = { to: 'admin@example.org', where: 'reports/2026-11/report.html' };
    const mail = adminMailFor({ ...input, delivery: TROUBLE }, parts);
    const { subject, text, html } = renderMail(mail, templates);
    await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`${GOLDEN}/admin.${language}.txt`);
    await expect(html).toMatchFileSnapshot(`${GOLDEN}/admin.${language}.html`);
  });
});
