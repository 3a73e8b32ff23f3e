import { parentOf } from '../../../model/path/path.ts';
import type { Asked } from '../http/request.ts';
import { ownCloudShare } from '../owncloud/share.ts';
import { playsOwnCloud } from '../world/flavour.ts';
import { groupMountAt, isExpired, isRecipient, nodeOf, sharedNode, userNamed } from '../world/received.ts';
import type { Site } from '../world/site.ts';
import { childrenOf, seenAt, viewOf } from '../world/tree-view.ts';
import type { View } from '../world/visible-tree.ts';
import type { WorldShare, WorldUser } from '../world/world.ts';
import { type OcsResult, refusal } from './envelope.ts';
import { type Sight, shareRecord } from './share-record.ts';

/** Kinds that a recipient sees among received shares: not links, mails or federated ones. */
const RECEIVABLE = [0, 1, 7, 10, 12];

/** The share API (`/apps/files_sharing/api/v1/…`), reading only. It has no pages, and listing deletes what has expired. */
export function sharesResult(site: Site, caller: WorldUser, asked: Asked): OcsResult {
  const [area, which] = asked.segments.slice(6);
  dropExpired(site);
  if (area !== 'shares') return { data: [] };
  const view = viewOf(site, caller);
  if (which === 'pending') return { data: [] };
  if (which === 'inherited') return inherited(site, view, asked.query.get('path') ?? '/');
  if (which !== undefined) return oneShare(site, view, which);
  if (asked.fault === 'empty-list') return { data: [] };
  const path = asked.query.get('path');
  if (path !== null) return sharesAt(site, view, path, asked.query);
  if (asked.query.get('shared_with_me') === 'true') {
    const received = site.world.shares.filter(
      (share) => RECEIVABLE.includes(share.type) && isRecipient(caller, share),
    );
    return { data: records(site, view, received) };
  }
  return { data: records(site, view, made(site, caller, asked.query.get('reshares') === 'true')) };
}

/**
 * Shares by the caller; with reshares also those that others made of the caller's files. What lies in a group folder is
 * nobody's file, though its share names an owner.
 */
function made(site: Site, caller: WorldUser, reshares: boolean): readonly WorldShare[] {
  return site.world.shares.filter(
    ({ sharedBy, fileOwner, path }) =>
      sharedBy === caller.id || (reshares && fileOwner === caller.id && groupMountAt(caller, path) === null),
  );
}

function dropExpired(site: Site): void {
  const { world } = site;
  if (!world.shares.some((share) => isExpired(world, share, site.now()))) return;
  world.shares = world.shares.filter((share) => !isExpired(world, share, site.now()));
}

function records(site: Site, view: View, shares: readonly WorldShare[]): readonly unknown[] {
  return [...shares]
    .sort((a, b) => a.type - b.type || Number(a.id) - Number(b.id))
    .flatMap((share) => {
      const sight = sightOf(site, view, share);
      if (sight === null) return [];
      const record = shareRecord(site, view.user, share, sight);
      return [playsOwnCloud(site.world) ? ownCloudShare(record) : record];
    });
}

function sharesAt(site: Site, view: View, path: string, query: URLSearchParams): OcsResult {
  const at = seenAt(view, path);
  if (at === null) return refusal(404, 'Wrong path, file/folder does not exist');
  const all = made(site, view.user, query.get('reshares') === 'true');
  if (query.get('subfiles') !== 'true') {
    return {
      data: records(
        site,
        view,
        all.filter(({ fileId }) => fileId === at.seen.node.fileId),
      ),
    };
  }
  if (at.seen.node.kind === 'file') return refusal(400, 'Not a directory');
  const ids = new Set([...childrenOf(view, at.seen)].map(({ node }) => node.fileId));
  return {
    data: records(
      site,
      view,
      site.world.shares.filter(({ fileId }) => ids.has(fileId)),
    ),
  };
}

function oneShare(site: Site, view: View, id: string): OcsResult {
  const { user } = view;
  const share = site.world.shares.find((one) => one.id === id);
  const mine =
    share !== undefined &&
    (share.sharedBy === user.id || share.fileOwner === user.id || isRecipient(user, share));
  if (mine) return { data: records(site, view, [share]) };
  const french = "ID de partage erroné, ce partage n'existe pas";
  return refusal(404, user.language === 'fr' ? french : 'Wrong share ID, share does not exist');
}

function inherited(site: Site, view: View, path: string): OcsResult {
  if (seenAt(view, path) === null) return refusal(404, 'Wrong path, file/folder does not exist');
  const names = path.split('/').filter((name) => name !== '');
  const found: unknown[] = [];
  for (let depth = 1; depth < names.length; depth++) {
    const above = seenAt(view, `/${names.slice(0, depth).join('/')}`)?.seen;
    if (above === undefined) continue;
    const via = { via_fileid: Number(above.node.fileId), via_path: above.path };
    const shares = made(site, view.user, true).filter(({ fileId }) => fileId === above.node.fileId);
    for (const record of records(site, view, shares)) found.push({ ...Object(record), ...via });
  }
  return { data: found };
}

/** Where the caller sees what is shared: the owner at its place, whoever received it below the mount. */
function sightOf(site: Site, view: View, share: WorldShare): Sight | null {
  const node = sharedNode(site.world, share);
  const owner = userNamed(site.world, share.fileOwner);
  if (node === null || owner === undefined) return null;
  const parentId = (nodeOf(owner, parentOf(share.path)) ?? owner.home).fileId;
  if (owner.id === view.user.id) {
    const place = groupMountAt(owner, share.path)?.path;
    const mount = view.mounts.find(({ parent, name }) => `${parent}/${name}`.replace('//', '/') === place);
    const isMountRoot = place === share.path;
    return { seen: { node, path: share.path, mount: mount ?? null, isMountRoot }, parentId };
  }
  for (const mount of view.mounts) {
    const inside = mount.node.fileId === share.fileId ? '' : pathInside(site, mount.node.fileId, share);
    if (inside === null) continue;
    return { seen: { node, path: `/${mount.name}${inside}`, mount, isMountRoot: inside === '' }, parentId };
  }
  return { seen: { node, path: share.path, mount: null, isMountRoot: false }, parentId };
}

function pathInside(site: Site, mountedId: string, share: WorldShare): string | null {
  const mounted = site.world.shares.find(
    ({ fileId, fileOwner }) => fileId === mountedId && fileOwner === share.fileOwner,
  );
  return mounted !== undefined && share.path.startsWith(`${mounted.path}/`)
    ? share.path.slice(mounted.path.length)
    : null;
}
