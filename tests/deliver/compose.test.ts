import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { composeEml, mailOptions } from '../../src/deliver/compose.ts';
import { mail } from './helpers.ts';

describe('a mail in MIME form', () => {
  it('holds what it was made of, and goes to one person', async () => {
    const wanted = mail('member:anna', { to: 'anna@coop.example' });
    const eml = await composeEml(wanted);
    const read = await simpleParser(eml);
    expect([read.from?.text, read.replyTo?.text, read.subject, read.messageId]).toEqual([
      '"Nextcloud" <nextcloud@coop.example>',
      'aide@coop.example',
      'Votre Nextcloud',
      wanted.messageId,
    ]);
    expect([read.to].flat().map((to) => to?.text)).toEqual(['anna@coop.example']);
    expect([read.text?.trim(), read.html, read.date?.getTime()]).toEqual([
      wanted.text,
      wanted.html,
      wanted.date,
    ]);
    expect(read.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mailOptions(wanted).envelope).toEqual({ from: wanted.from, to: ['anna@coop.example'] });
    expect(eml.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('has no Reply-To where there is none', async () => {
    expect(
      (await simpleParser(await composeEml(mail('member:anna', { replyTo: null })))).replyTo,
    ).toBeUndefined();
  });

  it.each([
    ['a file', { path: '/etc/hostname' }],
    ['an address', { href: 'http://127.0.0.1:9/' }],
  ])('fetches nothing from %s, whatever a text turns out to be', async (_, elsewhere) => {
    // The types allow texts alone; what bypasses the types must not be fetched.
    const forged = Object.assign(mail('member:anna'), { text: elsewhere });
    await expect(composeEml(forged)).rejects.toThrow(/access rejected|not allowed/i);
  });
});
