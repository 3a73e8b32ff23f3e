import { describe, expect, test } from 'vitest';
import { acceptorOf } from '../../src/checks/exceptions.ts';
import { folderCount } from '../../src/checks/folder-totals.ts';
import { sharesAbove } from '../../src/checks/links.ts';
import { pathTest } from '../../src/model/glob.ts';
import { memberId } from '../../src/model/ids.ts';
import { file, link } from './helpers.ts';

/** CPU milliseconds: what other processes do on the machine does not count. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** How much longer eight times as much takes: 8 where cost grows with the number, 64 where with its square. */
function growth(work: (count: number) => void, count: number): number {
  work(count);
  const small = Math.min(
    cpuMs(() => work(count)),
    cpuMs(() => work(count)),
  );
  return cpuMs(() => work(8 * count)) / Math.max(small, 1);
}

describe('the cost grows with the number, not with its square', () => {
  test('of links that stand on folders of one folder, each with its files', () => {
    const judge = (count: number) => {
      const above = sharesAbove(
        Array.from({ length: count }, (_, number) => link({ path: `/a/b/${number}`, isFolder: true })),
      );
      for (let number = 0; number < count; number++) expect(above(`/a/b/${number}/f.pdf`).length).toBe(1);
    };
    expect(growth(judge, 1000)).toBeLessThan(30);
  });

  test('of folders that lie each in the one before', () => {
    const count = (depth: number) => {
      const folders = folderCount(Date.now());
      let path = '';
      for (let number = 0; number < depth; number++) {
        path += `/d${number}`;
        folders.see(file(`${path}/f.pdf`));
      }
      expect(folders.totals().get('/')?.files).toBe(depth);
    };
    // The paths themselves grow with the square: 2,000 names of 5 characters are a path of 10,000.
    const before = performance.now();
    count(2000);
    expect(performance.now() - before).toBeLessThan(2000);
  });

  test('of accepted findings', () => {
    const accept = (count: number) => {
      const paths = Array.from({ length: count }, (_, number) => `/a/b/${number}`);
      const accepts = acceptorOf(
        paths.map((path) => ({ check: 'c', path: `${path}/**`, until: '2030-01-01' })),
        '2026-01-01',
      );
      for (const path of paths) expect(accepts('c', memberId('anna'), `${path}/x`)).toBe(true);
      expect(accepts('c', null, '/a/b')).toBe(pathTest('/a/b/0/**')?.('/a/b'));
    };
    expect(growth(accept, 250)).toBeLessThan(30);
  });
});
