import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { COVERAGE_STATUSES } from '../../../src/model/coverage.ts';
import { chatMessage } from '../../../src/report/export/chat.ts';
import { findingsCsv, membersCsv, sharesCsv } from '../../../src/report/export/csv.ts';
import { metricsText } from '../../../src/report/export/metrics.ts';
import { summaryMarkdown } from '../../../src/report/export/summary.ts';
import {
  linkCounts,
  linksWithoutPassword,
  linkTotal,
  runPoint,
} from '../../../src/report/figures/run-point.ts';
import { freeable, isStanding } from '../../../src/report/figures/totals.ts';
import { nearlyFull } from '../../../src/report/figures/usage.ts';
import { adminMailFor } from '../../../src/report/mail/team/admin.ts';
import { MEMBER } from '../../../src/report/page/common/data.ts';
import { pageData } from '../../../src/report/page/data.ts';
import { pageView } from '../../../src/report/page/view.ts';
import { finding } from '../helpers.ts';
import { coopInput } from '../page-sample.ts';

const MB = 1024 ** 2;

function file(
  check: string,
  id: string,
  path: string,
  bytes: number,
  parts: Parameters<typeof finding>[3] = {},
) {
  return finding(check, 'anna', { kind: 'file', id, path }, { bytes, ...parts });
}

function folder(id: string, path: string, bytes: number) {
  return finding('stale-folder', 'anna', { kind: 'folder', id, path }, { bytes });
}

describe('what could be freed', () => {
  it('counts a file in two findings once', () => {
    const twice = [
      file('large-stale-file', '1', '/a.mov', 300),
      file('archive-or-installer', '1', '/a.mov', 300),
    ];
    expect(freeable(twice)).toEqual({ bytes: 300, items: 1 });
  });

  it('counts what lies below a folder with the folder', () => {
    const nested = [
      folder('9', '/old', 1000),
      file('large-stale-file', '1', '/old/deep/a.mov', 300),
      file('large-stale-file', '2', '/older.mov', 50),
    ];
    expect(freeable(nested)).toEqual({ bytes: 1050, items: 2 });
  });

  it('keeps the files of two members apart', () => {
    const other = { ...file('large-stale-file', '2', '/old/a.mov', 7), member: 'bert' };
    expect(freeable([folder('9', '/old', 1000), other])).toEqual({ bytes: 1007, items: 2 });
  });

  it('leaves out what was fixed or excepted', () => {
    const gone = [
      file('large-stale-file', '1', '/a', 1, { state: 'fixed' }),
      file('large-stale-file', '2', '/b', 2, { state: 'excepted' }),
    ];
    expect(freeable(gone)).toEqual({ bytes: 0, items: 0 });
  });

  it('counts of a set of duplicates only the copies that no other finding counts', () => {
    const actual = { copies: 3, sizeBytes: 100, otherPaths: ['/copy 1.mov', '/copy 2.mov'] };
    const set = file('probable-duplicate', '1', '/a.mov', 200, { actual });
    expect(freeable([set])).toEqual({ bytes: 200, items: 1 });
    expect(freeable([set, file('large-stale-file', '2', '/copy 1.mov', 100)])).toEqual({
      bytes: 200,
      items: 2,
    });
    expect(freeable([set, file('large-stale-file', '1', '/a.mov', 100)])).toEqual({ bytes: 200, items: 2 });
    const all = ['/a.mov', '/copy 1.mov', '/copy 2.mov'].map((path, at) =>
      file('large-stale-file', `${at}`, path, 100),
    );
    expect(freeable([set, ...all])).toEqual({ bytes: 300, items: 3 });
    expect(freeable([set, folder('9', '/', 5000)])).toEqual({ bytes: 5000, items: 1 });
  });
});

describe('all views', () => {
  const input = coopInput(118, 140);
  const { result } = input;
  const table = (text: string): readonly Record<string, string>[] =>
    parse(text, { columns: true, bom: true });
  const sum = (rows: readonly Record<string, string>[], column: string) =>
    rows.reduce((total, row) => total + Number(row[column]), 0);
  const metric = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metricsText(input))?.[1]);
  const members = table(membersCsv(input));
  const point = runPoint(result).figures;
  const used = result.members
    .filter(({ enabled }) => enabled)
    .reduce((total, { usage }) => total + (usage.bytes ?? 0), 0);

  it('agree on the bytes in use', () => {
    const counted = members.filter((row) => row['coverage'] !== 'disabled');
    expect(sum(counted, 'used_bytes')).toBe(used);
    expect(metric('menage_used_bytes')).toBe(used);
    const rows = pageData(input).members.map((row) => MEMBER.unpack(row));
    const shown = rows.filter(({ coverage }) => COVERAGE_STATUSES[coverage] !== 'disabled');
    expect(shown.reduce((total, row) => total + row.used, 0)).toBe(used);
    expect(point.usedBytes).toBe(used);
  });

  it('agree on what could be freed', () => {
    const { bytes, items } = freeable(result.findings);
    expect(bytes).toBeGreaterThan(1000 * MB);
    expect(sum(members, 'freeable_bytes')).toBe(bytes);
    expect(sum(members, 'freeable_items')).toBe(items);
    expect(metric('menage_freeable_bytes')).toBe(bytes);
    expect(pageData(input).members.reduce((total, row) => total + Math.max(0, Number(row[9])), 0)).toBe(
      bytes,
    );
    expect(point.freeableBytes).toBe(bytes);
  });

  it('agree on the links', () => {
    const links = result.shares.filter(({ type }) => type === 'link');
    const open = links.filter(({ hasPassword }) => !hasPassword).length;
    const shares = table(sharesCsv(input));
    expect(linkTotal(linkCounts(result.shares))).toBe(links.length);
    expect(point.links && linksWithoutPassword(point.links)).toBe(open);
    expect(metric('menage_links_open')).toBe(links.length);
    expect(metric('menage_links_without_password')).toBe(open);
    expect(sum(members, 'links')).toBe(links.length);
    expect(sum(members, 'links_without_password')).toBe(open);
    expect(shares.filter((row) => row['type'] === 'link' && row['has_password'] === 'false')).toHaveLength(
      open,
    );
    expect(pageView(input, 'fr').links.matrix.totals.reduce((total, text) => total + Number(text), 0)).toBe(
      links.length,
    );
    expect(pageView(input, 'fr').items.chips.find(({ id }) => id === 'nopw')?.number).toBe(open);
  });

  it('agree on how many members were read, disabled accounts apart', () => {
    const { read, unchanged, members: all, disabled } = result.coverage;
    const [done, toRead] = [read + unchanged, all - disabled];
    expect(disabled).toBeGreaterThan(0);
    const words = `${done} membres lus sur ${toRead}`;
    const mail = adminMailFor(input, { to: 'admin@example.org', where: null });
    expect(mail.view.subject).toContain(words);
    expect(mail.view.title).toContain(words);
    expect(summaryMarkdown(input)).toContain(`${done} membres sur ${toRead}`);
    expect(pageView(input, 'fr').trust.read).toContain(`${done} membres sur ${toRead}`);
    expect(chatMessage(input, { nameMembers: false, link: null })).toContain(`${done}/${toRead} membres lus`);
  });

  it('agree on members and findings', () => {
    const nearly = result.members.filter(
      ({ enabled, usage }) => enabled && (usage.percent ?? 0) >= 90,
    ).length;
    expect(nearlyFull(result)).toHaveLength(nearly);
    expect(metric('menage_members_nearly_full')).toBe(nearly);
    expect(pageView(input, 'fr').occupation.full.rows).toHaveLength(nearly);
    const findings = table(findingsCsv(input));
    expect(sum(findings, 'count')).toBe(result.findings.length);
    expect(sum(findings, 'bytes')).toBe(result.findings.reduce((total, { bytes }) => total + bytes, 0));
    const standing = result.findings.filter(isStanding).length;
    const shown = pageView(input, 'fr').checks.groups.flatMap(({ rows }) => rows);
    const judged = shown
      .filter(({ notRan }) => !notRan)
      .reduce((total, { standing: own }) => total + (Number(own.text) || 0), 0);
    expect(judged).toBe(standing);
    expect(CHECKS.length).toBe(shown.length + pageView(input, 'fr').checks.quiet.length);
  });
});
