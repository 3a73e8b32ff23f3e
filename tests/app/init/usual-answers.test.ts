import { describe, expect, it } from 'vitest';
import {
  localeLanguage,
  mailServerAddress,
  serverAddress,
  usualSender,
} from '../../../src/app/init/usual-answers.ts';

describe('the address of a server', () => {
  it.each([
    [
      'https://cloud.example.org/index.php/apps/files/files/42?dir=/Films&openfile=42',
      'https://cloud.example.org',
    ],
    ['https://www.example.org/nextcloud/apps/dashboard/#x', 'https://www.example.org/nextcloud'],
    ['https://example.org/cloud/index.php/login?redirect_url=/a', 'https://example.org/cloud'],
    ['https://anna@cloud.example.org/settings/user/security', 'https://cloud.example.org'],
    ['cloud.example.org', 'https://cloud.example.org'],
    [' CLOUD.example.org:8443/ ', 'https://cloud.example.org:8443'],
    ['localhost:8080/apps/files', 'http://localhost:8080'],
    ['https://example.org/appsfolder', 'https://example.org/appsfolder'],
    ['https://example.org/s/aBcDeFg', 'https://example.org'],
  ])('%s', (pasted, address) => {
    expect(serverAddress(pasted)).toBe(address);
  });

  it.each(['', 'two words', 'ftp://example.org', 'https://', 'mailto:a@b'])('is none: "%s"', (text) => {
    expect(serverAddress(text)).toBeNull();
  });
});

it('a mail server by its name alone wants TLS from the first byte', () => {
  expect(mailServerAddress('mail.example.org')).toBe('smtps://mail.example.org');
  expect(mailServerAddress(' smtp://a@b:587 ')).toBe('smtp://a@b:587');
});

it('the language is that of the locale, in the order of POSIX', () => {
  expect(localeLanguage({ LANG: 'fr_FR.UTF-8' })).toBe('fr');
  expect(localeLanguage({ LANG: 'fr_FR.UTF-8', LC_ALL: 'en_GB' })).toBe('en');
  expect(localeLanguage({ LANG: 'fr', LC_ALL: '', LC_MESSAGES: '' })).toBe('fr');
  expect(localeLanguage({ LANG: 'de_AT.UTF-8' })).toBe('de');
  for (const LANG of ['C.UTF-8', 'POSIX', 'ja_JP', undefined]) expect(localeLanguage({ LANG })).toBeNull();
});

it('a sender is at the domain of the first address, else at the server', () => {
  expect(usualSender('Coop', ['me', 'a@coop.example'], 'https://cloud.example.org')).toBe(
    'Coop <nextcloud@coop.example>',
  );
  expect(usualSender('Coop, "SA"', [], 'https://cloud.example.org')).toBe(
    '"Coop, SA" <nextcloud@cloud.example.org>',
  );
});
