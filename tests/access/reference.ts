// What `growthBetween` and `widerFolders` answer, computed the plain way: from who reaches each thing, one by one.

import { foldersAbove } from '../../src/access/folders-above.ts';
import { subjectKey, subjectsOfShare } from '../../src/access/keys.ts';
import type { AccessModel, AccessShare, Reacher, Thing } from '../../src/access/types.ts';
import { permissionsOfWay } from '../../src/access/ways.ts';
import { lacksPassword, may, type Permission, rightsOf, shareKey } from '../../src/model/share.ts';

type Level = 0 | 1 | 2;
const levelOf = (permissions: readonly Permission[]): Level =>
  !permissions.includes('read') ? 0 : rightsOf({ permissions }) === 'change' ? 2 : 1;

/** By the ways that show something; a drop beside them gives no more. */
function reacherLevel({ ways }: Reacher): Level {
  const levels = ways.map((way) => levelOf(permissionsOfWay(way, GROUPS_ALONE)));
  return levels.includes(2) ? 2 : levels.includes(1) ? 1 : 0;
}

/** Group folders of the worlds name groups, no circles. */
const GROUPS_ALONE = { isGroup: () => true };

const openLevel = ({ ways }: Reacher): Level => {
  const levels = ways.map((way) =>
    way.kind === 'share' && lacksPassword(way.share) ? levelOf(way.share.permissions) : 0,
  );
  return levels.includes(2) ? 2 : levels.includes(1) ? 1 : 0;
};

/** Each as `path +people anyone`. */
export function plainGrowth(earlier: AccessModel, later: AccessModel): readonly string[] {
  const keyOf = (share: AccessShare) => `${shareKey(share)}:${share.recipient}`;
  const standing = (model: AccessModel) =>
    model.facts.shares.filter(
      (share) => may(share, 'read') && (share.expires === null || share.expires >= model.facts.today),
    );
  const old = new Set(standing(earlier).map(keyOf));
  const personOf = (model: AccessModel, id: string) => model.facts.people.find((one) => one.id === id);
  return later.things().flatMap((thing) => {
    const saw = new Set(
      earlier
        .whoReachesThing(thing)
        .reachers.filter((one) => reacherLevel(one) > 0)
        .map(({ subject }) => subjectKey(subject)),
    );
    const fresh = new Set<string>();
    for (const share of standing(later)) {
      if (share.fileId !== thing.fileId) continue;
      if (![earlier, later].every((model) => personOf(model, share.owner)?.isRead === true)) continue;
      const isNew = !old.has(keyOf(share));
      for (const { id, groups, enabled } of later.facts.people) {
        const before = personOf(earlier, id);
        if (before === undefined || !enabled) continue;
        const byGroup =
          share.type === 'group' &&
          groups.some((group) => group === share.recipient && (isNew || !before.groups.includes(group))) &&
          ![share.owner, share.sharedBy].includes(id);
        const byName = isNew && share.type === 'user' && share.recipient === id;
        if (byGroup || byName) fresh.add(`person:${id}`);
      }
      for (const subject of isNew ? subjectsOfShare(share) : [])
        if (['anyone', 'mail', 'federated'].includes(subject.kind)) fresh.add(subjectKey(subject));
    }
    const grown = [...fresh].filter((key) => !saw.has(key));
    const anyone = grown.includes('anyone');
    return grown.length === 0 ? [] : [growthText(thing, grown.length - Number(anyone), anyone)];
  });
}

export function growthText({ path, fileId }: Thing, people: number, anyone: boolean): string {
  return `${path} ${fileId} +${people}${anyone ? ' anyone' : ''}`;
}

export function widerText({ path, fileId }: Thing, above: Thing, people: number, anyone: boolean): string {
  return `${path} ${fileId} < ${above.path} +${people}${anyone ? ' anyone' : ''}`;
}

/** Each as `path < above +people anyone`. */
export function plainWider(model: AccessModel): readonly string[] {
  const aboveOf = foldersAbove(model);
  const members = new Set<string>(model.facts.people.map(({ id }) => id));
  const others = new Map<string, number>(model.facts.groups.map((group) => [group.id, group.others]));
  return model.things().flatMap((thing) => {
    const above = thing.isFolder ? aboveOf(thing) : null;
    if (above === null) return [];
    const seeing = model.whoReachesThing(above).reachers.filter((one) => reacherLevel(one) > 0);
    const before = new Map(seeing.map((one) => [subjectKey(one.subject), reacherLevel(one)]));
    const open = Math.max(0, ...seeing.filter(({ subject }) => subject.kind === 'anyone').map(openLevel));
    const isVague = seeing.some(({ subject }) => ['circle', 'room', 'deck', 'other'].includes(subject.kind));
    const hasOthers = seeing.some(({ subject }) => subject.kind === 'group' && others.get(subject.id) !== 0);
    const wider = model.whoReachesThing(thing).reachers.filter((one) => {
      const { subject, isSuspended } = one;
      const level = reacherLevel(one);
      const had = before.get(subjectKey(subject)) ?? 0;
      if (subject.kind === 'anyone') return level > had || openLevel(one) > open;
      if (level <= had || level <= open || isSuspended) return false;
      if (subject.kind === 'group')
        return (others.get(subject.id) ?? 0) > 0 && had === 0 && !isVague && !hasOthers;
      const isStranger = subject.kind === 'person' && !members.has(subject.id);
      return had > 0 || !(isVague || (isStranger && hasOthers));
    });
    const comes = wider.some(({ ways }) =>
      ways.some((way) => way.kind === 'share' && way.above === null && may(way.share, 'read')),
    );
    if (!comes) return [];
    const people = wider.reduce((sum, { subject }) => {
      if (subject.kind === 'group') return sum + (others.get(subject.id) ?? 0);
      return sum + Number(['person', 'mail', 'federated'].includes(subject.kind));
    }, 0);
    return [
      widerText(
        thing,
        above,
        people,
        wider.some(({ subject }) => subject.kind === 'anyone'),
      ),
    ];
  });
}
