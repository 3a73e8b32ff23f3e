import { describe, expect, it } from 'vitest';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../../helpers/world.ts';

const TODAY = '2026-11-24';
const YESTERDAY = '2026-11-23';
const TOMORROW = '2026-11-25';

/** What is said of links that end on these days, as the server writes them. */
async function said(version: string) {
  const days = [YESTERDAY, TODAY, TOMORROW, '2026-12-01', '2026-12-02', '2026-12-03'];
  const files = Object.fromEntries(days.map((day) => [`/${day}.txt`, 1]));
  const shares = days.map((day) => ({ fileOwner: 'alice', path: `/${day}.txt`, expires: day }));
  const world = smallWorld({ members: { alice: { files } }, shares });
  return withSmallWorkspace({ ...world, version }, {}, async ({ audit }) => {
    const { result } = await audit();
    const soon = result.findings.filter(({ check }) => check === 'link-expires-soon');
    return {
      lastDays: result.shares.map(({ expires, lastDay }) => `${expires} ${lastDay}`).sort(),
      soon: soon.map(({ actual }) => actual['expiresOn']).sort(),
    };
  });
}

describe('the end of a link', () => {
  it('is the day before the one that 31 writes: what it writes of today is over', async () => {
    expect(new Date(NOW).toISOString()).toContain(TODAY);
    expect(await said('31.0.6')).toEqual({
      lastDays: [
        `${TOMORROW} ${TODAY}`,
        '2026-12-01 2026-11-30',
        '2026-12-02 2026-12-01',
        '2026-12-03 2026-12-02',
      ],
      soon: [TODAY, '2026-11-30', '2026-12-01'],
    });
  });

  it('is the day that 34 writes: a link that ends today still works', async () => {
    expect(await said('34.0.1')).toEqual({
      lastDays: [
        `${TODAY} ${TODAY}`,
        `${TOMORROW} ${TOMORROW}`,
        '2026-12-01 2026-12-01',
        '2026-12-02 2026-12-02',
        '2026-12-03 2026-12-03',
      ],
      soon: [TODAY, TOMORROW, '2026-12-01'],
    });
  });
});
