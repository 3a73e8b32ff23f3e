import type { Subject } from '../model/finding.ts';
import { isPublicLink, may, type Share } from '../model/share.ts';

/** The public links (share type 3) among a member's shares. */
export function links(shares: readonly Share[]): readonly Share[] {
  return shares.filter(isPublicLink);
}

/** A share as the subject of a finding. */
export function ofShare(share: Share): Subject {
  return { kind: 'share', id: share.id, path: share.path };
}

/** Whether whoever has the link may change or delete what is there, and sees it. */
export function isEditable(share: Share): boolean {
  return may(share, 'read') && (may(share, 'update') || may(share, 'delete'));
}

/** A file drop: others may put files there without seeing what is in it. */
export function isFileDrop(share: Share): boolean {
  return share.isFolder && may(share, 'create') && !may(share, 'read');
}
