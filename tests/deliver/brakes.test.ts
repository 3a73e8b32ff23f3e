import { describe, expect, it } from 'vitest';
import { brakes } from '../../src/deliver/brakes.ts';
import { runId } from '../../src/model/ids.ts';
import type { Delivery } from '../../src/store/store.ts';
import { member, resultOf } from '../report/helpers.ts';
import { mail } from './helpers.ts';

const LIMITS = { maxShareOfMembersPerRun: 100, maxShareOfMembersFailed: 20, maxDropOfUsage: 50 };
const GB = 1024 ** 3;

function resultWith(ids: readonly string[], { bytes = GB, failed = 0 } = {}) {
  const members = ids.map((id, at) =>
    at >= failed
      ? member(id, { bytes })
      : member(id, {
          coverage: { status: 'failed', reason: 'x', strategy: 'none', requests: 1, unreadable: [] },
        }),
  );
  return resultOf({ members, shares: [], findings: [] });
}

function sentBefore(key: string, recipient: string): Delivery {
  const state = { state: 'sent' as const, attempts: 1, lastAttemptAt: 0, lastReply: '250' };
  return { id: 1, run: runId(1), period: '2026-10', key, recipient, messageId: '<x>', ...state };
}

const IDS = Array.from({ length: 30 }, (_, at) => `m${at}`);
const MAILS = IDS.map((id) => mail(`member:${id}`));

describe('the brakes', () => {
  it('let an ordinary run pass', () => {
    const run = resultWith(IDS, { failed: 6 });
    const earlier = MAILS.map(({ key, to }) => sentBefore(key, to));
    expect(brakes(run, run, MAILS, earlier, LIMITS)).toEqual({ all: [], single: new Map() });
  });

  it('hold all mails for each reason, with its facts', () => {
    const failing = brakes(resultWith(IDS, { failed: 7 }), null, MAILS, [], LIMITS);
    expect(failing.all).toEqual([{ kind: 'unread', failed: 7, readable: 30, limit: 20 }]);
    const many = brakes(resultWith(IDS), null, [...MAILS, mail('member:x')], [], LIMITS);
    expect(many.all).toEqual([{ kind: 'many', mails: 31, members: 30, limit: 100 }]);
    const emptied = brakes(resultWith(IDS, { bytes: GB / 4 }), resultWith(IDS), MAILS, [], LIMITS);
    expect(emptied.all).toEqual([{ kind: 'drop', percent: 75, limit: 50 }]);
    const more = brakes(resultWith(IDS), null, MAILS, [sentBefore('member:m0', MAILS[0]?.to ?? '')], LIMITS);
    expect(more.all).toEqual([{ kind: 'more', mails: 30, before: 1 }]);
  });

  it('hold the one mail whose address has changed', () => {
    const earlier = MAILS.map(({ key, to }) =>
      sentBefore(key, key === 'member:m3' ? 'old@coop.example' : to),
    );
    const { all, single } = brakes(resultWith(IDS), null, MAILS, earlier, LIMITS);
    expect(all).toEqual([]);
    expect([...single]).toEqual([['member:m3', { kind: 'address', member: 'm3' }]]);
  });
});
