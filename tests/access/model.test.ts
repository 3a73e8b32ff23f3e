import { describe, expect, it } from 'vitest';
import { subjectKey } from '../../src/access/keys.ts';
import { accessModel } from '../../src/access/model.ts';
import type { AccessFacts, AccessSubject, Way } from '../../src/access/types.ts';
import { groupId, memberId } from '../../src/model/ids.ts';
import { because } from '../../src/model/reasons/reason.ts';
import { factsOf, personOf, shareOf, spaceOf } from './facts.ts';

const person = (id: string): AccessSubject => ({ kind: 'person', id: memberId(id) });
const anna = memberId('anna');

/** In short: what is reached with which rights. */
function reached(facts: AccessFacts, subject: AccessSubject): readonly string[] {
  return accessModel(facts)
    .reachOf(subject)
    .things.map(({ thing, permissions }) => `${thing.path} ${permissions.join('+')}`);
}

/** In short: who reaches it, by which ways. */
function reachers(facts: AccessFacts, path: string): readonly string[] {
  return accessModel(facts)
    .whoReaches(anna, path)
    .reachers.map(({ subject, ways }) => `${subjectKey(subject)} ${ways.map(wayText).join(', ')}`);
}

function wayText(way: Way): string {
  if (way.kind === 'owner') return 'owner';
  if (way.kind === 'space') return `space by ${way.group}`;
  return [way.share.type, way.group ?? [], way.above ?? []].flat().join(' ');
}

function gapsOf(facts: AccessFacts, path: string) {
  return accessModel(facts).whoReaches(anna, path).gaps;
}

describe('what somebody reaches', () => {
  it('is shared with them, a group of theirs, or stands below it, with all rights together', () => {
    const facts = factsOf({
      shares: [
        shareOf('anna', '/Plans', { type: 'group', recipient: 'choir' }),
        shareOf('anna', '/Plans/Budget', { recipient: 'bert', permissions: ['read', 'update'] }),
      ],
    });
    expect(reached(facts, person('bert'))).toEqual(['/Plans read', '/Plans/Budget read+update']);
    expect(reached(facts, person('carl'))).toEqual(['/Plans read']);
    expect(reached(facts, person('anna'))).toEqual([]);
    expect(reachers(facts, '/Plans/Budget/2026.ods')).toEqual([
      'person:anna owner',
      'person:bert user /Plans/Budget, group choir /Plans',
      'group:choir group /Plans',
      'person:carl group choir /Plans',
    ]);
  });

  it('tells since when by the oldest way, and until when by the last', () => {
    const facts = factsOf({
      shares: [
        shareOf('anna', '/Plans', { type: 'group', recipient: 'choir', createdAt: 7, lastDay: '2026-12-01' }),
        shareOf('anna', '/Plans', { recipient: 'bert', createdAt: 9, lastDay: '2027-01-01' }),
        shareOf('anna', '/Other', { recipient: 'bert', createdAt: null }),
      ],
    });
    expect(accessModel(facts).reachOf(person('bert')).things).toMatchObject([
      { thing: { path: '/Other' }, since: null, until: null },
      { thing: { path: '/Plans' }, since: 7, until: '2027-01-01' },
    ]);
  });

  it('ends with the last day of a share, not before, and goes on where the end cannot be read', () => {
    const facts = factsOf({
      shares: [
        shareOf('anna', '/Over', { recipient: 'bert', lastDay: '2026-11-23' }),
        shareOf('anna', '/Today', { recipient: 'bert', lastDay: '2026-11-24' }),
        shareOf('anna', '/Unread', { recipient: 'bert', unread: ['expires'] }),
      ],
    });
    expect(reached(facts, person('bert'))).toEqual(['/Today read', '/Unread read']);
    expect(accessModel(facts).reachOf(person('bert')).gaps).toEqual([because('access.no-end', { n: 1 })]);
  });

  it('gives a group share to everybody but who made it and whose thing it is', () => {
    const all = [personOf('anna', { in: ['choir'] }), ...factsOf().people.slice(1)];
    const shares = [shareOf('anna', '/Plans', { type: 'group', recipient: 'choir', by: 'bert' })];
    const facts = factsOf({ people: all, shares });
    expect(reachers(facts, '/Plans')).toEqual([
      'person:anna owner',
      'group:choir group',
      'person:carl group choir',
    ]);
    expect(reached(facts, person('bert'))).toEqual([]);
  });

  it('says of a disabled account that it reaches things once it is enabled', () => {
    const people = [personOf('anna'), personOf('bert', { enabled: false, isRead: false })];
    const facts = factsOf({ people, shares: [shareOf('anna', '/Plans', { recipient: 'bert' })] });
    const model = accessModel(facts);
    expect(model.reachOf(person('bert'))).toMatchObject({ isSuspended: true, read: 1, of: 1 });
    expect(model.whoReaches(anna, '/Plans').reachers).toMatchObject([
      { isSuspended: false },
      { subject: { id: 'bert' }, isSuspended: true },
    ]);
  });

  it('says of an account outside the audit that its groups are not known', () => {
    const facts = factsOf({ shares: [shareOf('anna', '/Plans', { recipient: 'xeno' })] });
    expect(accessModel(facts).reachOf(person('xeno'))).toMatchObject({
      things: [{ thing: { path: '/Plans' } }],
      gaps: [because('access.not-audited', { member: 'xeno' })],
    });
  });
});

describe('people outside', () => {
  const facts = factsOf({
    shares: [
      shareOf('anna', '/Plans', { type: 'mail', recipient: 'Zoe@Partner.example' }),
      shareOf('anna', '/Plans', {
        type: 'federated',
        recipient: 'yann@https://cloud.partner.example/nc',
        permissions: ['read', 'update'],
      }),
      shareOf('bert', '/Songs', { type: 'link' }),
      shareOf('bert', '/Inbox', {
        ...{ type: 'mail', fileRequest: true, recipients: ['zoe@partner.example'], permissions: ['create'] },
      }),
    ],
  });

  it('are found by address whatever its case, and by domain', () => {
    const zoe = ['/Plans read', '/Inbox create'];
    expect(reached(facts, { kind: 'mail', address: 'zoe@partner.example' })).toEqual(zoe);
    expect(reached(facts, { kind: 'domain', domain: 'partner.example' })).toEqual(zoe);
    expect(reached(facts, { kind: 'domain', domain: 'cloud.partner.example' })).toEqual([
      '/Plans read+update',
    ]);
  });

  it('may be anyone, of a link and of a file request', () => {
    expect(reached(facts, { kind: 'anyone' })).toEqual(['/Inbox create', '/Songs read']);
  });

  it('who may drop files see nothing of what lies in the folder', () => {
    const { reachers: inside } = accessModel(facts).whoReaches(memberId('bert'), '/Inbox/letter.pdf');
    expect(inside.map(({ subject }) => subjectKey(subject))).toEqual(['person:bert']);
  });

  it('stand before colleagues of the same rights, the widest rights first', () => {
    const all = factsOf({
      shares: [
        shareOf('anna', '/Plans', { recipient: 'bert' }),
        shareOf('anna', '/Plans', { recipient: 'carl', permissions: ['read', 'update'] }),
        shareOf('anna', '/Plans', { type: 'link' }),
        shareOf('anna', '/Plans', { type: 'mail', recipient: 'a@x.example', permissions: ['create'] }),
        shareOf('anna', '/Plans', { type: 'mail', recipient: 'b@x.example' }),
      ],
    });
    expect(
      accessModel(all)
        .whoReaches(anna, '/Plans')
        .reachers.map(({ subject }) => subjectKey(subject)),
    ).toEqual([
      ...['person:anna', 'person:carl', 'mail:a@x.example', 'anyone', 'mail:b@x.example', 'person:bert'],
    ]);
  });
});

describe('a group folder', () => {
  const groups = [{ id: 'choir', permissions: ['read', 'create'] as const }];
  const places = new Map([[memberId('carl'), '/Elsewhere']]);

  it('is reached by its groups, and a thing in it is one, whoever shares it', () => {
    const facts = factsOf({
      spaces: [spaceOf('9', '/Team', { groups, members: [memberId('bert'), memberId('carl')], places })],
      shares: [
        shareOf('bert', '/Team/Hall', { recipient: 'anna', file: '10' }),
        shareOf('carl', '/Elsewhere/Hall', { type: 'link', file: '10' }),
      ],
    });
    const model = accessModel(facts);
    expect(reached(facts, person('bert'))).toEqual(['/ read+create']);
    expect(reached(facts, person('anna'))).toEqual(['/Hall read']);
    expect(model.things().map(({ path, place }) => [path, place.kind])).toEqual([
      ['/', 'space'],
      ['/Hall', 'space'],
    ]);
    for (const [owner, path] of [
      ['bert', '/Team/Hall'],
      ['carl', '/Elsewhere/Hall'],
    ] as const) {
      const keys = model.whoReaches(memberId(owner), path).reachers.map(({ subject }) => subjectKey(subject));
      expect(keys).toEqual(['group:choir', 'person:bert', 'person:carl', 'anyone', 'person:anna']);
    }
  });

  it('gives to read, and names the gap, where its app did not tell the groups', () => {
    const facts = factsOf({
      spaces: [spaceOf('9', '/Team', { groups: null, hasRules: null, members: [memberId('bert')] })],
    });
    expect(reached(facts, person('bert'))).toEqual(['/ read']);
    expect(accessModel(facts).reachOf(person('bert')).gaps).toEqual([
      because('access.space-groups', { spaces: ['Team'] }),
      because('access.rules-unknown', { spaces: ['Team'] }),
    ]);
  });

  it('gives a circle its rights, and those to whoever was seen to have it by no group', () => {
    const circle = { id: 'Qx7', permissions: ['read', 'delete'] as const };
    const facts = factsOf({ spaces: [spaceOf('9', '/Team', { groups: [circle], members: [anna] })] });
    expect(reached(facts, { kind: 'circle', id: 'Qx7' })).toEqual(['/ read+delete']);
    expect(reached(facts, person('anna'))).toEqual(['/ read+delete']);
    expect(gapsOf(facts, '/Team/x')).toEqual([because('access.circles', { n: 1 })]);
  });
});

describe('what is not known', () => {
  it('is said of owners who were not read', () => {
    const people = [...factsOf().people, personOf('dora', { isRead: false })];
    const facts = factsOf({ people, shares: [shareOf('anna', '/Plans', { recipient: 'bert' })] });
    const model = accessModel(facts);
    const { read, of, gaps } = model.reachOf(person('bert'));
    expect([read, of, gaps]).toEqual([3, 4, [because('access.members', { read: 3, of: 4 })]]);
    // Of what Anna owns all is known.
    expect(gapsOf(facts, '/Plans')).toEqual([]);
    expect(model.whoReaches(memberId('dora'), '/x').gaps).toEqual([
      because('access.owner', { member: 'dora' }),
    ]);
  });

  it('is said of those in circles, conversations and groups whom no audit sees', () => {
    const facts = factsOf({
      groups: [{ id: groupId('choir'), others: 2 }],
      shares: [
        shareOf('anna', '/Plans', { type: 'circle', recipient: 'Qx7' }),
        shareOf('anna', '/Plans', { type: 'room', recipient: 'r1' }),
        shareOf('anna', '/Plans', { type: 'group', recipient: 'choir' }),
        shareOf('anna', '/Plans', { type: 'other', recipient: 'z' }),
      ],
    });
    expect(gapsOf(facts, '/Plans')).toEqual([
      because('access.circles', { n: 1 }),
      because('access.rooms', { n: 1 }),
      because('access.unknown-kinds', { n: 1 }),
      because('access.group-others', { accounts: 2, group: 'choir' }),
    ]);
  });

  it('is said of things whose place is not known; they are the same thing where a share shows the place', () => {
    const lost = shareOf('anna', 'notes.md', { pathKnown: false, recipient: 'bert', file: '7' });
    expect(gapsOf(factsOf({ shares: [lost] }), '/Plans')).toEqual([because('access.no-path', { n: 1 })]);
    const shown = shareOf('anna', '/Plans/notes.md', { type: 'link', file: '7' });
    const facts = factsOf({ shares: [lost, shown] });
    expect(gapsOf(facts, '/Plans')).toEqual([]);
    expect(reachers(facts, '/Plans/notes.md')).toEqual([
      'person:anna owner',
      'anyone link',
      'person:bert user',
    ]);
  });
});

it('goes through trees that hold each other without end, as a server may claim', () => {
  const facts = factsOf({
    shares: [
      shareOf('anna', '/a/b', { recipient: 'bert', file: '1' }),
      shareOf('anna', '/c', { recipient: 'bert', file: '1' }),
      shareOf('anna', '/a', { recipient: 'bert', file: '2' }),
      shareOf('anna', '/c/d', { recipient: 'bert', file: '2' }),
    ],
  });
  expect(accessModel(facts).reachOf(person('bert')).things).toHaveLength(2);
});
