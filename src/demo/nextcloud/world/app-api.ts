import { flavourOf } from './flavour.ts';
import type { World } from './world.ts';

/** Where Nextcloud reaches the external apps that are installed by hand. */
export interface Daemon {
  readonly name: string;
  readonly protocol: 'http' | 'https';
  readonly host: string;
}

export interface ExternalApp {
  readonly id: string;
  readonly name: string;
  readonly daemon: string;
  readonly port: number;
  /** Made by Nextcloud, and kept by it in clear. */
  readonly secret: string;
  version: string;
  enabled: boolean;
}

/** A line of `exapp_impersonation.log`: an app asked as somebody. */
export interface Impersonation {
  readonly app: string;
  readonly uid: string;
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  /** UTC milliseconds by the server's clock. */
  readonly at: number;
}

/** What the app `app_api` of the server keeps. */
export interface AppApi {
  /** Whether `app_api` itself is enabled, as it is by default. */
  isOn: boolean;
  readonly daemons: Map<string, Daemon>;
  readonly apps: Map<string, ExternalApp>;
  /** Moments of the requests with a wrong secret or an app that is not registered; all come from one address. */
  failures: number[];
  readonly impersonations: Impersonation[];
  /** Accounts that never logged in, whose home folder a request of an app made. */
  readonly homesMade: Set<string>;
}

export function makeAppApi(): AppApi {
  return {
    isOn: true,
    daemons: new Map(),
    apps: new Map(),
    failures: [],
    impersonations: [],
    homesMade: new Set(),
  };
}

export function playsAppApi({ world, appApi }: { readonly world: World; readonly appApi: AppApi }): boolean {
  return appApi.isOn && flavourOf(world).appApi !== null;
}
