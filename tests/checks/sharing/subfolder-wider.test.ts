import { describe, expect, it } from 'vitest';
import { accessModel } from '../../../src/access/model.ts';
import type { AccessShare } from '../../../src/access/types.ts';
import { widerFolders } from '../../../src/access/wider.ts';
import { subfolderWider } from '../../../src/checks/sharing/subfolder-wider.ts';
import { factsOf, groupShareOf, linkOf, people, shareOf } from '../access-facts.ts';
import { draftsOf, judge } from '../helpers.ts';

const PEOPLE = people({ anna: [], bruno: ['sound'], chloe: ['sound'], denis: ['sound'] });

function evidence(shares: readonly AccessShare[]) {
  return { widerFolders: widerFolders(accessModel(factsOf({ people: PEOPLE, shares }))) };
}

describe('subfolder-wider', () => {
  it('finds a sub-folder that more people see than its folder: good to know', () => {
    const sub = groupShareOf('/Clients/Lune', 'sound');
    expect(draftsOf(subfolderWider, { evidence: evidence([shareOf('/Clients'), sub]) })).toEqual([
      {
        subject: { kind: 'share', id: sub.id, path: '/Clients/Lune' },
        actual: { abovePath: '/Clients', people: 2, anyone: false },
        severity: 'info',
        shareType: 'group',
      },
    ]);
  });

  it('takes it for medium where anyone may open it', () => {
    const shares = [shareOf('/Clients'), linkOf('/Clients/Lune')];
    expect(draftsOf(subfolderWider, { evidence: evidence(shares) })).toMatchObject([
      { severity: 'medium', actual: { people: 0, anyone: true }, shareType: 'link' },
    ]);
  });

  it('counts a team of which nothing is known as nobody', () => {
    const circle = shareOf('/Clients/Lune', { type: 'circle', recipient: 'c1' });
    expect(draftsOf(subfolderWider, { evidence: evidence([shareOf('/Clients'), circle]) })).toMatchObject([
      { severity: 'info', actual: { people: 0, anyone: false } },
    ]);
  });

  it('leaves alone what is open as its folder is, and what is shared below nothing shared', () => {
    const alike = [groupShareOf('/Clients', 'sound'), shareOf('/Clients/Lune')];
    expect(draftsOf(subfolderWider, { evidence: evidence(alike) })).toEqual([]);
    expect(draftsOf(subfolderWider, { evidence: evidence([linkOf('/Clients/Lune')]) })).toEqual([]);
  });

  it('is not run without its evidence, and in part where shares may be missing', () => {
    expect(judge(subfolderWider, { lacking: ['widerFolders'] })).toMatchObject({ extent: 'none' });
    expect(judge(subfolderWider, { lacking: ['shares'] })).toMatchObject({ extent: 'none' });
    expect(judge(subfolderWider, { partly: ['shares'] })).toMatchObject({ extent: 'part' });
  });
});
