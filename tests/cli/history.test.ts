import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { history } from '../../src/cli/history.ts';
import { report } from '../../src/cli/report.ts';
import type { RunId } from '../../src/model/ids.ts';
import type { DeliveryState } from '../../src/store/delivery.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { type Office, openOffice } from '../helpers/office.ts';
import { finding, member, resultOf, share } from '../report/helpers.ts';

const AT = Date.UTC(2026, 10, 24, 9);
const PRIVATE = '/Privé/Avocat/photos';

const toBruno = { type: 'user', recipient: 'bruno' } as const;
const shares = [
  share('1', 'anna', PRIVATE, toBruno),
  share('2', 'anna', PRIVATE, { sharedBy: 'bruno' }),
  share('3', 'bruno', '/Travail/plans', { type: 'user', recipient: 'anna' }),
  share('4', 'anna', '/Privé/carnet'),
];
const folder = (id: string, path: string) => ({ kind: 'folder', id, path }) as const;
const findings = [
  finding('stale-folder', 'anna', folder('91', PRIVATE), {
    sharedWith: ['bruno'],
    actual: { openPath: '/Privé/Avocat', otherPaths: ['/Privé/divorce.pdf'], files: 3 },
  }),
  finding('stale-folder', 'bruno', folder('93', '/Travail/plans'), {
    sharedWith: ['anna'],
    actual: { openPath: '/Travail' },
  }),
  finding('stale-folder', 'anna', folder('94', '/Privé/carnet')),
];

let office: Office;
let text: string;

/** Keeps a delivery to Bruno in each state, one per period, and one to Anna. */
async function storeDeliveries(store: Store, run: RunId): Promise<void> {
  const states: readonly DeliveryState[] = ['queued', 'deferred', 'refused', 'doubtful', 'sent'];
  for (const [month, state] of states.entries()) {
    const period = `2026-0${month + 1}`;
    await store.outbox.queue(
      ['anna', 'bruno'].map((id) => ({
        ...{ run, period, key: `member:${id}`, recipient: `${id}@coop.example` },
        messageId: `${id}.${period}`,
      })),
    );
    const own = (await store.outbox.list(period)).find(({ key }) => key === 'member:bruno');
    if (own !== undefined && state !== 'queued') await store.outbox.mark(own.id, state, AT, `said ${state}`);
  }
}

beforeAll(async () => {
  office = await openOffice([]);
  const store = await openStore(join(office.folder, 'menage.db'));
  const run = await store.runs.start(AT);
  const result = resultOf({ members: ['anna', 'bruno'].map((id) => member(id)), shares, findings });
  await store.runs.finish(run, { ...result, run: { ...result.run, id: run } }, []);
  await storeDeliveries(store, run);
  await store.close();
  expect(await history(office.context, 'bruno', { export: true })).toBe(0);
  text = office.said.join('');
});
afterAll(() => office.leave());

describe('all that is kept about one member', () => {
  it('holds the messages to them in every state, with address and the server’s words', () => {
    const { deliveries } = JSON.parse(text);
    const rows = deliveries.map((one: Record<string, unknown>) => [
      one['state'],
      one['recipient'],
      one['lastReply'],
    ]);
    expect(rows).toEqual([
      ['sent', 'bruno@coop.example', 'said sent'],
      ['doubtful', 'bruno@coop.example', 'said doubtful'],
      ['refused', 'bruno@coop.example', 'said refused'],
      ['deferred', 'bruno@coop.example', 'said deferred'],
      ['queued', 'bruno@coop.example', null],
    ]);
  });

  it('names what others share with them, and not where it lies', () => {
    const { shares: kept, findings: found } = JSON.parse(text).runs[0];
    expect(kept.map(({ id, path }: Record<string, unknown>) => [id, path])).toEqual([
      ['1', 'photos'],
      ['2', 'photos'],
      ['3', '/Travail/plans'],
    ]);
    expect(found.map(({ subject, actual }: Record<string, unknown>) => [subject, actual])).toEqual([
      [{ kind: 'folder', id: '91', path: 'photos' }, { files: 3 }],
      [{ kind: 'folder', id: '93', path: '/Travail/plans' }, { openPath: '/Travail' }],
    ]);
    expect(text).not.toMatch(/Privé|Avocat|divorce|carnet/);
  });
});

describe('history --check', () => {
  it('asks the clock of the command whether this month has its run', async () => {
    const at = (now: number) => history({ ...office.context, now: () => now }, undefined, { check: true });
    expect(await at(Date.UTC(2026, 10, 30, 12))).toBe(0);
    expect(await at(Date.UTC(2026, 11, 1, 12))).toBe(3);
  });
});

it('a run that was killed is not offered to be shown, and its number says why', async () => {
  const store = await openStore(join(office.folder, 'menage.db'));
  const killed = await store.runs.start(AT + 1);
  const running = await store.runs.start(AT + 2);
  await store.close();
  office.said.length = 0;
  expect(await history(office.context, undefined, {})).toBe(0);
  expect(office.said.join('')).toMatch(
    new RegExp(`Without a result: ${killed} of [-0-9]+ \\(killed\\), ${running} of [-0-9]+ \\(running\\)`),
  );
  expect(office.said.join('')).not.toContain('Beside these');
  const shown = (run: number) => report(office.context, { run });
  await expect(shown(killed)).rejects.toThrow(
    `Run ${killed} was killed and left nothing to show; stored are: 2, 1.`,
  );
  await expect(shown(running)).rejects.toThrow(`Run ${running} has not ended; stored are: 2, 1.`);
  await expect(shown(99)).rejects.toThrow('There is no finished run 99; stored are: 2, 1.');
});
