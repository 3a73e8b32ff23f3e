import type { Severity } from '../../model/severity.ts';
import type { When } from './relative-dates.ts';

/**
 * A fact made on purpose. Each names the checks that it must trip (`finds`), those that it must just not trip
 * (`spares`), and those that it does not trip yet but will a month later (`ripens`). Checks not named are not
 * tripped either; the tests hold the program to that too.
 */
interface CaseFacts {
  /** The key of the role that it belongs to. */
  readonly who: string;
  /** The fact in a sentence. */
  readonly description: string;
  readonly finds?: readonly string[];
  readonly spares?: readonly string[];
  readonly ripens?: readonly string[];
}

/** A file below what a planned case makes: path from there, bytes, last touched. */
export type Held = readonly [path: string, size: number, touched?: When];

export interface FileCase extends CaseFacts {
  readonly file: string;
  readonly size: number;
  readonly modified: When;
  /** Without it: uploaded when modified. `unknown`: the server does not know. */
  readonly uploaded?: When | 'unknown';
  readonly checksum?: string;
  /** A certain file id, for the first member of the role alone. */
  readonly fileId?: string;
}

export interface FolderCase extends CaseFacts {
  readonly folder: string;
  readonly holds: readonly Held[];
  /** The listing answers 403, or the server has not scanned it. */
  readonly unreadable?: 'forbidden' | 'unscanned';
}

/** How something is shared. What is not said is harmless: password, an end in time, a label, read only. */
export interface ShareCase extends CaseFacts {
  /** A file where nothing is held, else a folder. */
  readonly shares: string;
  readonly with: 'link' | 'mail' | 'user' | 'group' | 'federated' | 'circle' | 'room' | 'deck';
  /** A role, a group or an address; nothing for links. */
  readonly to?: string;
  readonly may?: number;
  readonly password?: boolean;
  readonly made?: When;
  /** `null`: without end. */
  readonly ends?: When | null;
  readonly label?: string;
  readonly note?: string;
  readonly tokenLength?: number;
  /** The role that made it, where it is not the owner. */
  readonly by?: string;
  /** A file of this size, or a folder that holds these; without both, what another planned case made. */
  readonly size?: number;
  readonly holds?: readonly Held[];
  /** This exception of the config covers it, or covered it until a while ago. */
  readonly exception?: { readonly check: string; readonly reason: string; readonly until: When };
}

export interface TrashCase extends CaseFacts {
  /** Name, bytes and whether it is a folder, of each thing in the bin. */
  readonly trash: readonly (readonly [name: string, size: number, isFolder: boolean])[];
}

/** Something that follows from the account itself. */
interface AccountCase extends CaseFacts {
  readonly account: { readonly lastLogin?: When | null };
  readonly severity?: Severity;
}

export type PlannedCase = FileCase | FolderCase | ShareCase | TrashCase | AccountCase;

/** Read only, or anything: the OCS bit masks of the share API. */
export const READ = 1;
export const READ_AND_RESHARE = 17;
export const EDIT_FILE = 3;
export const DROP = 4;
export const EDIT = 15;

/** The checks that judge a folder, where the others of Storage judge a file. */
export const FOLDER_CHECKS = ['stale-folder', 'others-fill-my-quota', 'synced-copies'];
/** The checks that judge a member as a whole. */
export const MEMBER_CHECKS = [
  'quota-nearly-full',
  'quota-not-the-rule',
  'leftover-file',
  'trash-heavy',
  'departed-with-data',
  'dormant-account',
  'member-without-mail',
  'member-outside-groups',
  'member-not-read',
];
export const STORAGE_CHECKS = [
  'large-stale-file',
  'file-dominates-quota',
  'probable-duplicate',
  'archive-or-installer',
  'impossible-date',
  ...FOLDER_CHECKS,
];
export const ADMIN_CHECKS = [
  'quota-not-the-rule',
  'departed-with-data',
  'dormant-account',
  'member-without-mail',
  'member-outside-groups',
  'member-not-read',
];
