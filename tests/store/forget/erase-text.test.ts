import { describe, expect, it } from 'vitest';
import { withoutItem, withoutUid } from '../../../src/store/forget/erase-text.ts';

const NFC = 'Zoë Öz'.normalize('NFC');
const NFD = NFC.normalize('NFD');

describe('a sentence without an item', () => {
  it.each([
    ['anna', 'Not judged (Odd): anna, bob.', 'Not judged (Odd): …, bob.'],
    [
      'anna',
      'Not judged (Odd): bob, anna; Judged in part (Other): anna.',
      'Not judged (Odd): bob, …; Judged in part (Other): ….',
    ],
    [
      'anna',
      'Not judged (Odd): share 3, 4 of anna, share 5 of bob.',
      'Not judged (Odd): share 3, 4 of …, share 5 of bob.',
    ],
    ['o.n (x)', 'Not judged (Odd): o.n (x), oan (x).', 'Not judged (Odd): …, oan (x).'],
    ['a-b', 'Not judged (Odd): a-b', 'Not judged (Odd): …'],
  ])('%j goes from %j', (name, text, left) => {
    expect(withoutItem(text, name)).toBe(left);
  });

  it.each(['anna', 'Odd', 'Not judged', 'share', 'a'])('keeps what only looks like it: %j', (name) => {
    const text = 'Not judged (Odd): anna-b, Anna, b anna, banna.';
    expect(withoutItem(text, name)).toBe(text);
  });
});

describe('a sentence without a uid', () => {
  it.each([NFC, NFD, encodeURIComponent(NFC), encodeURIComponent(NFD), 'Zo%c3%ab%20%c3%96z'])(
    'has no address in which it is spelled %j',
    (spelled) => {
      // Spaces are never raw in an address.
      const segment = spelled.replaceAll(' ', '%20');
      const text = `PROPFIND /remote.php/dav/files/${segment}/A answered 500; GET /ocs/v2.php/cloud/users/${segment}?format=json too.`;
      expect(withoutUid(text, NFC)).toBe('PROPFIND … answered 500; GET … too.');
    },
  );

  it('keeps the addresses of others, and its own words where they are the uid', () => {
    const text = 'read /remote.php/dav/files/anna-b/read: “read” of file “read”, /files/100%/x.';
    for (const uid of ['anna', 'read', 'file', '100']) expect(withoutUid(text, uid)).toBe(text);
    expect(withoutUid(text, '100%')).toContain('file “read”, …');
  });

  it('does not name it as an account either, also where signs in it were made visible', () => {
    const text =
      'Of 9 shares that account “a.b” made of things of account “c\u2400”, the first 2 were judged.';
    expect(withoutUid(text, 'a.b')).toBe(text.replace('a.b', '…'));
    expect(withoutUid(text, 'c\u0000')).toBe(text.replace('c\u2400', '…'));
    expect(withoutUid(text, 'axb')).toBe(text);
    expect(withoutUid(text, 'b')).toBe(text);
  });
});
