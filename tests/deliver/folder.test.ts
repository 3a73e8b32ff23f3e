import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { fileNames, writeMails } from '../../src/deliver/folder.ts';
import { writeOutput } from '../../src/files/write.ts';
import type { DeliveryKey } from '../../src/model/mail.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { mail } from './helpers.ts';

describe('mails in a folder', () => {
  it('are whole, parse back, and only their owner may read them', async () => {
    const folder = join(temporaryFolder('mails'), 'mails');
    const [path = ''] = await writeMails(
      [mail('member:anna', { subject: 'Votre Nextcloud : été 🎉' })],
      folder,
      writeOutput,
    );
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const parsed = await simpleParser(readFileSync(path));
    expect(parsed.subject).toBe('Votre Nextcloud : été 🎉');
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(parsed.text?.trim()).toBe('Bonjour, à bientôt');
    expect(parsed.html).toContain('<p>Bonjour');
  });

  it('get names that stay inside the folder and apart from each other', async () => {
    const keys: readonly DeliveryKey[] = [
      'member:../../etc/passwd',
      'member:a/b',
      'member:a_b',
      'member:.hidden',
      'member:é',
      'member:a\0b',
      `member:${'x'.repeat(300)}`,
      'member:admin-1',
      'member:referent-1',
      'member:anna',
      'member:Anna',
      'member:ANNA',
      'member:e\u0301',
      'member:E\u0301',
      'member:ſ',
      'member:anna.',
      'member:anna-3f2a9c',
      'admin:admins@coop.example',
      'referent:tours@coop.example',
    ];
    // What the uid of another would be called, as a uid.
    const stolen = fileNames(keys).map((name) => `member:${name}`);
    const all = [
      ...new Set([...keys, ...stolen, ...stolen.map((key) => key.toUpperCase().replace('MEMBER', 'member'))]),
    ];
    for (const some of [keys, all]) {
      const names = fileNames(some);
      // A file system that knows no case and one Unicode form.
      expect(new Set(names.map((name) => name.toLowerCase().normalize('NFKC'))).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[A-Za-z0-9@_-][A-Za-z0-9@._-]{0,109}$/);
    }
    expect(fileNames(['admin:a@coop.example', 'member:zoe', 'admin:b@coop.example'])).toEqual([
      'admin-1',
      'zoe',
      'admin-2',
    ]);
    const folder = temporaryFolder('mails');
    await writeMails(
      keys.map((key) => mail(key)),
      folder,
      writeOutput,
    );
    expect(readdirSync(folder)).toHaveLength(keys.length);
  });

  it('are named as people know their accounts, wherever no other account could be meant', () => {
    const uids = ['Anna', 'Anna.Martin', 'anna@Coop.example', 'J-P_2', 'zoe'];
    expect(fileNames(uids.map((uid) => `member:${uid}`))).toEqual(uids);
    // Both are marked, whichever comes first: neither name tells which account it is.
    const [upper = '', lower = '', other] = fileNames(['member:Anna', 'member:anna', 'member:bob']);
    expect([upper, lower]).toEqual([
      expect.stringMatching(/^Anna-\w{20}$/),
      expect.stringMatching(/^anna-\w{20}$/),
    ]);
    expect(fileNames(['member:anna', 'member:Anna'])).toEqual([lower, upper]);
    expect(other).toBe('bob');
  });
});
