import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import type { ResultShare } from '../../src/model/result.ts';
import { mailFor } from '../../src/report/mail.ts';
import { finding, inputOf, member, resultOf, share } from './helpers.ts';
import { MB } from './mail-scenes.ts';

const PLACE = {
  'stale-folder': { kind: 'folder', id: '9', path: '/Vieux' },
  'large-stale-file': { kind: 'file', id: '9', path: '/Vieux' },
} as const;

/** What the mail says of an old thing of 300 MB while these shares stand: where it lies and who is asked. */
function told(shares: readonly ResultShare[], check: keyof typeof PLACE = 'stale-folder'): readonly string[] {
  const old = finding(check, 'anna', PLACE[check], {
    bytes: 300 * MB,
    actual: { totalBytes: 300 * MB, sizeBytes: 300 * MB, files: 9, months: 30, newestOn: '2024-05-01' },
  });
  const result = resultOf(
    { members: [member('anna'), member('bruno')], shares: [...shares], findings: [old] },
    CHECKS,
  );
  const action = mailFor(inputOf([result], { checks: CHECKS }), 'anna')?.view.actions?.items[0];
  return [action?.where ?? '', action?.ask?.plain ?? ''].map((text) =>
    text.replaceAll(/[\u00a0\u202f]/g, ' '),
  );
}

const bruno = { type: 'user', recipient: 'bruno' } as const;

describe('who must agree before a thing goes', () => {
  it('is nobody where nothing is shared, and the mail says so', () => {
    expect(told([share('1', 'anna', '/Ailleurs', bruno)])).toEqual(['Non partagé', '']);
  });

  it('is who uses a folder inside it, too', () => {
    const [where, ask] = told([share('1', 'anna', '/Vieux/Projet', bruno)]);
    expect(where).not.toMatch(/partagé/i);
    expect(ask).toMatch(/^Partagé avec .*bruno.* : demandez-lui d’abord son accord\.$/i);
  });

  it('is not who uses what lies beside a file', () => {
    expect(told([share('1', 'anna', '/Vieux/Projet', bruno)], 'large-stale-file')).toEqual([
      'Non partagé',
      '',
    ]);
  });

  it('is whoever has a link to something inside it, beside those who are named', () => {
    expect(told([share('1', 'anna', '/Vieux/a.pdf')])).toEqual([
      '',
      'Un lien public y mène : les personnes qui s’en servent ne le trouveront plus.',
    ]);
    const [, ask] = told([share('1', 'anna', '/Vieux/a.pdf'), share('2', 'anna', '/Vieux', bruno)]);
    expect(ask).toMatch(/son accord\. Un lien public y mène\.$/);
  });

  it('is whoever has an address outside', () => {
    const mail = share('1', 'anna', '/Vieux', { type: 'mail', recipient: 'x@elsewhere.example' });
    const federated = share('2', 'anna', '/Vieux', { type: 'federated', recipient: 'y@cloud.example' });
    expect(told([mail, federated])).toEqual([
      '',
      'Partagé avec x[@]elsewhere[.]example et y[@]cloud[.]example : demandez-leur d’abord leur accord.',
    ]);
  });

  it('is to be looked up where a share has an id that says nothing, beside those who are named too', () => {
    const circle = share('1', 'anna', '/Vieux', { type: 'circle', recipient: 'f00d' });
    expect(told([circle])).toEqual(['', 'Peut-être partagé : vérifiez avant de supprimer.']);
    const [, ask] = told([circle, share('2', 'anna', '/Vieux', bruno)]);
    expect(ask).toMatch(/^Partagé avec bruno et d’autres : demandez-leur d’abord leur accord\.$/);
  });
});
