import { join } from 'node:path';
import type { ResultMember, ResultShare, ResultSpace, RunResult } from '../../../src/model/result.ts';
import { openStore } from '../../../src/store/open.ts';
import { member, resultOf, share } from '../../report/helpers.ts';

/** When the runs began: 24 October and 24 November 2026. */
export const EARLIER = Date.UTC(2026, 9, 24, 3);
export const LATER = Date.UTC(2026, 10, 24, 3);

const ALL = ['read', 'update', 'create', 'delete', 'share'] as const;

const MEMBERS: readonly ResultMember[] = [
  member('anna', { name: 'Anna Petit', groups: ['CAPE', 'photo'] }),
  member('bruno', { name: 'Bruno Leroy' }),
  member('chloe', { name: 'Chloé', groups: ['CAPE', 'photo'] }),
  // As a group is called.
  member('photo', { name: 'Studio', groups: [] }),
  member('jean1', { name: 'Jean Martin' }),
  member('jean2', { name: 'Jean Martin' }),
  member('zoe', { name: 'Zoé', enabled: false }),
];

const SPACE: ResultSpace = {
  ...{ id: '700', name: '/Bureau', bytes: 1, files: 1, folders: 0, quota: null, members: ['anna', 'bruno'] },
  places: [],
  groups: [{ id: 'CAPE', permissions: [...ALL] }],
  advancedPermissions: false,
  coverage: {
    ...{ status: 'read', reason: null, reasons: [], strategy: 'search', requests: 1, unreadable: [] },
  },
};

const wide: Partial<ResultShare> = { type: 'group', recipient: 'photo', permissions: [...ALL] };
const budget = share('3', 'bruno', '/Budget', { type: 'user', recipient: 'anna', lastDay: '2026-12-31' });
const BOTH: readonly ResultShare[] = [
  share('2', 'anna', '/Photos/été.jpg', { isFolder: false, label: 'Programme' }),
  share('4', 'bruno', '/Budget/2026', { type: 'mail', recipient: 'Expert@partner.example' }),
  share('5', 'chloe', '/Plans', { type: 'federated', recipient: 'max@cloud.partner.example' }),
  share('6', 'anna', '/Dépôt', { permissions: ['create'], hasPassword: true }),
  share('7', 'bruno', '/Équipe', { type: 'circle', recipient: 'Voisins', sharedBy: 'chloe' }),
  share('8', 'bruno', '/Vieux', { type: 'user', recipient: 'anna', lastDay: '2026-01-31' }),
  share('10', 'bruno', '/Archives', { type: 'user', recipient: 'zoe' }),
];

function run(at: number, shares: readonly ResultShare[], parts: Partial<RunResult> = {}): RunResult {
  const result = resultOf({ members: [...MEMBERS], shares: [...shares], findings: [], ...parts });
  return {
    ...result,
    groups: [
      { id: 'CAPE', others: 0 },
      { id: 'photo', others: 3 },
    ],
    spaces: [SPACE],
    run: { ...result.run, startedAt: new Date(at).toISOString() },
  };
}

/** A month ago the photos could only be read, `/Budget` was not shared, and `/Ancien` was. */
export const earlierRun = run(EARLIER, [
  ...BOTH,
  share('1', 'anna', '/Photos', { ...wide, permissions: ['read'] }),
  share('9', 'bruno', '/Ancien', { type: 'user', recipient: 'anna' }),
]);
export const laterRun = run(LATER, [...BOTH, share('1', 'anna', '/Photos', wide), budget]);

/** Stores runs of all members, one after the other; gives their numbers. */
export async function storeRuns(folder: string, results: readonly RunResult[]): Promise<readonly number[]> {
  const store = await openStore(join(folder, 'menage.db'));
  const numbers: number[] = [];
  for (const result of results) {
    const id = await store.runs.start(Date.parse(result.run.startedAt));
    await store.runs.finish(id, { ...result, run: { ...result.run, id } }, []);
    numbers.push(id);
  }
  await store.close();
  return numbers;
}
