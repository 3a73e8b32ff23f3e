import { truthOf } from '../../src/demo/coop/compute-truth.ts';
import { type Coop, makeCoop } from '../../src/demo/coop/coop.ts';
import { NOW } from './stage.ts';
import { OWNCLOUD_VERSION } from './version.ts';

/** Types of share that ownCloud has: with a person, a group, anybody who has the link, another server. */
const TYPES = [0, 1, 3, 6];

/** The cooperative as an ownCloud 10 can hold it: no group folders, no notes, no hidden download. */
export function ownCloudCoop(): Coop {
  const { world, truth } = makeCoop({ seed: 7, now: NOW, version: OWNCLOUD_VERSION });
  world.shares = world.shares
    .filter(({ type }) => TYPES.includes(type))
    .map((share) => ({ ...share, note: '', hideDownload: false }));
  for (const user of world.users) user.mounts = user.mounts.filter(({ type }) => type !== 'group');
  return { world, truth: truthOf(world, truth) };
}
