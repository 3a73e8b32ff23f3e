import type { Counters } from '../http/counters.ts';
import type { Faults } from '../http/faults.ts';
import type { AppApi } from './app-api.ts';
import type { SearchRow, Seen } from './visible-tree.ts';
import type { World, WorldFolder } from './world.ts';

/** Login flows until their program was handed the app password, by poll token. */
type LoginFlows = Map<string, LoginFlow>;

export interface LoginFlow {
  /** The secret of the address that the member opens. */
  readonly loginToken: string;
  /** The User-Agent of the program: the name of the app password. */
  readonly clientName: string;
  readonly startedAt: number;
  granted: { readonly loginName: string; readonly appPassword: string } | null;
}

interface GrantedToken {
  readonly id: string;
  readonly uid: string;
  readonly name: string;
  readonly madeAt: number;
}

/** What the server remembers of one browser. */
export interface BrowserSession {
  readonly id: string;
  /** Comes back with each form of this session. */
  readonly requestToken: string;
  /** `confirmedAt`: when the password was last asked for. */
  signedIn: { readonly uid: string; readonly loginName: string; confirmedAt: number } | null;
  /** The login flow that this browser is about. */
  loginToken: string | null;
  /** Ties the pages of the flow to each other. */
  stateToken: string | null;
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
  /** App passwords from login flows. */
  readonly tokens: Map<string, GrantedToken>;
  /** When an app password last let somebody in. */
  readonly lastUses: Map<string, number>;
  /** The password that every member types into the login form; the administrator has another one. */
  readonly memberPassword: string;
  /** By the value of their cookie. */
  readonly browsers: Map<string, BrowserSession>;
  /** Session ids with whose they are. */
  readonly sessions: Map<string, string>;
  readonly appApi: AppApi;
  readonly sizes: KeptSizes;
  readonly rows: KeptRows;
  readonly pages: KeptPages;
}
