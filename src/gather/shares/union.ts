import type { MemberId } from '../../model/ids.ts';
import { type Share, shareKey } from '../../model/share.ts';

/**
 * The shares of all members' lists, each once. Where two members list the same share, the owner's view stands: the
 * path of the other one is a path in another tree (Nextcloud API notes, 9a).
 */
export function unionOfShares(lists: ReadonlyMap<MemberId, readonly Share[]>): readonly Share[] {
  const all = new Map<string, Share>();
  for (const [member, shares] of lists) {
    for (const share of shares) {
      const known = all.get(shareKey(share));
      const standing = share.owner === member ? share : (known ?? share);
      // The server may keep a link's token from those who did not make it.
      const { tokenLength, tokenHash } =
        [standing, share, known].find((one) => one?.tokenLength != null) ?? standing;
      const isSame = standing.tokenLength === tokenLength && standing.tokenHash === tokenHash;
      all.set(shareKey(share), isSame ? standing : { ...standing, tokenLength, tokenHash });
    }
  }
  return [...all.values()];
}
