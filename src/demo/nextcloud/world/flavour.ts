import type { World } from './world.ts';

/** What the versions of the server that are played answer differently; each by recordings of that version. */
export interface Flavour {
  /** Upload times in a SEARCH: the true ones, and a capability that says so, or 0 for every file. */
  readonly searchHasUploads: boolean;
  /** The time of the last day of a share: over when that day begins, or when it ends. */
  readonly sharesEndAt: '00:00:00' | '23:59:59';
}

const FLAVOURS = {
  31: { searchHasUploads: false, sharesEndAt: '00:00:00' },
  34: { searchHasUploads: true, sharesEndAt: '23:59:59' },
} as const satisfies Record<number, Flavour>;

/** By the version that the world's server has: the newest that is played and not newer. */
export function flavourOf({ version }: Pick<World, 'version'>): Flavour {
  return Number.parseInt(version, 10) >= 34 ? FLAVOURS[34] : FLAVOURS[31];
}
