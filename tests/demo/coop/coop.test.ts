import { describe, expect, it } from 'vitest';
import { CASES } from '../../../src/demo/coop/cases/index.ts';
import { makeCoop } from '../../../src/demo/coop/coop.ts';
import { below, bytesIn } from '../../../src/demo/nextcloud/world/tree.ts';
import type { World } from '../../../src/demo/nextcloud/world/world.ts';
import { READ_OFF, readOff } from '../oracle.ts';
import { FOLDERS_READ_OFF, readFoldersOff } from '../oracle-folders.ts';

const ALL_READ_OFF = [...READ_OFF, ...FOLDERS_READ_OFF];

const NOW = Date.UTC(2026, 9, 23, 4, 0, 0);
const coop = makeCoop({ seed: 1, now: NOW });

/** All that one run can decide. */
const CHECKS = `quota-nearly-full quota-not-the-rule large-stale-file file-dominates-quota stale-folder
  probable-duplicate archive-or-installer leftover-file trash-heavy others-fill-my-quota synced-copies
  impossible-date link-editable-open link-open-forever link-without-password link-without-expiry
  link-expires-late link-expires-soon link-old link-drop-open link-sensitive link-wide link-bypassed
  link-living-folder link-by-someone-else link-duplicated link-without-purpose link-on-empty-folder
  link-guessable mail-share-without-password external-domain group-share-wide share-with-the-departed
  departed-with-data dormant-account member-without-mail member-outside-groups policy-link-password
  policy-link-expiry policy-public-upload policy-resharing links-older-than-policy member-not-read`.split(
  /\s+/,
);
const POLICY_CHECKS = CHECKS.filter(
  (check) => check.startsWith('policy-') || check === 'links-older-than-policy',
);

function filesOf(world: World) {
  return world.users.flatMap((user) =>
    [...below(user.home)].flatMap(({ node }) => (node.kind === 'file' ? [node] : [])),
  );
}

describe('makeCoop', () => {
  it('gives the same cooperative for the same seed, and another for another', () => {
    expect(makeCoop({ seed: 1, now: NOW })).toEqual(coop);
    expect(makeCoop({ seed: 2, now: NOW }).world).not.toEqual(coop.world);
  });

  it('has forty members, sixty files each', () => {
    expect(coop.truth.members).toHaveLength(40);
    expect(filesOf(coop.world)).toHaveLength(2400);
    const large = makeCoop({ seed: 3, now: NOW, members: 57, files: 12_345 });
    expect(large.truth.members).toHaveLength(57);
    expect(filesOf(large.world)).toHaveLength(12_345);
    expect(new Set(large.world.users.map(({ id }) => id)).size).toBe(60);
    expect(() => makeCoop({ seed: 1, now: NOW, members: 39 })).toThrow('at least 40');
  });

  it('gives no two things the same file id', () => {
    const ids = coop.world.users.flatMap((user) => [
      user.home.fileId,
      ...[...below(user.home)].map(({ node }) => node.fileId),
      ...user.trash.map(({ fileId }) => fileId),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => BigInt(id) > 2n ** 53n).length).toBeGreaterThan(0);
  });

  it('names no folder twice in one place, and keeps all names in NFC', () => {
    for (const user of coop.world.users) {
      const paths = [...below(user.home)].map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      expect(paths.filter((path) => path !== path.normalize('NFC'))).toEqual([]);
    }
  });

  it.each(CHECKS)('has something that trips %s, and something that just does not', (check) => {
    const other = POLICY_CHECKS.includes(check)
      ? makeCoop({ seed: 1, now: NOW, policy: check === 'links-older-than-policy' ? 'open' : 'strict' })
      : coop;
    expect(coop.truth.findings.map((finding) => finding.check)).toContain(check);
    expect(other.truth.nearMisses.map((miss) => miss.check)).toContain(check);
  });

  it('expects nothing twice, and never both a finding and a near miss', () => {
    const found = coop.truth.findings.map(({ check, subject }) => `${check} ${subject.id}`);
    const spared = coop.truth.nearMisses.map(({ check, subject }) => `${check} ${subject.id}`);
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((key) => spared.includes(key))).toEqual([]);
  });

  it('trips nothing that was not planted', () => {
    for (const [seed, members] of [
      [1, 40],
      [5, 90],
    ] as const) {
      const { world, truth } = makeCoop({ seed, now: NOW, members });
      const expected = truth.findings
        .filter(({ check }) => ALL_READ_OFF.includes(check))
        .map(({ check, subject }) => `${check} ${subject.id}`);
      expect([...readOff(world, NOW), ...readFoldersOff(world, NOW)].sort()).toEqual(expected.sort());
    }
  });

  it('fills members to the byte where a threshold asks for it', () => {
    const bytes = (role: string) => {
      const user = coop.world.users.find(({ id }) => id === coop.truth.roles[role]);
      return user === undefined ? null : bytesIn(user.home);
    };
    expect(bytes('cook')).toBe(1_717_986_918);
    expect(bytes('beekeeper')).toBe(1_717_986_919);
    expect(bytes('weaver')).toBe(1_932_735_283);
    expect(bytes('brewer')).toBe(2_147_483_648);
    expect(bytes('dormant-light')).toBe(104_857_600);
    expect(bytes('departed-empty')).toBe(0);
  });

  it('says who was read, and who not', () => {
    const statuses = coop.truth.members.map(({ status }) => status);
    const count = (status: string) => statuses.filter((each) => each === status).length;
    expect([count('read'), count('partial'), count('not-granted'), count('disabled')]).toEqual([36, 1, 1, 2]);
    const whole = makeCoop({ seed: 1, now: NOW, readable: true }).truth;
    expect(whole.members.filter(({ status }) => status === 'partial')).toEqual([]);
  });

  it('makes teams of twenty and of nineteen', () => {
    const size = (group: string) => coop.world.users.filter(({ groups }) => groups.includes(group)).length;
    expect([size('equipe-video'), size('equipe-son')]).toEqual([20, 19]);
  });

  it('gives each planned case to a role that exists', () => {
    const roles = new Set([...Object.keys(coop.truth.roles)]);
    expect(CASES.filter(({ who }) => !roles.has(who))).toEqual([]);
  });
});
