import { afterAll, beforeAll, expect, it } from 'vitest';
import { monthOf } from '../../../src/app/report/period.ts';
import { periodInput } from '../../../src/app/report/period-input.ts';
import type { ResultFinding, RunResult } from '../../../src/model/result.ts';
import { isoUtc } from '../../../src/model/time.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { finding, member, resultOf } from '../../report/helpers.ts';
import { storePath } from '../../store/helpers.ts';

const DAY = 86_400_000;
const OCTOBER = Date.UTC(2026, 9, 20, 3);
const NOVEMBER = Date.UTC(2026, 10, 20, 3);

let store: Store;
beforeAll(async () => {
  store = await openStore(storePath());
});
afterAll(() => store.close());

/** Stores a run that began at a moment, in which anna used so much. */
async function ran(startedAt: number, bytes: number, states: readonly ResultFinding['state'][] = []) {
  const id = await store.runs.start(startedAt);
  const sample = resultOf({
    members: [member('anna', { bytes })],
    shares: [],
    findings: states.map((state, at) =>
      finding('link-old', 'anna', { kind: 'share', id: `${at}`, path: '/a' }, { state }),
    ),
  });
  const run = { ...sample.run, id, startedAt: isoUtc(startedAt), finishedAt: isoUtc(startedAt + 1_000) };
  const result: RunResult = { ...sample, run };
  await store.runs.finish(id, result, []);
  return result;
}

it('what the mails of a month tell from: the month before, whatever runs this one has seen', async () => {
  await ran(OCTOBER - DAY, 1);
  await ran(OCTOBER, 2, ['new', 'new']);
  await ran(NOVEMBER - DAY, 3, ['open', 'open', 'new']);
  const last = await ran(NOVEMBER, 4, ['fixed', 'open', 'open']);
  const earlier = (await store.runs.list()).slice(1);
  const { previous, history, usage, result } = await periodInput(store, last, earlier, (at) =>
    monthOf(at, 'Europe/Paris'),
  );
  expect(previous?.run.startedAt).toBe(isoUtc(OCTOBER));
  expect(history.map(({ at }) => at)).toEqual([OCTOBER, NOVEMBER]);
  expect(usage?.get('anna')?.map(({ bytes }) => bytes)).toEqual([2, 4]);
  expect(result.findings.map(({ subject, state }) => [subject.id, state])).toEqual([
    ['1', 'open'],
    ['2', 'new'],
    ['0', 'fixed'],
  ]);
});
