import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declinedProblems, groupProblems, groupsHere, memberProblems } from '../../src/app/config-names.ts';
import { startServer } from '../../src/demo/nextcloud/server.ts';
import { secret } from '../../src/model/secret.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';
import type { Session } from '../../src/nextcloud/http/exchange.ts';
import { nameQuestions } from '../../src/nextcloud/ocs/account-by-name.ts';
import { askForGroup } from '../../src/nextcloud/ocs/group-by-name.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

const world = smallWorld({ members: { alice: {}, bob: {} } });
world.groups.push({ id: 'empty', name: 'empty' });
let session: Session;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  const server = await startServer(world, { clock: () => NOW });
  const client = await openClient({ url: server.url, concurrency: 1, idleTimeoutMs: 5_000 });
  session = client.as({ login: 'admin', password: secret(world.admin.password) });
  opened.push(client, server);
});
afterAll(async () => {
  for (const one of opened) await one.close();
});

const server = {
  groups: new Set(['coop', 'admin']),
  accounts: [
    { id: 'alice', name: 'Alice Martin', mail: 'alice.m@coop.example' },
    { id: 'bob', name: 'Bob', mail: null },
  ],
  isShort: false,
};
const problems = (key: string, ids: readonly string[], isShort = false) =>
  groupProblems({ groups: ids.map((id) => ({ key, id })) }, { ...server, isShort }, (id) =>
    askForGroup(session, id),
  );

describe('a group that the config names', () => {
  it('and the server denies is wrong, with what may be meant', async () => {
    expect(await problems('members.groups', ['coop', 'cop', 'zzz'])).toEqual({
      wrong: [
        'members.groups names "cop", which is no group of the server (perhaps "coop" is meant).',
        'members.groups names "zzz", which is no group of the server.',
      ],
      doubtful: [],
    });
    expect(groupsHere(server)).toBe('Groups here: admin, coop.');
  });

  it('is doubtful, not wrong, where the list came short or the server does not say', async () => {
    const { wrong, doubtful } = await problems('members.groups', ['cop'], true);
    expect([wrong, doubtful]).toEqual([[], [expect.stringContaining('the server tells nothing now')]]);
    expect(await problems('members.groups', ['a/b'])).toMatchObject({ wrong: [] });
  });

  it('and nobody is in is wrong only where then nobody would be audited', async () => {
    expect(await problems('members.groups', ['empty'])).toMatchObject({
      wrong: [expect.stringContaining('nobody would be audited')],
    });
    expect(await problems('members.groups', ['coop', 'empty'])).toMatchObject({
      wrong: [],
      doubtful: ['members.groups names "empty", a group without members.'],
    });
    expect(await problems('referents', ['empty'])).toMatchObject({ wrong: [] });
  });
});

it('an account that the config names and the server denies is named; of whom it tells nothing, none', async () => {
  const members = ['alice', 'alic', 'a/b'].map((id) => ({ key: 'members.except', id }));
  expect(await memberProblems({ members }, server, nameQuestions(session))).toEqual([
    'members.except names "alic", which is no account of the server (perhaps "alice" is meant): correct or delete it.',
  ]);
});

describe('who said no, by a name', () => {
  const found = (...declined: readonly string[]) =>
    declinedProblems({ declined }, server, nameQuestions(session));

  it('of an account, its address or what it shows is no problem', async () => {
    expect(await found('alice', 'BOB', 'Alice.M@coop.example', ' alice martin')).toEqual({
      wrong: [],
      doubtful: [],
    });
  });

  it('that is nobody’s is wrong where somebody would be read in spite of it', async () => {
    expect(await found('allice', 'zzzzzz')).toEqual({
      wrong: [
        'members.declined names "allice", which is no account of the server. Perhaps "alice" is meant, who would be read in spite of it: correct or delete it.',
      ],
      doubtful: ['members.declined names "zzzzzz", which is no account of the server: correct or delete it.'],
    });
  });
});
