import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import type { ResultMember, ResultShare } from '../../../src/model/result.ts';
import { mailFor } from '../../../src/report/mail/mail.ts';
import { finding, inputOf, member, resultOf, share } from '../helpers.ts';
import { MB } from '../mail-scenes.ts';

const PLACE = {
  'stale-folder': { kind: 'folder', id: '9', path: '/Vieux' },
  'large-stale-file': { kind: 'file', id: '9', path: '/Vieux' },
} as const;

interface Setting {
  readonly check?: keyof typeof PLACE;
  readonly members?: readonly ResultMember[];
  /** As the run noted it with the finding. */
  readonly sharedWith?: string[];
}

/** What the mail says of an old thing of 300 MB while these shares stand: where it lies and who is asked. */
function told(
  shares: readonly ResultShare[],
  { check = 'stale-folder', members = [member('bruno')], sharedWith = [] }: Setting = {},
): readonly string[] {
  const old = finding(check, 'anna', PLACE[check], {
    bytes: 300 * MB,
    sharedWith,
    actual: { totalBytes: 300 * MB, sizeBytes: 300 * MB, files: 9, months: 30, newestOn: '2024-05-01' },
  });
  const result = resultOf(
    { members: [member('anna', { groups: ['anna'] }), ...members], shares: [...shares], findings: [old] },
    CHECKS,
  );
  const action = mailFor(inputOf([result], { checks: CHECKS }), 'anna')?.view.actions?.items[0]?.rows[0];
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
    expect(ask).toMatch(/^Partagé avec .*bruno.* : demandez-lui avant de supprimer\.$/i);
  });

  it('is not who uses what lies beside a file', () => {
    expect(told([share('1', 'anna', '/Vieux/Projet', bruno)], { check: 'large-stale-file' })).toEqual([
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
    expect(ask).toMatch(/demandez-lui avant de supprimer\. Un lien public y mène\.$/);
  });

  it('is whoever has an address outside', () => {
    const mail = share('1', 'anna', '/Vieux', { type: 'mail', recipient: 'x@elsewhere.example' });
    const federated = share('2', 'anna', '/Vieux', { type: 'federated', recipient: 'y@cloud.example' });
    expect(told([mail, federated])).toEqual([
      '',
      'Partagé avec x[@]elsewhere[.]example et y[@]cloud[.]example : demandez-leur avant de supprimer.',
    ]);
  });

  it('is a group, a person or an address, whoever else is called so', () => {
    const bob = member('bruno', { name: 'Bruno Petit', groups: ['bruno'] });
    const members = [bob, member('bruno@cloud.example', { name: 'Somebody Else' })];
    const ask = (type: ResultShare['type'], recipient: string, sharedWith: string[] = []) =>
      told([share('1', 'anna', '/Vieux', { type, recipient })], { members, sharedWith })[1];
    expect(ask('group', 'bruno', ['bruno'])).toBe(
      'Partagé avec le groupe bruno : demandez-leur avant de supprimer.',
    );
    expect(ask('user', 'bruno', ['bruno'])).toBe(
      'Partagé avec Bruno Petit : demandez-lui avant de supprimer.',
    );
    // The group named as the owner is not the owner.
    expect(ask('group', 'anna', ['anna'])).toBe(
      'Partagé avec le groupe anna : demandez-leur avant de supprimer.',
    );
    for (const type of ['mail', 'federated'] as const)
      expect(ask(type, 'bruno@cloud.example')).toBe(
        'Partagé avec bruno[@]cloud[.]example : demandez-lui avant de supprimer.',
      );
    // No share tells which of the two is meant: both are.
    expect(told([], { members, sharedWith: ['bruno'] })[1]).toBe(
      'Partagé avec Bruno Petit et le groupe bruno : demandez-leur avant de supprimer.',
    );
    const both = [
      share('1', 'anna', '/Vieux', { type: 'user', recipient: 'bruno' }),
      share('2', 'anna', '/Vieux', { type: 'group', recipient: 'bruno' }),
    ];
    expect(told(both, { members, sharedWith: ['bruno'] })[1]).toBe(
      'Partagé avec Bruno Petit et le groupe bruno : demandez-leur avant de supprimer.',
    );
  });

  it('is to be looked up where a share has an id that says nothing, beside those who are named too', () => {
    const circle = share('1', 'anna', '/Vieux', { type: 'circle', recipient: 'f00d' });
    expect(told([circle])).toEqual([
      '',
      'Peut-être partagé : regardez son volet Partage avant de supprimer.',
    ]);
    const [, ask] = told([circle, share('2', 'anna', '/Vieux', bruno)]);
    expect(ask).toMatch(/^Partagé avec bruno et d’autres : demandez-leur avant de supprimer\.$/);
  });
});
