import { join } from 'node:path';
import { expect, it } from 'vitest';
import { summaryOf } from '../../../src/app/report/summary.ts';
import { configOf } from '../../../src/cli/config.ts';
import { type RunId, runId } from '../../../src/model/ids.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { openOffice } from '../../helpers/office.ts';
import { member, resultOf, share } from '../../report/helpers.ts';

/** Stores a run that saw so many links without a password. */
async function storeRun(store: Store, links: number) {
  const run = await store.runs.start(Date.UTC(2026, 11, links));
  const shares = Array.from({ length: links }, (_, at) =>
    share(`${at}`, 'anna', '/a', { hasPassword: false }),
  );
  const sample = resultOf({ members: [member('anna')], shares, findings: [] });
  const result = { ...sample, run: { ...sample.run, id: run } };
  await store.runs.finish(run, result, []);
  return result;
}

it('tells from the run and from the one before, however many there were', async () => {
  const office = await openOffice([]);
  const store = await openStore(join(office.folder, 'menage.db'));
  for (const links of [1, 2, 7, 3]) await storeRun(store, links);
  const last = await storeRun(store, 4);
  const read: RunId[] = [];
  const watched: Store = {
    ...store,
    runs: {
      ...store.runs,
      result: (run) => {
        read.push(run);
        return store.runs.result(run);
      },
    },
  };
  const text = await summaryOf(last, watched, configOf(office.context), {
    color: false,
    width: 100,
    environment: {},
  });
  expect(text).toContain('4 links without a password (1 more)');
  expect(read).toEqual([runId(last.run.id - 1)]);
  await store.close();
  office.leave();
});
