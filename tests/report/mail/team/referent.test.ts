import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../../src/model/member.ts';
import { renderMail } from '../../../../src/report/mail/render.ts';
import { referentsOf } from '../../../../src/report/mail/team/antenna.ts';
import { referentMailFor } from '../../../../src/report/mail/team/referent.ts';
import { teamScene, templates } from '../../mail-scenes.ts';
import { drawnWorld, namesIn, worldOf } from './worlds.ts';

const TOURS = { mail: 'tours@example.org', groups: ['Tours'] };
describe('a referent’s mail', () => {
  it('names of files only what everybody can open, and nobody of another antenna', {
    timeout: 30_000,
  }, () => {
    fc.assert(
      fc.property(drawnWorld, fc.constantFrom(...LANGUAGES), (drawn, language) => {
        const { input, open, people } = worldOf(drawn, language);
        const mail = referentMailFor(input, TOURS);
        if (mail === null) return;
        const { subject, text, html } = renderMail(mail, templates);
        const allowed = new Set(open.get('Tours') ?? []);
        for (const part of [`${subject}\n${text}`, html]) {
          const named = namesIn(part, 'f');
          for (const name of named) expect(allowed).toContain(name);
          if (allowed.size <= 20) expect(named.size).toBe(allowed.size);
          for (const person of namesIn(part, 'p')) expect(people.get(person)).toBe('Tours');
        }
      }),
      { numRuns: 80, interruptAfterTimeLimit: 25_000 },
    );
  });

  it('counts in its subject what its lists have, and is none where they are empty', {
    timeout: 30_000,
  }, () => {
    fc.assert(
      fc.property(drawnWorld, (drawn) => {
        const { input } = worldOf(drawn, 'en');
        const view = referentMailFor(input, TOURS)?.view;
        const lines = view?.sections.reduce((sum, section) => sum + section.lines.length, 0) ?? 0;
        const more = view?.sections.some((section) => section.more !== null) ?? false;
        if (!more)
          expect(
            Number(/(\d+|one) points?/.exec(view?.subject ?? '0 points')?.[1]?.replace('one', '1')),
          ).toBe(lines);
      }),
      { numRuns: 80, interruptAfterTimeLimit: 25_000 },
    );
  });

  it('leaves in peace whoever declined', () => {
    const input = teamScene('en');
    const text = JSON.stringify(referentMailFor(input, TOURS)?.view.sections);
    expect(text).not.toContain('Hugo');
    expect(text).toContain('1 other person said no');
    const { result } = input;
    const members = result.members.filter(({ id }) => id === 'hugo');
    const alone = { ...input, result: { ...result, members, shares: [], findings: [] } };
    expect(referentMailFor(alone, TOURS)).toBeNull();
  });

  it('is in the language of the account, where the referent is a member', () => {
    const input = teamScene('fr');
    const contacts = new Map(
      [...input.contacts].map(([id, one]) => [id, { ...one, language: 'en' as const }]),
    );
    const languageOf = (mail: string) =>
      referentMailFor({ ...input, contacts }, { ...TOURS, mail })?.view.language;
    expect(languageOf('Gaston@EXAMPLE.org')).toBe('en');
    expect(languageOf('tours@example.org')).toBe('fr');
  });

  it('is one for all antennas under one address', () => {
    const referents = [
      { group: 'Tours', name: 'a', mail: 'a@example.org' },
      { group: 'Blois', name: 'b', mail: 'b@example.org' },
      { group: 'Orléans', name: 'a', mail: 'A@example.org' },
    ];
    expect(referentsOf({ referents })).toEqual([
      { mail: 'a@example.org', groups: ['Tours', 'Orléans'] },
      { mail: 'b@example.org', groups: ['Blois'] },
    ]);
    const [both] = referentsOf({ referents });
    if (both === undefined) throw new Error('no referent');
    expect(referentMailFor(teamScene('fr'), both)?.view.subject).toContain('Tours et Orléans');
  });
});
