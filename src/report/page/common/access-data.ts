import type { Reason } from '../../../model/reasons/reason.ts';
import { type Packed, shapeOf } from './packed.ts';

/**
 * What the model of access needs beside the exposed items and the members. A share is named by its place among the items
 * and then `shares`; all other ids are places in lists too, and a path is the chain of the shares above: so no text that
 * was made harmless decides who somebody is or what lies in what.
 */
export interface AccessData {
  readonly today: string;
  /** Those that are no exposed item. */
  readonly shares: readonly Packed<ShareData>[];
  /** Pairs of shares: the second stands on the same thing as the first. */
  readonly same: readonly number[];
  /** Pairs of shares: the second stands on the nearest shared folder above the first. */
  readonly within: readonly number[];
  /** Of which the name alone is known. */
  readonly unplaced: readonly number[];
  /** Shares in group folders, with the path there as it is shown; 0 = the path of the share, 1 = the group folder itself. */
  readonly inSpaces: readonly (readonly [share: number, space: number, path: string | 0 | 1])[];
  /** Whom shares name beside accounts and groups, and their place in `domains`; −1 = none. */
  readonly outsiders: readonly (readonly [text: string, domain: number])[];
  readonly domains: readonly string[];
  /** Beside the name, how many accounts in it the audit leaves out; −1 = the server does not list it as a group. */
  readonly groups: readonly (readonly [text: string, others: number])[];
  /** The groups of each member, in the order of the members, who are the first in `PageData.people`. */
  readonly memberships: readonly (readonly number[])[];
  /** Members whose shares are not known whole. */
  readonly unread: readonly number[];
  readonly disabled: readonly number[];
  readonly spaces: readonly Packed<SpaceData>[];
  /** Shares that are new since the run before. */
  readonly fresh: readonly number[];
  /** Pairs of a member and a group that the member was not in at the run before. */
  readonly joined: readonly number[];
  /** Of those outside and their domains, the widest and longest first. */
  readonly totals: readonly Packed<TotalsData>[];
  /** Shares on folders that somebody reaches who does not reach the folder above. */
  readonly wider: readonly number[];
  readonly lacks: readonly Reason[];
}

/** A share, whoever it leads to. */
export interface ShareData {
  /** Place in `PageData.people`. */
  readonly owner: number;
  /** Place in `SHARE_KINDS`. */
  readonly kind: number;
  /** Place in `RIGHTS`. */
  readonly rights: number;
  /** Mask of `ITEM_FLAGS`. */
  readonly flags: number;
  readonly path: string;
  /** `YYYY-MM-DD`; 0 = no end, −1 = one that cannot be read. */
  readonly end: string | 0 | -1;
  /** Day counted from 1970; null = unknown. */
  readonly made: number | null;
  /** Whom it names: −1 = nobody; of a file request all; places in `people`, `access.groups` or, of other kinds, `access.outsiders`. */
  readonly recipient: number | readonly number[];
  readonly label: string | 0;
  /** Place in `PageData.people`. */
  readonly maker: number;
  readonly fileId: string;
  readonly id: string;
  /** Mask of `PERMISSIONS`. */
  readonly permissions: number;
}

/** A group folder. */
export interface SpaceData {
  readonly id: string;
  readonly name: string;
  /** Who was seen to have it and is in none of its groups. */
  readonly members: readonly number[];
  /** Places in `access.groups` with a mask of `PERMISSIONS`; 0 = not known. */
  readonly groups: 0 | readonly (readonly [group: number, permissions: number])[];
  /** −1 = not known. */
  readonly hasRules: -1 | 0 | 1;
}

/** Kinds of those who may be somebody without an account, and their domains. */
export const OUTSIDE_KINDS = ['anyone', 'mail', 'federated', 'domain', 'room', 'other'] as const;

/** What somebody outside reaches, in numbers. */
export interface TotalsData {
  /** Place in `OUTSIDE_KINDS`. */
  readonly kind: number;
  /** Place in `outsiders` or `domains`; −1 = anyone, −2 and below = whom the share names that stands at −2 − `at`. */
  readonly at: number;
  readonly things: number;
  /** Place in `RIGHTS`; −1 = nothing. */
  readonly widest: number;
  /** Day counted from 1970; −1 = not known. */
  readonly oldest: number;
  readonly endless: number;
  readonly fresh: number;
}

export const ITEM_FLAGS = [
  'isFolder',
  'hasPassword',
  'passwordUnknown',
  'isNew',
  'hasNewFinding',
  'excepted',
  'note',
  'hideDownload',
  'viewOnly',
] as const;
export type ItemFlag = (typeof ITEM_FLAGS)[number];

export const SHARE = shapeOf<ShareData>({
  owner: 0,
  kind: 1,
  rights: 2,
  flags: 3,
  path: 4,
  end: 5,
  made: 6,
  recipient: 7,
  label: 8,
  maker: 9,
  fileId: 10,
  id: 11,
  permissions: 12,
});

export const SPACE = shapeOf<SpaceData>({ id: 0, name: 1, members: 2, groups: 3, hasRules: 4 });

export const TOTALS = shapeOf<TotalsData>({
  kind: 0,
  at: 1,
  things: 2,
  widest: 3,
  oldest: 4,
  endless: 5,
  fresh: 6,
});
