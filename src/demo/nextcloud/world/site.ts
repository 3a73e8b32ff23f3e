import type { Counters } from '../http/counters.ts';
import type { Faults } from '../http/faults.ts';
import type { AppApi } from './app-api.ts';
import type { SearchRow, Seen } from './visible-tree.ts';
import type { World, WorldFolder } from './world.ts';

/** Login flows that wait for their member, by poll token. */
type LoginFlows = Map<string, LoginFlow>;

interface LoginFlow {
  readonly login: string;
  readonly startedAt: number;
  grantedTo: string | null;
}

/** Listings that are handed out page by page, by their token. */
export type KeptPages = Map<string, readonly Seen[]>;

/** The sorted rows of the last SEARCH, by member. */
export type KeptRows = Map<string, KeptRowsOfOne>;

export interface KeptRowsOfOne {
  readonly stamp: string;
  readonly rows: readonly SearchRow[];
}

/** The sums of a storage, by its root. */
type KeptSizes = WeakMap<
  WorldFolder,
  { readonly etag: string; readonly version: number; readonly sizes: ReadonlyMap<WorldFolder, number> }
>;

/** All that the parts of the embedded server share. */
export interface Site {
  readonly world: World;
  /** UTC milliseconds by the server's clock. */
  now(): number;
  /** Rises when the world was said to have changed. */
  version(): number;
  /** The server's own address, without a slash at its end. */
  address(): string;
  readonly counters: Counters;
  readonly faults: Faults;
  readonly flows: LoginFlows;
  /** Every secret that an answer gave away, and those that let somebody in. */
  readonly secrets: Set<string>;
  /** App passwords from login flows, with whose they are. */
  readonly tokens: Map<string, string>;
  /** Session ids with whose they are. */
  readonly sessions: Map<string, string>;
  readonly appApi: AppApi;
  readonly sizes: KeptSizes;
  readonly rows: KeptRows;
  readonly pages: KeptPages;
}
