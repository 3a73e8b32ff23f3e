import { escapeXml } from '../http/xml.ts';
import { userNamed } from '../world/received.ts';
import type { Site } from '../world/site.ts';
import { type Sizes, sizesIn } from '../world/tree-sizes.ts';
import { childrenOf } from '../world/tree-view.ts';
import type { Seen, View } from '../world/visible-tree.ts';
import type { WorldShare, WorldUser } from '../world/world.ts';

/** What a property's value is made from. */
export interface Subject extends Seen {
  readonly site: Site;
  readonly view: View;
  readonly sizes: Sizes;
}

const UNLIMITED = -3;
const UPDATE = 2;
const CREATE = 4;
const DELETE = 8;
const RESHARE = 16;

/** `oc:permissions`: the order of the letters is fixed. */
export function lettersOf({ node, mount, isMountRoot }: Subject): string {
  const folder = node.kind === 'folder';
  if (mount === null) return folder ? 'RGDNVCK' : 'RGDNVW';
  if (mount.unavailable) return 'MG';
  const content = folder ? 'CK' : 'W';
  if (mount.type === 'external') return isMountRoot ? 'MGNVCK' : `MGDNV${content}`;
  const may = (bit: number) => (mount.permissions & bit) !== 0;
  const writable = may(folder ? CREATE : UPDATE) ? content : '';
  const reshare = may(RESHARE) ? 'R' : '';
  if (mount.type === 'group') {
    const removable = !isMountRoot && may(DELETE) ? 'D' : '';
    return `${reshare}MG${removable}${may(UPDATE) ? 'NV' : ''}${writable}`;
  }
  // Of a mount root, deleting and moving mean the mount.
  return `S${reshare}G${isMountRoot || may(DELETE) ? 'D' : ''}${isMountRoot || may(UPDATE) ? 'NV' : ''}${writable}`;
}

/** Bytes left in the member's quota; −3 without one. */
export function quotaAvailable(site: Site, user: WorldUser): number {
  if (user.quota === null) return UNLIMITED;
  return Math.max(0, user.quota - sizesIn(site, user.home).of(user.home));
}

export function contained(subject: Subject, kind: 'file' | 'folder'): number {
  let count = 0;
  for (const { node } of childrenOf(subject.view, subject)) if (node.kind === kind) count++;
  return count;
}

function sharesOf({ site, view, node, mount }: Subject): readonly WorldShare[] {
  if (mount !== null) return [];
  return site.world.shares.filter(
    ({ fileId, fileOwner }) => fileId === node.fileId && fileOwner === view.user.id,
  );
}

export function shareTypesXml(subject: Subject): string {
  const types = [...new Set(sharesOf(subject).map(({ type }) => type))].sort((a, b) => a - b);
  return types.map((type) => `<oc:share-type>${type}</oc:share-type>`).join('');
}

export function shareeXml(subject: Subject): string {
  return sharesOf(subject)
    .map(({ type, recipient }) => {
      const id = type === 3 || recipient === null ? '' : recipient;
      const name = userNamed(subject.site.world, id)?.displayName ?? id;
      const facts = id === '' ? '<nc:id/><nc:display-name/>' : named(id, name);
      return `<nc:sharee>${facts}<nc:type>${type}</nc:type></nc:sharee>`;
    })
    .join('');
}

function named(id: string, name: string): string {
  return `<nc:id>${escapeXml(id)}</nc:id><nc:display-name>${escapeXml(name)}</nc:display-name>`;
}
