import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import { answerId, fileId, memberId, shareId } from '../../../src/model/ids.ts';
import type { Answer } from '../../../src/model/portal/answer.ts';
import {
  type AnswerSetting,
  changedSince,
  endedByChange,
  type SeenShare,
  withAnswers,
} from '../../../src/model/portal/answered.ts';

const ANNA = memberId('anna');
const BOB = memberId('bob');
const TODAY = '2026-11-23';

const share: SeenShare = { id: '7', owner: 'anna', hasPassword: false, permissions: ['read'], unread: [] };
const mark = {
  id: shareId('7'),
  owner: ANNA,
  hasPassword: false,
  permissions: ['read'] as const,
};
const answer: Answer = {
  ...{ id: answerId('a'), member: ANNA, thing: 'file:70', path: '/Devis', isFolder: true },
  ...{ fileId: fileId('70'), shares: [mark], reason: 'Devis types', licence: null, isProposed: false },
  ...{ until: '2027-05-23', givenAt: 1, by: 'link', decision: 'none', decidedBy: null },
  ...{ decidedAt: null, refusal: null, end: null, endedAt: null },
};
const onShare = (check: string, parts: Partial<Finding> = {}): Finding => ({
  ...{ check, severity: 'high', audience: 'member', member: ANNA, actual: {}, bytes: 0, sharedWith: [] },
  ...{ subject: { kind: 'share', id: '7', path: '/Devis' }, fingerprint: `${check}:7` },
  ...{ state: 'open', since: '2026-10-23' },
  ...parts,
});
const onFile = (id: string): Finding => ({
  ...onShare('large-stale-file'),
  ...{ subject: { kind: 'file', id, path: '/Devis/a' }, fingerprint: `large-stale-file:${id}` },
});
const setting: AnswerSetting = {
  ...{ shares: [share], today: TODAY },
  asksAdmin: (check) => check === 'link-editable-open',
};
const states = (findings: readonly Finding[], answers = [answer], how: Partial<AnswerSetting> = {}) =>
  withAnswers(findings, answers, { ...setting, ...how }).map(({ state, answer: by }) => [state, by?.state]);

describe('an answer that counts', () => {
  it('covers what was found about its share and its file, and nothing else', () => {
    const other = onShare('link-old', { subject: { kind: 'share', id: '8', path: '/Devis' } });
    const ofBob = onShare('link-old', { member: BOB });
    expect(states([onShare('link-old'), onFile('70'), onFile('71'), other, ofBob])).toEqual([
      ['excepted', 'in-force'],
      ['excepted', 'in-force'],
      ['open', undefined],
      ['open', undefined],
      ['open', undefined],
    ]);
  });

  it('leaves what an admin must agree to until they do', () => {
    const editable = [onShare('link-editable-open'), onShare('link-old')];
    const waiting = { ...answer, decision: 'waiting' as const };
    expect(states(editable, [waiting])).toEqual([
      ['open', 'waiting'],
      ['excepted', 'in-force'],
    ]);
    expect(states(editable, [{ ...answer, decision: 'accepted' }])[0]).toEqual(['excepted', 'in-force']);
    // Found since: the member was not asked about it, nor an admin.
    expect(states(editable)[0]).toEqual(['open', undefined]);
  });

  it('leaves exceptions of the config and what is fixed as they are', () => {
    const both = [onShare('link-old', { state: 'excepted' }), onShare('link-wide', { state: 'fixed' })];
    expect(states(both)).toEqual([
      ['excepted', undefined],
      ['fixed', undefined],
    ]);
  });
});

describe('an answer that counts no more', () => {
  it.each([
    ['is over', { until: '2026-11-22' }],
    ['was taken back', { end: 'undone' as const }],
  ])('opens again what it covered: it %s', (_, parts) => {
    const covered = withAnswers([onShare('link-old')], [answer], setting);
    expect(states(covered, [{ ...answer, ...parts }])).toEqual([['open', undefined]]);
  });

  it.each([
    ['password-lost', { ...share, hasPassword: false }, { ...mark, hasPassword: true }],
    ['rights-added', { ...share, permissions: ['read', 'update'] as const }, mark],
    ['owner-changed', { ...share, owner: 'bob' }, mark],
    [null, { ...share, unread: ['password'] }, { ...mark, hasPassword: true }],
    [null, { ...share, permissions: [] }, mark],
  ])('ends by a change of its share: %s', (end, now, then) => {
    const given = { ...answer, shares: [then] };
    expect(changedSince(given, new Map([[now.id, now]]))).toBe(end);
    const ended = endedByChange([given], { shares: [now], today: TODAY }, 5);
    expect(ended.map((one) => [one.end, one.endedAt])).toEqual(end === null ? [] : [[end, 5]]);
  });

  it('is not ended by a share that was not seen', () => {
    expect(endedByChange([answer], { shares: [], today: TODAY }, 5)).toEqual([]);
  });
});

it('says the same whether the findings were covered before or not', () => {
  const findings = fc.array(
    fc.record({
      check: fc.constantFrom('link-old', 'link-editable-open', 'large-stale-file'),
      id: fc.constantFrom('7', '8', '70'),
      kind: fc.constantFrom('share' as const, 'file' as const),
      member: fc.constantFrom(ANNA, BOB),
    }),
  );
  const answers = fc.array(
    fc.record({
      member: fc.constantFrom(ANNA, BOB),
      until: fc.constantFrom('2026-11-22', TODAY, '2027-01-01'),
      decision: fc.constantFrom('none' as const, 'waiting' as const, 'accepted' as const),
    }),
  );
  fc.assert(
    fc.property(findings, answers, answers, (found, first, second) => {
      const all = found.map(({ check, id, kind, member }) =>
        onShare(check, { member, subject: { kind, id, path: '/x' } }),
      );
      const given = (parts: typeof first) => parts.map((one) => ({ ...answer, ...one }));
      const before = withAnswers(all, given(first), setting);
      expect(withAnswers(before, given(second), setting)).toEqual(withAnswers(all, given(second), setting));
    }),
  );
});
