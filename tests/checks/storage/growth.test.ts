import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { sharesAbove } from '../../../src/checks/sharing/links.ts';
import { acceptorOf } from '../../../src/judge/exceptions.ts';
import { folderCount } from '../../../src/judge/folder-totals.ts';
import { openRunner } from '../../../src/judge/runner.ts';
import { fileId, memberId } from '../../../src/model/ids.ts';
import { pathTest } from '../../../src/model/path/glob.ts';
import { outermost } from '../../../src/model/path/path-index.ts';
import { covering } from '../../../src/report/figures/covering.ts';
import { DAY, file, folder, gathered, link, MB, member, NOW, READ, SETTING, share } from '../helpers.ts';

/** CPU milliseconds: what other processes do on the machine does not count. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least of several tries: a collection of garbage that other tests left counts in some of them alone. */
function leastMs(work: () => void): number {
  return Math.min(...Array.from({ length: 3 }, () => cpuMs(work)));
}

/**
 * How much longer eight times as much takes: 8 where cost grows with the number, 64 where with its square. The small one is
 * measured eight times over, for a millisecond alone is mostly the collection of garbage.
 */
function growth(work: (count: number) => void, count: number): number {
  work(count);
  const eightSmall = leastMs(() => {
    for (let times = 0; times < 8; times++) work(count);
  });
  return (8 * leastMs(() => work(8 * count))) / Math.max(eightSmall, 8);
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
      const folders = folderCount(NOW);
      let path = '';
      for (let number = 0; number < depth; number++) {
        path += `/d${number}`;
        folders.see(file(`${path}/f.pdf`));
      }
      expect(folders.totals().get('/')?.files).toBe(depth);
    };
    // The paths themselves grow with the square, 64 times: a step per file and folder above it would be 512 times.
    expect(growth(count, 150)).toBeLessThan(200);
  });

  test('of what all checks see of links, shares with people and files of one name', () => {
    const checks = CHECKS.filter(({ scope }) => scope === 'member');
    const settings = Object.fromEntries(checks.map(({ id, options }) => [id, options.parse({})]));
    const judge = (count: number) => {
      const folders = Array.from({ length: count }, (_, number) => ({
        path: `/a/b/${number}`,
        fileId: fileId(String(number + 1)),
      }));
      const shares = folders.flatMap((at) => [
        link({ ...at, createdAt: NOW - 900 * DAY }),
        share({ ...at, createdAt: NOW - 900 * DAY, recipient: `voisin.${at.fileId}` }),
      ]);
      const session = openRunner(checks, settings, SETTING).member(
        member(),
        READ,
        gathered({ evidence: { shares } }),
      );
      for (const at of folders) {
        session.see(folder(at.path, { fileId: at.fileId }));
        session.see(file(`${at.path}/IMG_0001.JPG`, { size: 6 * MB, modifiedAt: NOW - 900 * DAY }));
      }
      expect(session.conclude().every(({ extent }) => extent === 'whole')).toBe(true);
    };
    expect(growth(judge, 250)).toBeLessThan(30);
  });

  test('of folders of which some lie in others', () => {
    const pick = (count: number) => {
      const paths = Array.from({ length: count }, (_, number) => `/a/b/${number}`);
      expect(outermost([...paths, ...paths.map((path) => `${path}/c`)])).toEqual(paths);
    };
    expect(growth(pick, 1000)).toBeLessThan(30);
  });

  test('of items that free room, each in a folder that may free it too', () => {
    const cover = (count: number) => {
      const things = Array.from({ length: count }, (_, number) => ({
        kind: 'folder' as const,
        path: `/a/b/${number}`,
      }));
      const over = covering(things, (thing) => thing);
      for (const { path } of things) expect(over(`${path}/f.pdf`).length).toBe(1);
    };
    expect(growth(cover, 1000)).toBeLessThan(30);
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
