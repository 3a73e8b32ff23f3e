import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunResult } from '../../src/model/result.ts';
import { ownCloudCoop } from '../helpers/owncloud-world.ts';
import { type Stage, stageOf } from '../helpers/stage.ts';

let stage: Stage;
let result: RunResult;

beforeAll(async () => {
  stage = await stageOf(ownCloudCoop());
  result = (await stage.audit()).result;
}, 60_000);

afterAll(() => stage.close());

const byId = <T extends { readonly id: string }>(items: readonly T[]) =>
  [...items].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('an audit of an ownCloud 10', () => {
  it('is a valid result', () => {
    expect(RunResult.safeParse(result).error?.issues).toBeUndefined();
  });

  it('has the numbers of the world for every member, but for trash bins with folders in them', () => {
    const withFolders = new Set(
      stage.world.users.filter(({ trash }) => trash.some(({ isFolder }) => isFolder)).map(({ id }) => id),
    );
    const seen = result.members.map(({ id, usage, coverage, quota, lastLogin }) => ({
      id,
      status: coverage.status,
      bytes: usage.bytes,
      files: usage.files,
      folders: usage.folders,
      trashBytes: usage.trashBytes,
      quotaBytes: quota.bytes,
      unlimited: quota.unlimited,
      lastLogin: lastLogin === null ? null : Date.parse(lastLogin),
      unreadable: [...coverage.unreadable].sort(),
    }));
    const told = stage.truth.members.map(({ mail: _, ...member }) => ({
      ...member,
      trashBytes: withFolders.has(member.id) ? null : member.trashBytes,
      unreadable: [...member.unreadable].sort(),
    }));
    expect(byId(seen)).toEqual(byId(told));
  });

  it('has every share, once, with its label, its password and its last day', () => {
    expect(byId(result.shares)).toEqual(byId(stage.truth.shares));
  });

  it('finds what is there, but for what such a server does not have or tell', () => {
    const keyOf = (finding: { check: string; member: string | null; subject: { id: string } }) =>
      `${finding.check} ${finding.member} ${finding.subject.id}`;
    const seen = result.findings.map(keyOf);
    const told = stage.truth.findings.map(keyOf);
    expect(seen.filter((one) => !told.includes(one))).toEqual([
      // Its date is old, and when it was uploaded is not known there.
      'large-stale-file odalie.brindaval 10813262',
      // A note is what spares it on a Nextcloud.
      'link-without-purpose severin.quenouillac 136',
    ]);
    expect(told.filter((one) => !seen.includes(one))).toEqual([
      // A folder lies in this trash bin.
      'trash-heavy maelle.chantemiel maelle.chantemiel',
      // Shares by mail, which ownCloud does not have.
      'link-sensitive colombe.sourcevive 147',
      'mail-share-without-password petronille.froidevallon 171',
      'external-domain petronille.froidevallon 172',
    ]);
  });

  it('asks each member for the use of the own storage, and no way that such a server lacks', () => {
    const { counters } = stage.server;
    const read = result.members.filter(({ coverage }) => coverage.requests > 0);
    expect(read.length).toBeGreaterThan(30);
    for (const { coverage } of read) if (coverage.status === 'read') expect(coverage.strategy).toBe('walk');
    expect(counters.byKind).not.toHaveProperty('search');
    expect(counters.byKind).not.toHaveProperty('serverinfo');
    expect(counters.byKind).not.toHaveProperty('group-folders');
    expect(counters.writes).toBe(0);
    expect(counters.failures).toBe(0);
  });

  it('reads nobody again in whom nothing changed', async () => {
    const again = (await stage.audit()).result;
    const read = again.members.filter(({ coverage }) => coverage.status === 'read');
    expect(read).toEqual([]);
    expect(byId(again.members).map(({ usage }) => usage.bytes)).toEqual(
      byId(result.members).map(({ usage }) => usage.bytes),
    );
  });
});
