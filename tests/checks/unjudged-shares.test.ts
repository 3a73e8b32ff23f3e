import { describe, expect, it } from 'vitest';
import { linkOld } from '../../src/checks/link-old.ts';
import { linkSensitive } from '../../src/checks/link-sensitive.ts';
import { linkWide } from '../../src/checks/link-wide.ts';
import { fileId } from '../../src/model/ids.ts';
import { shareKey } from '../../src/model/share.ts';
import { folder, judge, link, sessionOf } from './helpers.ts';

describe('a share of which something is not known', () => {
  it('is named by the check that reads it, and by no other', () => {
    const undated = link({ createdAt: null, unread: ['createdAt'] });
    expect(judge(linkOld, { evidence: { shares: [undated] } })).toMatchObject({
      drafts: [],
      unjudged: [{ id: undated.id, reason: 'the day on which it was made cannot be read' }],
    });
    expect(judge(linkWide, { evidence: { shares: [undated] } })).toMatchObject({ unjudged: [] });
  });

  it('is not judged by the name that another tree gives it', () => {
    const foreign = link({ path: 'Paie', pathKnown: false });
    expect(judge(linkSensitive, { evidence: { shares: [foreign] } })).toMatchObject({
      drafts: [],
      unjudged: [{ id: foreign.id }],
    });
  });

  it('on a thing outside the own tree, as a group folder, is named by what looks into it', () => {
    const own = link({ path: '/Photos', fileId: fileId('71') });
    const elsewhere = link({ path: '/Équipe', fileId: fileId('72') });
    const entries = [folder('/Photos', { fileId: own.fileId })];
    const session = sessionOf(linkWide, { evidence: { shares: [own, elsewhere] }, entries });
    const notSeen = session.notSeen();
    expect(notSeen.map(({ id }) => id)).toContain(elsewhere.id);
    expect(notSeen.map(({ id }) => id)).not.toContain(own.id);
    const [verdict] = session.conclude(
      new Map([[shareKey(elsewhere), { thing: 'there', reason: 'it lies elsewhere' }]]),
    );
    expect(verdict).toMatchObject({
      extent: 'whole',
      unjudged: [{ id: elsewhere.id, reason: 'it lies elsewhere' }],
    });
  });
});
