import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { linkOld } from '../../src/checks/sharing/link-old.ts';
import { linkOpenForever } from '../../src/checks/sharing/link-open-forever.ts';
import { linkSensitive } from '../../src/checks/sharing/link-sensitive.ts';
import { linkWide } from '../../src/checks/sharing/link-wide.ts';
import { linkWithoutPassword } from '../../src/checks/sharing/link-without-password.ts';
import { mailShareWithoutPassword } from '../../src/checks/sharing/mail-share-without-password.ts';
import { shareUnknownKind } from '../../src/checks/sharing/share-unknown-kind.ts';
import { othersFillMyQuota } from '../../src/checks/storage/others-fill-my-quota.ts';
import { syncedCopies } from '../../src/checks/storage/synced-copies.ts';
import type { Check } from '../../src/judge/check.ts';
import { fileId } from '../../src/model/ids.ts';
import { because } from '../../src/model/reasons/reason.ts';
import { type Share, shareKey } from '../../src/model/share.ts';
import { draftsOf, folder, judge, link, sessionOf, share } from '../checks/helpers.ts';

describe('a share of which something is not known', () => {
  it('is named by the check that reads it, and by no other', () => {
    const undated = link({ createdAt: null, unread: ['createdAt'] });
    expect(judge(linkOld, { evidence: { shares: [undated] } })).toMatchObject({
      drafts: [],
      unjudged: [{ id: undated.id, reason: 'the day on which it was made cannot be read' }],
    });
    expect(judge(linkWide, { evidence: { shares: [undated] } })).toMatchObject({ unjudged: [] });
  });

  it.each([linkOpenForever, linkWithoutPassword])(
    'as its end, is neither without end nor with one: $id',
    (check) => {
      const odd = link({ hasPassword: false, expires: null, unread: ['expires'] });
      expect(judge(check, { evidence: { shares: [odd] } })).toMatchObject({
        drafts: [],
        unjudged: [{ id: odd.id, reason: 'its end date cannot be read' }],
      });
    },
  );

  it('as its password, is neither open nor locked, and named by each check that asks for one', () => {
    const rights = [['read', 'update'], ['create']] as const;
    const shares = rights.flatMap((permissions) => [
      link({ permissions }),
      link({ permissions, expires: '2026-12-24' }),
      share({ permissions, type: 'mail', recipient: 'x@example.org' }),
    ]);
    const of = (check: Check, known: Partial<Share>) =>
      shares.map((one) => draftsOf(check, { evidence: { shares: [{ ...one, unread: [], ...known }] } }));
    const checks = CHECKS.filter(
      ({ id, area, scope, needs }) =>
        area === 'sharing' && id !== 'external-domain' && scope === 'member' && needs.join() === 'shares',
    );
    const asks = checks.filter(
      (check) => !isDeepStrictEqual(of(check, { hasPassword: true }), of(check, { hasPassword: false })),
    );
    expect(asks.length).toBeGreaterThan(5);
    for (const check of asks) {
      for (const one of shares) {
        expect(
          judge(check, { evidence: { shares: [{ ...one, unread: ['password'] }] } }),
          check.id,
        ).toMatchObject({
          drafts: [],
          unjudged: [{ id: one.id, reason: 'its record does not tell whether it has a password' }],
        });
      }
    }
  });

  it('as its kind, is named by all but the check of kinds, and adds up in part', () => {
    const odd = share({ type: 'other', unknownTraits: ['type 15'] });
    const evidence = { shares: [odd] };
    expect(judge(mailShareWithoutPassword, { evidence })).toMatchObject({
      unjudged: [{ id: odd.id, reason: 'its kind is not known: type 15' }],
    });
    expect(judge(shareUnknownKind, { evidence })).toMatchObject({ unjudged: [], drafts: [{}] });
    const part = { extent: 'part', reason: 'Not every share can be understood.' };
    expect(judge(syncedCopies, { evidence })).toMatchObject(part);
    expect(judge(othersFillMyQuota, { evidence })).toMatchObject(part);
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
      new Map([[shareKey(elsewhere), { thing: 'there', reason: because('share.elsewhere') }]]),
    );
    expect(verdict).toMatchObject({
      extent: 'whole',
      unjudged: [{ id: elsewhere.id, reasons: [because('share.elsewhere')] }],
    });
  });
});
