import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupId, memberId } from '../../src/model/ids.ts';
import type { RunResult } from '../../src/model/result.ts';
import { secret } from '../../src/model/secret.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';
import { ownAccess } from '../helpers/own-access.ts';
import { RECORDED_AT, replayOwnCloud } from '../helpers/owncloud-replay.ts';
import { openStage } from '../helpers/stage.ts';
import type { TestServer } from '../nextcloud/server.ts';

/** As the server itself says in `quota.used`, and as its disk held it. */
const AMELIE = 3_226_792_418;

let server: TestServer;
let result: RunResult;

async function auditOf({ url }: TestServer, granted: readonly string[]): Promise<RunResult> {
  const stage = await openStage();
  const client = await openClient({ url, concurrency: 2, idleTimeoutMs: 2_000 });
  try {
    const audited = await stage.audit({
      url,
      client,
      admin: { login: 'chef', password: secret('geheim') },
      access: ownAccess((member) =>
        granted.includes(member) ? { login: member, password: secret('geheim') } : null,
      ),
      granted: granted.map(memberId),
      groups: [groupId('CAPE')],
      except: [],
      clock: () => RECORDED_AT,
    });
    return audited.result;
  } finally {
    client.close();
    await stage.close();
  }
}

beforeAll(async () => {
  server = await replayOwnCloud();
  result = await auditOf(server, ['amelie', 'bruno']);
}, 60_000);
afterAll(() => server.close());

const member = (id: string) => {
  const found = result.members.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`no member ${id}`);
  return found;
};

describe('an audit of the recorded ownCloud 10.16.4', () => {
  it('has the members of the group, the disabled one too', () => {
    expect(result.members.map(({ id, name, enabled }) => [id, name, enabled])).toEqual([
      ['amelie', 'Amélie Duprés', true],
      ['bruno', 'Bruno Maté', true],
      ['etienne', 'Étienne Roux', false],
    ]);
  });

  it('counts the own files alone where folders were received, and proves it by the use of the storage', () => {
    expect(member('amelie')).toMatchObject({
      usage: { bytes: AMELIE, source: 'crawl', files: 10, folders: 7 },
      coverage: { status: 'read', strategy: 'walk', unreadable: [] },
    });
  });

  it('notices what the lists lack of that use: below the root of this tree nothing was recorded', () => {
    const { coverage, usage } = member('bruno');
    expect(coverage).toMatchObject({ status: 'partial', reasons: [{ key: 'tree.fewer' }] });
    expect(usage).toMatchObject({ bytes: 1_801_031_607 });
  });

  it('does not know what lies in folders of a trash bin', () => {
    expect(member('bruno').usage).toMatchObject({ trashBytes: null });
    expect(member('amelie').usage).toMatchObject({ trashBytes: 0, trashOwnBytes: 0 });
  });

  it('asks nothing of a disabled account', () => {
    expect(member('etienne').coverage).toMatchObject({ status: 'disabled', requests: 0 });
  });

  it('knows a quota that is set, and not what the default is', () => {
    expect(member('bruno').quota).toMatchObject({ bytes: 2_147_483_648, unlimited: false, source: 'server' });
    expect(member('amelie').quota).toMatchObject({ bytes: null, source: 'none' });
  });

  it('has the last logins, which are told in seconds', () => {
    expect(member('amelie').lastLogin).toBe('2026-11-29T06:14:10.000Z');
  });

  it('has the shares with label, password and last day', () => {
    const rows = result.shares.map(
      ({ id, type, path, permissions, label, hasPassword, lastDay }) =>
        `${id} ${type} ${path} ${permissions.join('+')} “${label}” ${hasPassword} ${lastDay}`,
    );
    expect(rows).toEqual([
      '1 user /Projets read+update+create+delete+share “” false null',
      '8 user /Projets/rushes read “” false null',
      '2 group /Été 2019 read “” false null',
      '3 link /Été 2019/photos read “Photos de l’été” false null',
      '4 link /Projets/Budget 2021 (v2).xlsx read “” true 2027-03-31',
      '5 link /Depot create “depot” false null',
      '6 link /vide read+update+create+delete “edit” false null',
      '7 link /Projets/rushes read “reshare link” false null',
      '9 user /Compta read+share “” false 2027-01-15',
    ]);
    expect(result.shares.flatMap(({ unread }) => unread)).toEqual([]);
  });

  it('asks for nothing that such a server lacks', () => {
    const asked = new Set(server.seen.map(({ method, headers }) => `${method} ${headers['depth'] ?? ''}`));
    expect([...asked].sort()).toEqual(['GET ', 'PROPFIND 0', 'PROPFIND 1']);
    expect(server.seen.filter(({ path }) => /details|serverinfo|groupfolders/.test(path))).toEqual([]);
  });
});

it('reads a tree by one list where the server says that it gives such ones, and leaves out what was received', async () => {
  const other = await replayOwnCloud({ infinity: true });
  try {
    const { members } = await auditOf(other, ['amelie']);
    expect(members[0]).toMatchObject({
      id: 'amelie',
      usage: { bytes: AMELIE, files: 10, folders: 7 },
      coverage: { status: 'read', strategy: 'infinity' },
    });
  } finally {
    await other.close();
  }
}, 60_000);
