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
  /** Which answers name the account that asked (`X-User-Id`). */
  readonly namesAccount: 'none' | 'by-ocs' | 'all';
  /** DAV class 2, which an auditor has no use for. */
  readonly locks: boolean;
  /** Fields of an account beside those of every version. */
  readonly accountFields: { readonly profile: readonly string[]; readonly own: readonly string[] };
  /** The class and text of the error for a disabled account. */
  readonly disabledAccount: string;
  readonly maintenance: string;
  /** What stands in the list of why a login by DAV was refused: AppAPI where it is on, and calendars of other servers. */
  readonly refusedLogin: { readonly namesAppApi: boolean; readonly namesFederation: boolean };
  /** Whether a refused login by OCS looks at `Accept`, as other answers do, or at `format` alone. */
  readonly refusesByAccept: boolean;
  /** Begins the path in the error for a file that is not there. */
  readonly missingFile: '//' | '/';
  readonly countsDisabled: boolean;
  /** The version of its app `app_api`; null where it is not played. */
  readonly appApi: string | null;
  /** Whether AppAPI tells an external app that it was enabled. */
  readonly announcesState: boolean;
}

const NEXTCLOUD_31: Flavour = {
  product: 'nextcloud',
  searchHasUploads: false,
  searchRows: Number.POSITIVE_INFINITY,
  sharesEndAt: '00:00:00',
  worksOnLastDay: false,
  sharePassword: 'hash',
  namesAccount: 'none',
  locks: false,
  accountFields: { profile: [], own: [] },
  disabledAccount: 'OC\\User\\LoginException: Compte désactivé',
  maintenance: 'Le système est en mode maintenance.',
  refusedLogin: { namesAppApi: false, namesFederation: false },
  refusesByAccept: false,
  missingFile: '//',
  countsDisabled: false,
  appApi: '5.0.2',
  announcesState: false,
};

const NEXTCLOUD_32: Flavour = {
  ...NEXTCLOUD_31,
  namesAccount: 'by-ocs',
  accountFields: { profile: ['bluesky'], own: ['timezone'] },
  disabledAccount: 'OC\\User\\DisabledUserException: Account disabled',
  maintenance: 'System is in maintenance mode.',
  refusedLogin: { namesAppApi: true, namesFederation: true },
  countsDisabled: true,
  appApi: '32.0.0',
  announcesState: true,
};

const NEXTCLOUD_34: Flavour = {
  ...NEXTCLOUD_32,
  searchHasUploads: true,
  searchRows: 100,
  sharesEndAt: '23:59:59',
  worksOnLastDay: true,
  sharePassword: 'redacted',
  namesAccount: 'all',
  locks: true,
  refusesByAccept: true,
  missingFile: '/',
  appApi: '34.0.0',
};

/** What differs in kind stands in the folder `owncloud`. */
const OWNCLOUD_10: Flavour = {
  ...NEXTCLOUD_31,
  product: 'owncloud',
  worksOnLastDay: true,
  disabledAccount: 'User disabled',
  maintenance: 'System in maintenance mode.',
  appApi: null,
};

/** The versions that the embedded server can be asked to play, by their major. */
export const PLAYED = { 31: '31.0.6', 32: '32.0.1', 34: '34.0.1' } as const;
export type Played = keyof typeof PLAYED;
export const MAJORS = [31, 32, 34] as const satisfies readonly Played[];

/** There was a Nextcloud 10, too, which nobody plays. */
const OWNCLOUD_MAJOR = 10;

export function playsOwnCloud(world: Pick<World, 'version'>): boolean {
  return flavourOf(world).product === 'owncloud';
}

/** By the version that the world's server has: ownCloud 10, else the newest Nextcloud that is played and not newer. */
export function flavourOf({ version }: Pick<World, 'version'>): Flavour {
  const major = Number.parseInt(version, 10);
  if (major === OWNCLOUD_MAJOR) return OWNCLOUD_10;
  if (major >= 34) return NEXTCLOUD_34;
  return major >= 32 ? NEXTCLOUD_32 : NEXTCLOUD_31;
}
