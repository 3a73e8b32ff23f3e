import { expect, it } from 'vitest';
import { makeCoop } from '../../../src/demo/coop/coop.ts';
import { linkPage } from '../../../src/demo/coop/link-page.ts';
import { linksInHtml } from '../../../src/register/page-links.ts';
import { VERSION } from '../../helpers/version.ts';

it('the cooperative lists two links that are open and one that is not there any more', () => {
  const { world, truth } = makeCoop({ seed: 1, now: Date.UTC(2026, 10, 23), version: VERSION });
  const page = linksInHtml(linkPage(world, truth, 'http://127.0.0.1:8080'));
  const open = new Set(world.shares.map(({ token }) => `http://127.0.0.1:8080/s/${token}`));
  expect(page?.links.map(({ address }) => open.has(address))).toEqual([true, true, false]);
});
