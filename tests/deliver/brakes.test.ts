import { describe, expect, it } from 'vitest';
import { type BrakeLimits, brakes } from '../../src/deliver/brakes.ts';
import { runId } from '../../src/model/ids.ts';
import type { DeliveryKey } from '../../src/model/mail.ts';
import type { ResultMember, RunResult } from '../../src/model/result.ts';
import type { Delivery } from '../../src/store/store.ts';
import { result, resultMember } from '../store/helpers.ts';
import { mail } from './helpers.ts';

const LIMITS: BrakeLimits = { maxShareOfMembersPerRun: 100, maxShareOfMembersFailed: 20, maxDropOfUsage: 50 };

const coverage = (changes: Partial<RunResult['coverage']>) =>
  result({
    coverage: {
      members: 0,
      read: 0,
      unchanged: 0,
      partial: 0,
      notGranted: 0,
      disabled: 0,
      failed: 0,
      ...changes,
    },
  });

function using(uses: Readonly<Record<string, number>>, source: ResultMember['usage']['source'] = 'crawl') {
  const members = Object.entries(uses).map(([id, bytes]) => {
    const member = resultMember(id);
    return { ...member, usage: { ...member.usage, bytes, source } };
  });
  return result({ members });
}

const mails = (count: number) => Array.from({ length: count }, (_, at) => mail(`member:m${at}`));

/** What was accepted earlier, the newest first as the store gives it. */
const accepted = (period: string, keys: readonly DeliveryKey[]): readonly Delivery[] =>
  keys.map((key, at) => ({
    id: at,
    run: runId(1),
    period,
    key,
    occasion: 'report',
    recipient: mail(key).to,
    messageId: `<${key}>`,
    state: 'sent',
    attempts: 1,
    lastAttemptAt: 1,
    lastReply: '250 ok',
    fault: null,
    via: null,
  }));

const keysOf = (count: number) => mails(count).map(({ key }) => key);

describe('no brake holds', () => {
  it('a first run, whatever it finds', () => {
    expect(brakes(using({ anna: 5 }), null, mails(1), [], LIMITS)).toEqual({ all: [], single: new Map() });
    expect(brakes(coverage({ members: 40 }), null, mails(30), [], LIMITS).all).toEqual([]);
  });
});

describe('members who could not be read', () => {
  it.each([
    [{ members: 10, read: 8, failed: 2 }, []],
    [{ members: 10, read: 7, failed: 3 }, [{ kind: 'unread', failed: 3, readable: 10, limit: 20 }]],
    // Who has granted nothing, or is disabled, could not have failed.
    [{ members: 10, disabled: 2, notGranted: 3, read: 4, failed: 1 }, []],
    [
      { members: 10, disabled: 2, notGranted: 4, read: 2, failed: 2 },
      [{ kind: 'unread', failed: 2, readable: 4, limit: 20 }],
    ],
    [{ members: 5, disabled: 5 }, []],
    // One who withdraws the own app password holds nobody else's mail.
    [{ members: 3, read: 2, failed: 1 }, []],
    [{ members: 1, failed: 1 }, [{ kind: 'unread', failed: 1, readable: 1, limit: 20 }]],
  ] as const)('%j: %j', (counts, reasons) => {
    expect(brakes(coverage(counts), null, [], [], LIMITS).all).toEqual(reasons);
  });
});

describe('a fall of the use', () => {
  it.each([
    [{ anna: 60, bob: 40 }, { anna: 30, bob: 20 }, []],
    // One who empties everything may mean it, however much that was.
    [{ anna: 1900, bob: 40 }, { anna: 0, bob: 40 }, []],
    [{ anna: 1900 }, { anna: 0 }, []],
    [{ anna: 60, bob: 40 }, { anna: 9, bob: 10 }, [{ kind: 'drop', touched: 2, members: 2, limit: 50 }]],
    // Nor may one who fills up hide that the others are gone.
    [
      { anna: 60, bob: 40, carla: 20, denis: 9 },
      { anna: 9, bob: 10, carla: 0, denis: 1900 },
      [{ kind: 'drop', touched: 3, members: 4, limit: 50 }],
    ],
    [{ anna: 10 }, { anna: 100 }, []],
    // Who left, and who came, says nothing of the others.
    [{ anna: 10, gone: 990 }, { anna: 10, fresh: 0 }, []],
    [{ anna: 0 }, { anna: 0 }, []],
  ] as const)('from %j to %j: %j', (before, now, reasons) => {
    expect(brakes(using(now), using(before), [], [], LIMITS).all).toEqual(reasons);
  });

  it('does not count figures of the server, which are another measure', () => {
    expect(brakes(using({ anna: 1 }, 'server'), using({ anna: 100 }), [], [], LIMITS).all).toEqual([]);
    expect(brakes(using({ anna: 1 }), using({ anna: 100 }, 'server'), [], [], LIMITS).all).toEqual([]);
  });
});

describe('the number of mails', () => {
  it('has a bound by the number of members', () => {
    const limits = { ...LIMITS, maxShareOfMembersPerRun: 50 };
    expect(brakes(coverage({ members: 10 }), null, mails(5), [], limits).all).toEqual([]);
    expect(brakes(coverage({ members: 10 }), null, mails(6), [], limits).all).toEqual([
      { kind: 'many', mails: 6, members: 10, limit: 50 },
    ]);
  });

  it('may double and ten more against the period before, and no more', () => {
    const earlier = accepted('2026-10', keysOf(8));
    expect(brakes(coverage({}), null, mails(26), earlier, LIMITS).all).toEqual([]);
    expect(brakes(coverage({}), null, mails(27), earlier, LIMITS).all).toEqual([
      { kind: 'more', mails: 27, before: 8 },
    ]);
  });

  it('is compared with the last period alone, and without the admins’ mails', () => {
    const earlier = [
      ...accepted('2026-10', ['admin:1', 'admin:2', 'member:m0']),
      ...accepted('2026-09', keysOf(40)),
    ];
    expect(brakes(coverage({}), null, mails(13), earlier, LIMITS).all).toHaveLength(1);
    expect(brakes(coverage({}), null, mails(12), earlier, LIMITS).all).toEqual([]);
  });
});

describe('a changed address', () => {
  const changed = mail('member:anna', { to: 'somebody@else.example' });

  it('holds the mail of that member alone', () => {
    const { all, single } = brakes(
      coverage({}),
      null,
      [changed, mail('member:bob')],
      accepted('2026-10', ['member:anna', 'member:bob']),
      LIMITS,
    );
    expect(all).toEqual([]);
    expect([...single]).toEqual([['member:anna', { kind: 'address', member: 'anna' }]]);
  });

  it('is the same in other letters: case, accents composed or not, a domain as DNS writes it', () => {
    const known = accepted('2026-10', ['member:anna', 'member:bob']).map((one) => ({
      ...one,
      recipient: one.key === 'member:anna' ? 'Anna@Coop.Example' : 'zoe\u0301@cafe\u0301.example',
    }));
    const now = [
      mail('member:anna', { to: 'anna@coop.example' }),
      mail('member:bob', { to: 'zo\u00e9@xn--caf-dma.example' }),
    ];
    expect(brakes(coverage({}), null, now, known, LIMITS).single.size).toBe(0);
  });

  it('is compared with the latest mail, not with older ones', () => {
    const [old] = accepted('2026-09', ['member:anna']);
    if (old === undefined) throw new Error('nothing accepted');
    const latest = { ...old, period: '2026-10', recipient: changed.to };
    expect(brakes(coverage({}), null, [changed], [latest, old], LIMITS).single.size).toBe(0);
    expect(brakes(coverage({}), null, [changed], [old, latest], LIMITS).single.size).toBe(1);
  });
});
