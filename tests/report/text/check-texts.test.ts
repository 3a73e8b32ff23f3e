import { describe, expect, it } from 'vitest';
import { ownMessages } from '../../../src/app/report/locales.ts';
import { CHECKS } from '../../../src/checks/index.ts';
import { trashHeavy } from '../../../src/checks/storage/trash-heavy.ts';
import type { Actual } from '../../../src/model/finding.ts';
import { LANGUAGES } from '../../../src/model/member.ts';
import { findingWords, paramsOf } from '../../../src/report/text/check-texts.ts';
import { formatter } from '../../../src/report/text/format.ts';
import { NASTY_NAMES } from '../helpers.ts';

const format = formatter('fr', 'Europe/Paris');
const subject = { kind: 'file' as const, id: '1', path: '/Films/été.mov' };

describe('the parameters of a finding', () => {
  it('are formatted by the ending of their key; counts stay numbers', () => {
    const actual = {
      sizeBytes: 1932735283,
      usedPercent: 89.99,
      createdAt: '2026-11-23T23:30:00.000Z',
      endsOn: '2027-06-30',
      months: 19,
      isFolder: false,
      openPath: '/Clients/2026',
      names: ['a', 'b'],
      nothing: null,
    };
    expect(paramsOf({ actual, subject }, format)).toEqual({
      name: 'été.mov',
      path: '/Films/été.mov',
      sizeBytes: '1,8\u00a0Go',
      usedPercent: '89\u00a0%',
      createdAt: '24 novembre 2026',
      endsOn: '30 juin 2027',
      months: 19,
      isFolder: 'false',
      openPath: 'Clients › 2026',
      names: 'a et b',
      nothing: '',
    });
  });

  it('call people by their names, where they are known', () => {
    const named = (id: string) => (id === 'bruno' ? 'Bruno Petit' : null);
    const words = (id: string, actual: Actual) => {
      const check = CHECKS.find((one) => one.id === id);
      return check === undefined
        ? ''
        : findingWords(check, { actual, subject }, ownMessages('fr'), format, named).finding;
    };
    expect(words('link-by-someone-else', { maker: 'bruno' })).toContain('Bruno Petit');
    expect(words('link-by-someone-else', { maker: 'chloe' })).toContain('chloe');
    expect(words('share-with-the-departed', { recipient: 'bruno', gone: true })).toContain('Bruno Petit');
    // An address is nobody's uid, also where it is spelled so.
    expect(words('mail-share-without-password', { recipient: 'bruno' })).not.toContain('Bruno Petit');
    expect(words('external-domain', { recipient: 'bruno', domain: 'x' })).not.toContain('Bruno Petit');
  });

  it.each(NASTY_NAMES)('hold %j as one line of harmless text', (name) => {
    const { maker } = paramsOf({ actual: { maker: name }, subject }, format);
    expect(String(maker)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
  });
});

describe.each(LANGUAGES)('every check in %s', (language) => {
  it.each(CHECKS.map((check) => [check.id, check] as const))('%s says its example', (_, check) => {
    const words = findingWords(
      check,
      { actual: check.example, subject },
      ownMessages(language),
      formatter(language, 'Europe/Paris'),
    );
    for (const text of Object.values(words)) {
      expect(text).not.toBe('');
      expect(text).not.toMatch(/[{}]|undefined|\[object|NaN/);
    }
  });
});

it('a finding that an earlier version stored, without a fact of today’s words, still reads', () => {
  const subject = { path: null };
  const words = findingWords(
    trashHeavy,
    { actual: { trashBytes: 314_572_800 }, subject },
    ownMessages('fr'),
    formatter('fr', 'UTC'),
  );
  expect(words.finding).toContain('300');
  expect(words.remedy).toMatch(/^Videz-la/);
});
