import { describe, expect, it } from 'vitest';
import { newRequestCosts } from '../../../src/gather/uploads/request-costs.ts';

describe('what lists cost', () => {
  it('is assumed as measured elsewhere, until this server answered', () => {
    const costs = newRequestCosts();
    expect([costs.estimate('folder', 1), costs.estimate('search', 1)]).toEqual([60, 190]);
    expect(costs.estimate('tree', 270)).toBeCloseTo(438);
  });

  it('is what this server took, the more the longer a run goes on', () => {
    const costs = newRequestCosts();
    for (let at = 0; at < 50; at++) costs.note('folder', { rows: 10, took: 400 });
    expect(costs.estimate('folder', 1)).toBeGreaterThan(350);
    for (let at = 0; at < 50; at++) costs.note('tree', { rows: 500, took: 450 });
    // A server whose requests all cost the same: a tree costs hardly more than a folder.
    expect(costs.estimate('tree', 500)).toBeLessThan(480);
  });

  it('is not what single requests took that waited behind others', () => {
    const costs = newRequestCosts();
    for (let at = 0; at < 50; at++) costs.note('folder', { rows: 10, took: at % 2 === 0 ? 60 : 400 });
    expect(costs.estimate('folder', 1)).toBeLessThan(130);
  });

  it('is never below nothing, however fast a tree was', () => {
    const costs = newRequestCosts();
    costs.note('tree', { rows: 0, took: 1 });
    expect(costs.estimate('tree', 100)).toBeGreaterThanOrEqual(costs.estimate('folder', 1));
  });
});
