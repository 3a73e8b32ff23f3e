import { describe, expect, it } from 'vitest';
import { makeCoop } from '../../../src/demo/coop/coop.ts';
import { oneMonthLater } from '../../../src/demo/coop/month-later.ts';
import { below, nodeAt } from '../../../src/demo/nextcloud/world/tree.ts';
import type { World } from '../../../src/demo/nextcloud/world/world.ts';
import { READ_OFF, readOff } from '../oracle.ts';
import { FOLDERS_READ_OFF, readFoldersOff } from '../oracle-folders.ts';

const ALL_READ_OFF = [...READ_OFF, ...FOLDERS_READ_OFF];

const NOW = Date.UTC(2026, 9, 23, 4, 0, 0);

/** Checks of low severity or for information, which may wait for another month. */
const SMALL =
  `stale-folder probable-duplicate archive-or-installer leftover-file trash-heavy others-fill-my-quota
  synced-copies impossible-date link-expires-late link-expires-soon link-duplicated link-without-purpose
  link-on-empty-folder external-domain share-with-the-departed`.split(/\s+/);

function etagsOf(world: World): Map<string, string> {
  return new Map(
    world.users.flatMap((user): [string, string][] => [
      [`${user.id} /`, user.home.etag],
      ...[...below(user.home)].map(({ path, node }): [string, string] => [`${user.id} ${path}`, node.etag]),
    ]),
  );
}

function twoMonths(seed: number, now = NOW) {
  const { world, truth: first } = makeCoop({ seed, now });
  const etags = etagsOf(world);
  const second = oneMonthLater(world, first, seed);
  return { world, first, second, etags };
}

describe('oneMonthLater', () => {
  const { world, first, second, etags } = twoMonths(1);
  const stateOf = (check: string, role: string) =>
    second.findings
      .filter((finding) => finding.check === check && finding.member === second.roles[role])
      .map(({ state }) => state)
      .sort();

  it('tells what is new, open, fixed and excepted', () => {
    expect(stateOf('large-stale-file', 'photographer')).toEqual(['fixed', 'new', 'open']);
    expect(stateOf('trash-heavy', 'photographer')).toEqual(['new']);
    expect(stateOf('link-open-forever', 'trainer')).toEqual(['fixed']);
    expect(stateOf('link-editable-open', 'web-designer')).toEqual(['fixed', 'open']);
    expect(stateOf('link-editable-open', 'illustrator')).toEqual(['new']);
    expect(stateOf('link-expires-soon', 'organiser')).toEqual(['fixed', 'new']);
    expect(stateOf('link-without-password', 'organiser')).toEqual(['excepted', 'open'].sort());
    expect(stateOf('quota-nearly-full', 'cook')).toEqual(['new']);
    expect(stateOf('quota-nearly-full', 'weaver')).toEqual(['open']);
    expect(stateOf('dormant-account', 'dormant')).toEqual(['open']);
    expect(stateOf('departed-with-data', 'leaver')).toEqual(['new']);
    expect(stateOf('link-without-expiry', 'leaver')).toEqual([]);
    expect(stateOf('stale-folder', 'carpenter')).toEqual(['open', 'open']);
  });

  it('still trips nothing that was not planted', () => {
    for (const [seed, now] of [
      [1, NOW],
      [2, Date.UTC(2027, 0, 31, 3)],
      [3, Date.UTC(2028, 1, 29, 23)],
    ] as const) {
      const month = twoMonths(seed, now);
      const expected = month.second.findings
        .filter(({ check, state }) => ALL_READ_OFF.includes(check) && state !== 'fixed')
        .map(({ check, subject }) => `${check} ${subject.id}`);
      expect(
        [
          ...readOff(month.world, month.first.times.later),
          ...readFoldersOff(month.world, month.first.times.later),
        ].sort(),
        `seed ${seed}`,
      ).toEqual(expected.sort());
    }
  });

  it('stamps every folder above a change, and none beside it', () => {
    const after = etagsOf(world);
    const id = second.roles['photographer'] ?? '';
    const moved = (path: string) => after.get(`${id} ${path}`) !== etags.get(`${id} ${path}`);
    expect(moved('/')).toBe(true);
    expect(moved('/Rushs')).toBe(true);
    expect(moved('/Photos chantier')).toBe(false);
    const changed = [...after].filter(([key, etag]) => etags.get(key) !== etag).map(([key]) => key);
    for (const key of changed) {
      const [owner = '', ...path] = key.split(' ');
      const above = path.join(' ').split('/').slice(0, -1).join('/') || '/';
      expect(after.get(`${owner} ${above}`)).not.toBe(etags.get(`${owner} ${above}`));
    }
    const untouched = second.members.filter(
      ({ id: each }) => after.get(`${each} /`) === etags.get(`${each} /`),
    );
    expect(untouched.length).toBeGreaterThan(20);
  });

  it('speaks only of what stands at the path that it names', () => {
    for (const { member, subject, state } of second.findings) {
      if (state === 'fixed' || subject.path === null) continue;
      const user = world.users.find(({ id }) => id === member);
      const node = user === undefined ? null : nodeAt(user.home, subject.path);
      expect(node, subject.path).not.toBeNull();
      if (subject.kind !== 'share') expect(node?.fileId).toBe(subject.id);
    }
  });

  it('drops the shares that have ended, and keeps the last login that a member had of their own', () => {
    expect(
      second.shares.filter(({ expires }) => expires !== null && Date.parse(expires) < second.times.later),
    ).toEqual([]);
    const login = (truth: typeof first, role: string) =>
      truth.members.find(({ id }) => id === truth.roles[role])?.lastLogin;
    expect(login(second, 'dormant')).toBe(login(first, 'dormant'));
    expect(login(second, 'baker')).toBeGreaterThan(first.times.now);
  });

  it('leaves fifteen members and more with something to do, and some with nothing', () => {
    const concerns = second.findings.filter(
      ({ audience, state }) => audience === 'member' && state !== 'fixed',
    );
    const concerned = new Set(concerns.map(({ member }) => member));
    const pressing = new Set(
      concerns
        .filter(({ check, state }) => state !== 'excepted' && !SMALL.includes(check))
        .map(({ member }) => member),
    );
    const reachable = second.members.filter(
      ({ id, mail, status }) => pressing.has(id) && mail !== null && status !== 'disabled',
    );
    expect(reachable.length).toBeGreaterThanOrEqual(20);
    expect(second.members.length - concerned.size).toBeGreaterThanOrEqual(5);
  });
});
