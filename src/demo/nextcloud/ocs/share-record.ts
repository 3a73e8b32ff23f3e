import { flavourOf } from '../world/flavour.ts';
import { placeOf, userNamed } from '../world/received.ts';
import type { Site } from '../world/site.ts';
import { contentTypeOf } from '../world/tree.ts';
import { sizesIn } from '../world/tree-sizes.ts';
import type { Seen } from '../world/visible-tree.ts';
import type { WorldShare, WorldUser } from '../world/world.ts';

const USER = 0;
const LINK = 3;
const MAIL = 4;
const ALL_ON_FOLDER = 31;
const ALL_ON_FILE = 27;
const DELETE = 8;

type Place = Omit<Seen, 'folder'>;

/** Where the one who asks sees what is shared. */
export interface Sight {
  readonly seen: Place;
  readonly parentId: string;
}

/** A share as the OCS share API tells it to `caller`, fields in its order. Tokens and hashes included, as the server does. */
export function shareRecord(
  site: Site,
  caller: WorldUser,
  share: WorldShare,
  { seen, parentId }: Sight,
): Readonly<Record<string, unknown>> {
  if (share.token !== null) site.secrets.add(share.token);
  if (share.passwordHash !== null) site.secrets.add(share.passwordHash);
  const name = (id: string) => userNamed(site.world, id)?.displayName ?? id;
  const mine = share.sharedBy === caller.id || share.fileOwner === caller.id;
  const outward = share.type === LINK || share.type === MAIL;
  return {
    id: share.id,
    share_type: share.type,
    uid_owner: share.sharedBy,
    displayname_owner: name(share.sharedBy),
    permissions: share.permissions,
    can_edit: mine,
    can_delete: true,
    stime: Math.floor(share.createdAt / 1000),
    parent: null,
    expiration: share.expires === null ? null : `${share.expires} ${flavourOf(site.world).sharesEndAt}`,
    token: outward ? share.token : null,
    uid_file_owner: share.fileOwner,
    note: share.note,
    label: share.label,
    displayname_file_owner: name(share.fileOwner),
    path: seen.path,
    ...itemFields(site, caller, share, seen),
    item_source: numeric(share.fileId),
    file_source: numeric(share.fileId),
    file_parent: numeric(parentId),
    file_target: share.type === MAIL ? null : `/${seen.node.name}`,
    item_size: bytesOf(site, seen),
    item_mtime: Math.floor(seen.node.modifiedAt / 1000),
    ...recipientFields(site, caller, share),
    mail_send: share.type === MAIL ? 1 : 0,
    hide_download: share.hideDownload ? 1 : 0,
    attributes: null,
  };
}

function itemFields(
  site: Site,
  caller: WorldUser,
  share: WorldShare,
  { node, path, mount, isMountRoot }: Place,
): Readonly<Record<string, unknown>> {
  const all = node.kind === 'folder' ? ALL_ON_FOLDER : ALL_ON_FILE;
  const type = node.kind === 'folder' ? 'httpd/unix-directory' : contentTypeOf(node.name);
  return {
    item_type: node.kind,
    item_permissions: mount === null ? all : (mount.permissions & all) | DELETE,
    'is-mount-root': isMountRoot,
    'mount-type': mount?.type ?? '',
    mimetype: type,
    has_preview: type.startsWith('image/'),
    storage_id: mount === null ? `home::${caller.id}` : `shared::${path}`,
    storage: placeOf(site.world, share.fileOwner) + 2,
  };
}

function recipientFields(
  site: Site,
  caller: WorldUser,
  share: WorldShare,
): Readonly<Record<string, unknown>> {
  if (share.type === LINK) {
    return {
      share_with: passwordIn(site, share),
      share_with_displayname: caller.language === 'fr' ? '(Lien partagé)' : '(Shared link)',
      password: passwordIn(site, share),
      send_password_by_talk: false,
      url: `${site.address()}/s/${share.token ?? ''}`,
    };
  }
  const recipient = share.recipient;
  if (share.type === MAIL) {
    return {
      share_with: recipient,
      password: passwordIn(site, share),
      password_expiration_time: null,
      send_password_by_talk: false,
      share_with_displayname: recipient,
    };
  }
  const user = share.type === USER ? userNamed(site.world, recipient ?? '') : undefined;
  const group = site.world.groups.find(({ id }) => id === recipient);
  const name = user?.displayName ?? group?.name ?? recipient;
  return {
    share_with: recipient,
    share_with_displayname: name,
    ...(share.type === USER ? { share_with_displayname_unique: user?.mail ?? recipient } : {}),
  };
}

function passwordIn(site: Site, { passwordHash }: WorldShare): string | null {
  if (passwordHash === null) return null;
  return flavourOf(site.world).sharePassword === 'hash' ? passwordHash : 'redacted';
}

function bytesOf(site: Site, { node }: Place): number {
  if (node.kind === 'file') return node.size;
  return node.unscanned === true ? -1 : sizesIn(site, node).of(node);
}

function numeric(id: string): number | string {
  return Number.isSafeInteger(Number(id)) ? Number(id) : id;
}
