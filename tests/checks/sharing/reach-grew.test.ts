import { describe, expect, it } from 'vitest';
import type { Growth } from '../../../src/access/growth.ts';
import { reachGrew } from '../../../src/checks/sharing/reach-grew.ts';
import { openRunner } from '../../../src/judge/runner.ts';
import { groupId } from '../../../src/model/ids.ts';
import type { ResultFinding } from '../../../src/model/result.ts';
import { conclude } from '../../helpers/conclude.ts';
import { groupShareOf, linkOf } from '../access-facts.ts';
import { draftsOf, file, judge, SETTING, share } from '../helpers.ts';

const CAPE = groupId('CAPE');

function growth(changes: Partial<Growth> = {}): Growth {
  const on = groupShareOf('/Projet', 'CAPE');
  const { path, fileId, isFolder, owner } = on;
  return {
    thing: { place: { kind: 'member', owner }, path, fileId, isFolder },
    people: 5,
    anyone: false,
    way: { kind: 'groupGrew', group: CAPE },
    share: on,
    ...changes,
  };
}

const evidence = (...things: readonly Growth[]) => ({ growth: { sinceOn: '2026-10-23', things } });

describe('reach-grew', () => {
  it('finds what five more people see, and says by which way', () => {
    const one = growth();
    expect(draftsOf(reachGrew, { evidence: evidence(one) })).toEqual([
      {
        subject: { kind: 'share', id: one.share.id, path: '/Projet' },
        actual: {
          ...{ people: 5, anyone: false, way: 'groupGrew', group: 'CAPE' },
          ...{ sensitive: false, sinceOn: '2026-10-23' },
        },
        severity: 'info',
        shareType: 'group',
      },
    ]);
  });

  it('leaves four alone, unless anyone sees it or the config asks for fewer', () => {
    const four = growth({ people: 4 });
    expect(draftsOf(reachGrew, { evidence: evidence(four) })).toEqual([]);
    expect(draftsOf(reachGrew, { evidence: evidence(four), options: { minPeople: 4 } })).toHaveLength(1);
    const link = growth({ people: 0, anyone: true, way: { kind: 'link' }, share: linkOf('/Projet') });
    expect(draftsOf(reachGrew, { evidence: evidence(link) })).toMatchObject([
      { actual: { anyone: true, way: 'link', group: null }, shareType: 'link' },
    ]);
  });

  it('takes it for medium where it seems confidential, by its name or by one below', () => {
    const setting = { isSensitive: (name: string) => name.includes('paie') };
    const severities = (paths: readonly string[], on: string) => {
      const one = growth({ share: groupShareOf(on, 'CAPE') });
      const entries = paths.map((path) => file(path));
      return draftsOf(reachGrew, { setting, entries, evidence: evidence(one) }).map(
        (draft) => draft.severity,
      );
    };
    expect(severities(['/Projet/deep/paie mai.pdf'], '/Projet')).toEqual(['medium']);
    expect(severities(['/Projet/notes.odt', '/paie.pdf', '/Projet 2/paie.pdf'], '/Projet')).toEqual(['info']);
    expect(severities([], '/Fiches de paie')).toEqual(['medium']);
  });

  it('is not run without an earlier run', () => {
    expect(judge(reachGrew, { lacking: ['growth'] })).toMatchObject({ extent: 'none' });
  });
});

describe('what has happened, in the runs after', () => {
  const shared = share({ type: 'group', recipient: 'CAPE' });
  const things = [growth({ share: groupShareOf('/Devis', 'CAPE', { id: shared.id }) })];
  const runner = openRunner([reachGrew], {}, SETTING);

  function findings(
    {
      today,
      earlier = [],
      happened = [],
    }: { today: string; earlier?: readonly ResultFinding[]; happened?: readonly Growth[] },
    shares = [shared],
  ) {
    const background = {
      earlier: new Map([['reach-grew\nanna', earlier]]),
      judgedBefore: new Set(['other']),
      exceptions: [],
      answers: [],
      today,
      shares,
    };
    return conclude(runner, [judge(reachGrew, { evidence: evidence(...happened) })], background).findings;
  }

  it('is new when it happens, though the check never ran before', () => {
    expect(findings({ today: '2026-11-23', happened: things })).toMatchObject([
      { state: 'new', since: '2026-11-23', fingerprint: `reach-grew:group:${shared.id}` },
    ]);
  });

  it('stands for a month while the share does, and is never fixed', () => {
    // What `conclude` gives is what a run stores.
    const earlier = findings({ today: '2026-11-23', happened: things }) as readonly ResultFinding[];
    expect(findings({ today: '2026-12-22', earlier })).toMatchObject([
      { state: 'open', since: '2026-11-23' },
    ]);
    expect(findings({ today: '2026-12-23', earlier })).toEqual([]);
    expect(findings({ today: '2026-11-24', earlier }, [])).toEqual([]);
  });

  it('is new once more when it happens again', () => {
    const earlier = findings({ today: '2026-11-23', happened: things }) as readonly ResultFinding[];
    expect(findings({ today: '2026-12-01', earlier, happened: things })).toMatchObject([
      { state: 'new', since: '2026-12-01' },
    ]);
  });
});
