import type { Share } from '../../model/share.ts';

/** One share per folder, where several stand on the same. */
export function eachFolderOnce(shares: readonly Share[]): readonly Share[] {
  return [...new Map(shares.map((share) => [share.fileId, share])).values()];
}
