import { expect, it } from 'vitest';
import { mailFor } from '../../../src/report/mail/mail.ts';
import { inputOf, member, resultOf } from '../helpers.ts';
import { MB, nearlyFull } from '../mail-scenes.ts';

it('where two accounts have one address, however it is written, each mail says whose account it is', () => {
  const ids = ['anna', 'atelier', 'chloe', 'former'];
  const members = ids.map((id) => member(id, { bytes: 2000 * MB, enabled: id !== 'former' }));
  const findings = ids.map((id) => nearlyFull(id, 2000 * MB, 'high'));
  const input = inputOf([resultOf({ members, shares: [], findings })], {
    contacts: new Map(
      ids.map((id, at) => [
        id,
        {
          mail:
            ['Anna@coop.example', 'anna@Coop.example', 'chloe@coop.example', 'chloe@coop.example'][at] ??
            null,
          language: 'fr',
          antenna: null,
        },
      ]),
    ),
  });
  const subjectOf = (id: string) => mailFor(input, id)?.view.subject;
  expect(subjectOf('anna')).toMatch(/^Compte anna – Votre Nextcloud/);
  expect(subjectOf('atelier')).toMatch(/^Compte atelier – Votre Nextcloud/);
  // Who is disabled gets no mail that could be taken for another's.
  expect(subjectOf('chloe')).toMatch(/^Votre Nextcloud/);
});
