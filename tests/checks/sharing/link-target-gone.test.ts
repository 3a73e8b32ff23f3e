import { describe, expect, it } from 'vitest';
import { linkTargetGone } from '../../../src/checks/sharing/link-target-gone.ts';
import { linkWide } from '../../../src/checks/sharing/link-wide.ts';
import type { Outside } from '../../../src/judge/unjudged-shares.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import { shareKey } from '../../../src/model/share.ts';
import { file, judge, link, sessionOf, share } from '../helpers.ts';

const elsewhere = link({ path: '/Absent', createdAt: Date.UTC(2026, 0, 5) });

function judgedAs(thing: Outside['thing'], check = linkTargetGone) {
  const session = sessionOf(check, { evidence: { shares: [elsewhere, share()] }, entries: [file('/a.txt')] });
  expect(session.notSeen()).toEqual([elsewhere]);
  const [verdict] = session.conclude(
    new Map([[shareKey(elsewhere), { thing, reason: because('share.not-asked') }]]),
  );
  return verdict;
}

describe('link-target-gone', () => {
  it('finds the link whose thing is proven to be gone', () => {
    expect(judgedAs('gone')).toMatchObject({
      extent: 'whole',
      drafts: [
        {
          subject: { kind: 'share', id: elsewhere.id, path: '/Absent' },
          actual: { createdAt: '2026-01-05T00:00:00.000Z', isFolder: true },
          shareType: 'link',
        },
      ],
      unjudged: [],
    });
    // It opens nothing: what was found in it is settled.
    expect(judgedAs('gone', linkWide)).toMatchObject({ drafts: [], unjudged: [] });
  });

  it('says nothing of one that is there, and names one of which that is not known', () => {
    expect(judgedAs('there')).toMatchObject({ drafts: [], unjudged: [] });
    expect(judgedAs('unknown')).toMatchObject({
      drafts: [],
      unjudged: [{ id: elsewhere.id, reasons: [because('share.not-asked')] }],
    });
  });

  it('concludes nothing from a tree that was read in part', () => {
    const known = { evidence: { shares: [elsewhere] }, unreadable: ['/Fermé'], partly: ['tree'] } as const;
    expect(sessionOf(linkTargetGone, known).notSeen()).toEqual([]);
    expect(judge(linkTargetGone, known)).toMatchObject({ extent: 'part', drafts: [] });
    expect(judge(linkTargetGone, { lacking: ['tree'] })).toMatchObject({ extent: 'none' });
  });
});
