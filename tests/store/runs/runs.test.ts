import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunId } from '../../../src/model/ids.ts';
import { memberKey } from '../../../src/model/mail.ts';
import type { ResultFinding, RunResult } from '../../../src/model/result.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Judged, Store } from '../../../src/store/store.ts';
import { ANNA, BOB, finding, newLocation, result, resultMember } from '../helpers.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore(newLocation());
});
afterEach(() => store.close());

const STARTED = Date.UTC(2026, 8, 1);
const whole = (check: string, member: Judged['member']): Judged => ({ check, member, extent: 'whole' });
const part = (check: string, member: Judged['member']): Judged => ({ check, member, extent: 'part' });

/** A run that ended, a day after the one before it. */
async function ended(
  findings: readonly ResultFinding[],
  judged: readonly Judged[],
  kind: Partial<RunResult['run']> = {},
): Promise<RunId> {
  const earlier = (await store.runs.list()).length;
  const startedAt = STARTED + earlier * 86_400_000;
  const run = await store.runs.start(startedAt);
  const document = result({ findings: [...findings] }, new Date(startedAt).toISOString());
  await store.runs.finish(run, { ...document, run: { ...document.run, ...kind } }, judged);
  return run;
}

/** What stood before the next run, by check and member (the server is ''): the fingerprints. */
async function standing(before?: RunId): Promise<Readonly<Record<string, readonly string[]>>> {
  const run = before ?? (await store.runs.start(Date.UTC(2027, 0, 1)));
  const earlier = await store.runs.earlier(run);
  const standing: Record<string, readonly string[]> = {};
  for (const member of [ANNA, BOB, null])
    for (const [check, found] of (await earlier.of(member)).findings)
      standing[`${check}\n${member ?? ''}`] = found.map(({ fingerprint }) => fingerprint);
  return standing;
}

describe('runs', () => {
  it('are numbered upwards, also after the last was purged, and listed from the newest', async () => {
    const first = await store.runs.start(STARTED);
    await store.purge(STARTED + 1);
    const second = await store.runs.start(STARTED + 2);
    expect(second).toBeGreaterThan(first);
    await store.runs.finish(second, result(), []);
    const third = await store.runs.start(STARTED + 3);
    expect(await store.runs.list()).toEqual([
      { id: third, startedAt: STARTED + 3, finishedAt: null, status: 'running', scope: 'all' },
      {
        id: second,
        startedAt: STARTED + 2,
        finishedAt: Date.UTC(2026, 10, 1, 3),
        status: 'complete',
        scope: 'all',
      },
    ]);
  });

  it('keep their result as it was, word for word', async () => {
    const findings = [
      finding('c', 'anna', '9007199254740993', { actual: { a: null, b: ['é🌲'], c: 1.5, d: true } }),
    ];
    const kept = result({ findings, members: [resultMember('anna', { name: '"<\u2028' })] });
    const run = await store.runs.start(STARTED);
    await store.runs.finish(run, kept, []);
    expect(await store.runs.result(run)).toEqual(kept);
  });

  it('may fail, with a result or without, and count for nothing', async () => {
    await ended([finding('c', 'anna', '1')], [whole('c', ANNA)]);
    const failed: RunResult = { ...result(), run: { ...result().run, status: 'failed' } };
    const one = await store.runs.start(STARTED + 1);
    await store.runs.fail(one, failed, STARTED + 2);
    const other = await store.runs.start(STARTED + 3);
    await store.runs.fail(other, null, STARTED + 4);
    expect(await store.runs.result(one)).toEqual(failed);
    expect(await store.runs.result(other)).toBeNull();
    expect((await store.runs.list()).map(({ status }) => status)).toEqual(['failed', 'failed', 'complete']);
    expect(await standing()).toEqual({ 'c\nanna': ['c:1'] });
    expect((await store.runs.usageHistory([ANNA])).get(ANNA)).toHaveLength(1);
  });

  it('that were killed are failed once the next one starts', async () => {
    await store.runs.start(STARTED);
    await store.runs.start(STARTED + 1);
    expect((await store.runs.list()).map(({ status }) => status)).toEqual(['running', 'failed']);
  });
});

describe('what stood before a run', () => {
  it('comes from the latest run that judged this check for this member', async () => {
    await ended(
      [finding('c', 'anna', '1'), finding('c', 'bob', '2'), finding('d', 'anna', '3')],
      [whole('c', ANNA), whole('c', BOB), whole('d', ANNA)],
    );
    await ended([finding('c', 'anna', '4')], [whole('c', ANNA)]);
    expect(await standing()).toEqual({ 'c\nanna': ['c:4'], 'c\nbob': ['c:2'], 'd\nanna': ['d:3'] });
  });

  it('is found where that of others, and what does not count, stands between', async () => {
    await ended(
      [
        finding('c', 'anna', '1'),
        finding('c', 'bob', '2'),
        finding('c', 'anna', '3'),
        finding('c', 'anna', '4', { state: 'fixed' }),
        finding('c', 'anna', '5'),
        finding('c', 'anna', '6'),
      ],
      [whole('c', ANNA), whole('c', BOB)],
    );
    expect(await standing()).toEqual({ 'c\nanna': ['c:1', 'c:3', 'c:5', 'c:6'], 'c\nbob': ['c:2'] });
  });

  it('is nothing where it judged and found nothing', async () => {
    await ended(
      [finding('c', 'anna', '1'), finding('s', null, 'server')],
      [whole('c', ANNA), whole('s', null)],
    );
    await ended([], [whole('c', ANNA), whole('s', null)]);
    expect(await standing()).toEqual({});
  });

  it('tells whom earlier runs judged at all, wholly or in part', async () => {
    await ended([], [whole('c', ANNA)]);
    await ended([], [part('d', ANNA)]);
    await ended([], [whole('e', ANNA)], { scope: 'members' });
    const earlier = await store.runs.earlier(await store.runs.start(STARTED * 2));
    expect(earlier.areNone).toBe(false);
    expect([...(await earlier.of(ANNA)).judged].sort()).toEqual(['c', 'd']);
    expect((await earlier.of(BOB)).judged.size).toBe(0);
  });

  it('leaves out what was fixed, and keeps what was excepted', async () => {
    await ended(
      [finding('c', 'anna', '1', { state: 'fixed' }), finding('c', 'anna', '2', { state: 'excepted' })],
      [whole('c', ANNA)],
    );
    expect(await standing()).toEqual({ 'c\nanna': ['c:2'] });
  });

  it('is not hidden by a run that judged in part, which adds to it', async () => {
    await ended([finding('c', 'anna', '1'), finding('c', 'anna', '2')], [whole('c', ANNA)]);
    await ended(
      [finding('c', 'anna', '2', { since: '2026-11-11' }), finding('c', 'anna', '3')],
      [part('c', ANNA)],
    );
    expect(await standing()).toEqual({ 'c\nanna': ['c:2', 'c:3', 'c:1'] });
    const earlier = await store.runs.earlier(await store.runs.start(STARTED * 2));
    const latest = (await earlier.of(ANNA)).findings;
    expect(latest.get('c')?.find(({ fingerprint }) => fingerprint === 'c:2')?.since).toBe('2026-11-11');
    await ended([], [whole('c', ANNA)]);
    expect(await standing()).toEqual({});
  });

  it.each([{ scope: 'members' }, { status: 'interrupted' }] as const)(
    'and how much was in use do not come from a run that stands for too few: %o',
    async (kind) => {
      await ended([finding('c', 'anna', '1')], [whole('c', ANNA)]);
      const few = await ended([finding('c', 'anna', '2')], [whole('c', ANNA)], kind);
      expect((await store.runs.list())[0]).toMatchObject({ id: few, ...kind });
      expect(await standing()).toEqual({ 'c\nanna': ['c:1'] });
      expect((await store.runs.usageHistory([ANNA])).get(ANNA)).toHaveLength(1);
    },
  );

  it('finds under the server what a check of the server says about a person', async () => {
    await ended([finding('s', 'anna', '1'), finding('s', null, 'server')], [whole('s', null)]);
    expect(await standing()).toEqual({ 's\n': ['s:1', 's:server'] });
  });

  it('knows nothing of the run itself and of later ones', async () => {
    const first = await ended([finding('c', 'anna', '1')], [whole('c', ANNA)]);
    const second = await ended([finding('c', 'anna', '2')], [whole('c', ANNA)]);
    expect(await standing(first)).toEqual({});
    expect(await standing(second)).toEqual({ 'c\nanna': ['c:1'] });
  });
});

describe('use over time', () => {
  it('has a point for each finished run that knew the figure, the oldest first', async () => {
    for (const bytes of [100, null, 300]) {
      const startedAt = STARTED + (bytes ?? 200);
      const run = await store.runs.start(startedAt);
      const anna = resultMember('anna');
      const usage = { ...anna.usage, bytes, source: bytes === null ? ('none' as const) : ('crawl' as const) };
      await store.runs.finish(
        run,
        result({ members: [{ ...anna, usage }] }, new Date(startedAt).toISOString()),
        [],
      );
    }
    expect(await store.runs.usageHistory([ANNA])).toEqual(
      new Map([
        [
          ANNA,
          [
            { at: STARTED + 100, bytes: 100 },
            { at: STARTED + 300, bytes: 300 },
          ],
        ],
      ]),
    );
  });
});

describe('purging', () => {
  it('lets nothing of the period under way go out again', async () => {
    const run = await ended([], []);
    const mail = (period: string, member: string) => ({
      run,
      period,
      key: memberKey(member),
      recipient: 'a@coop.example',
      messageId: `<${period}-${member}>`,
    });
    await store.outbox.queue([mail('2026-10', 'anna'), mail('2026-10', 'bob')]);
    const [anna] = await store.outbox.list('2026-10');
    if (anna !== undefined) await store.outbox.mark(anna.id, 'handing-over', STARTED, null);
    expect(await store.purge(STARTED + 86_400_000)).toBe(1);
    const later = await ended([], []);
    const again = (member: string) => ({ ...mail('2026-10', member), run: later });
    await store.outbox.queue([again('anna'), again('bob')]);
    expect((await store.outbox.list('2026-10')).map(({ key }) => key)).toEqual(['member:bob']);
  });

  it('erases runs that began before a moment, their figures and deliveries, and gives the room back', async () => {
    const old = await ended([finding('c', 'anna', '1')], [whole('c', ANNA)]);
    const young = await ended([], []);
    await store.outbox.queue([
      { run: old, period: '2026-09', key: 'member:anna', recipient: 'a@coop.example', messageId: '<1>' },
      { run: young, period: '2026-10', key: 'member:anna', recipient: 'a@coop.example', messageId: '<2>' },
    ]);
    expect(await store.purge(STARTED + 86_400_000)).toBe(1);
    expect((await store.runs.list()).map(({ id }) => id)).toEqual([young]);
    expect(await store.outbox.list('2026-09')).toEqual([]);
    expect(await store.outbox.list('2026-10')).toHaveLength(1);
    expect((await store.runs.usageHistory([ANNA])).get(ANNA)).toHaveLength(1);
    expect(await standing()).toEqual({});
    expect(await store.integrity()).toBeNull();
    expect(await store.purge(0)).toBe(0);
  });
});
