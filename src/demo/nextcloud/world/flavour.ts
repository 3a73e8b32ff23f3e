import type { World } from './world.ts';

/** What the versions of the server that are played answer differently; each as recorded of that version. */
export interface Flavour {
  readonly product: 'nextcloud' | 'owncloud';
  /** Upload times in a SEARCH: the true ones, and a capability that says so, or 0 for every file. */
  readonly searchHasUploads: boolean;
  /** Rows of a SEARCH that asks for no number of them. */
  readonly searchRows: number;
  /** The time of the last day of a share: over when that day begins, or when it ends. */
  readonly sharesEndAt: '00:00:00' | '23:59:59';
  /** Whether a share still works on the day that is written. */
  readonly worksOnLastDay: boolean;
  /** What stands in the place of a share's password: its hash, or a word. */
  readonly sharePassword: 'hash' | 'redacted';
  /** Whether answers name the account that asked (`X-User-Id`). */
  readonly namesAccount: boolean;
  /** DAV class 2, which an auditor has no use for. */
  readonly locks: boolean;
  /** Fields of an account beside those of every version. */
  readonly accountFields: { readonly profile: readonly string[]; readonly own: readonly string[] };
  /** The class and text of the error for a disabled account. */
  readonly disabledAccount: string;
  readonly maintenance: string;
  /** Begins the list of why a login by DAV was refused. */
  readonly refusedLogin: string;
  /** Whether a refused login by OCS looks at `Accept`, as other answers do, or at `format` alone. */
  readonly refusesByAccept: boolean;
  /** Begins the path in the error for a file that is not there. */
  readonly missingFile: '//' | '/';
  readonly countsDisabled: boolean;
}

const NEXTCLOUD_31: Flavour = {
  product: 'nextcloud',
  searchHasUploads: false,
  searchRows: Number.POSITIVE_INFINITY,
  sharesEndAt: '00:00:00',
  worksOnLastDay: false,
  sharePassword: 'hash',
  namesAccount: false,
  locks: false,
  accountFields: { profile: [], own: [] },
  disabledAccount: 'OC\\User\\LoginException: Compte désactivé',
  maintenance: 'Le système est en mode maintenance.',
  refusedLogin: 'No public access to this resource., ',
  refusesByAccept: false,
  missingFile: '//',
  countsDisabled: false,
};

const NEXTCLOUD_34: Flavour = {
  product: 'nextcloud',
  searchHasUploads: true,
  searchRows: 100,
  sharesEndAt: '23:59:59',
  worksOnLastDay: true,
  sharePassword: 'redacted',
  namesAccount: true,
  locks: true,
  accountFields: { profile: ['bluesky'], own: ['timezone'] },
  disabledAccount: 'OC\\User\\DisabledUserException: Account disabled',
  maintenance: 'System is in maintenance mode.',
  refusedLogin:
    'No public access to this resource., AppAPIAuth has not passed, This request is not for a federated calendar, ',
  refusesByAccept: true,
  missingFile: '/',
  countsDisabled: true,
};

/** What differs in kind stands in the folder `owncloud`. */
const OWNCLOUD_10: Flavour = {
  ...NEXTCLOUD_31,
  product: 'owncloud',
  worksOnLastDay: true,
  disabledAccount: 'User disabled',
  maintenance: 'System in maintenance mode.',
};

/** The versions that the embedded server can be asked to play, by their major. */
export const PLAYED = { 31: '31.0.6', 34: '34.0.1' } as const;
export type Played = keyof typeof PLAYED;

/** There was a Nextcloud 10, too, which nobody plays. */
const OWNCLOUD_MAJOR = 10;

export function playsOwnCloud(world: Pick<World, 'version'>): boolean {
  return flavourOf(world).product === 'owncloud';
}

/** By the version that the world's server has: ownCloud 10, else the newest Nextcloud that is played and not newer. */
export function flavourOf({ version }: Pick<World, 'version'>): Flavour {
  const major = Number.parseInt(version, 10);
  if (major === OWNCLOUD_MAJOR) return OWNCLOUD_10;
  return major >= 34 ? NEXTCLOUD_34 : NEXTCLOUD_31;
}
