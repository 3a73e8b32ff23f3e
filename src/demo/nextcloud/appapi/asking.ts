import type { Asked } from '../http/request.ts';
import { playsAppApi } from '../world/app-api.ts';
import { userNamed } from '../world/received.ts';
import type { Site } from '../world/site.ts';
import type { WorldUser } from '../world/world.ts';
import { compareVersions } from './versions.ts';

/** Who asks through AppAPI, or why that is not taken. */
export type AppAsking =
  | {
      readonly outcome: 'member';
      readonly user: WorldUser;
      /** Whether the id came in the account's own case, without which DAV refuses it. */
      readonly isExact: boolean;
    }
  /** The app for itself: the right secret without an id. */
  | { readonly outcome: 'app'; readonly isEnabled: boolean }
  /** A wrong secret, no such app or account, no version, or a disabled app: as if nobody had logged in. */
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'locked-out' };

const HALF_AN_HOUR_MS = 1_800_000;
const MOST_FAILURES = 10;
const STATE = /^ocs\/v[12]\.php\/apps\/app_api\/ex-app\/state$/;

/** The id and the secret that an app sends; null where the request has none. */
export function appLoginOf(asked: Asked): { readonly uid: string; readonly secret: string } | null {
  const header = asked.header('authorization-app-api');
  if (header === undefined) return null;
  const [uid = '', ...secret] = Buffer.from(header, 'base64').toString('utf8').split(':');
  return { uid, secret: secret.join(':') };
}

/**
 * Decides a request of an external app, in the order of `validateExAppRequestToNC` of app_api 32. It neither notes a login
 * nor makes a token.
 * @returns null where the request is none of AppAPI's, or AppAPI is off.
 */
export function appAsking(site: Site, asked: Asked): AppAsking | null {
  const login = appLoginOf(asked);
  if (login === null || !playsAppApi(site)) return null;
  const { appApi } = site;
  const now = site.now();
  appApi.failures = appApi.failures.filter((at) => now - at < HALF_AN_HOUR_MS);
  if (appApi.failures.length > MOST_FAILURES) return { outcome: 'locked-out' };
  const id = asked.header('ex-app-id') ?? '';
  if (id === '') return { outcome: 'refused' };
  const app = appApi.apps.get(id);
  if (app === undefined || app.secret !== login.secret) {
    appApi.failures.push(now);
    return { outcome: 'refused' };
  }
  const version = asked.header('ex-app-version') ?? '';
  if ((!app.enabled && !isOpenToDisabled(site, asked)) || version === '') return { outcome: 'refused' };
  if (compareVersions(version, app.version) > 0) app.version = version;
  if (login.uid === '') {
    appApi.failures = [];
    return { outcome: 'app', isEnabled: app.enabled };
  }
  const user = userNamed(site.world, login.uid) ?? inAnyCase(site, login.uid);
  if (user === undefined) return { outcome: 'refused' };
  appApi.failures = [];
  const path = `/${asked.segments.join('/')}`;
  appApi.impersonations.push({ app: id, uid: login.uid, method: asked.method, path, at: now });
  return { outcome: 'member', user, isExact: user.id === login.uid };
}

/** A disabled app learns its state, and by DAV, which did not look at it until those versions, everything. */
function isOpenToDisabled({ world }: Site, asked: Asked): boolean {
  if (STATE.test(asked.segments.join('/'))) return true;
  if (asked.segments[0] !== 'remote.php') return false;
  const major = Number.parseInt(world.version, 10);
  const mended = new Map([
    [32, '32.0.10'],
    [33, '33.0.4'],
  ]).get(major);
  return mended === undefined ? major < 32 : compareVersions(world.version, mended) < 0;
}

function inAnyCase({ world }: Site, uid: string): WorldUser | undefined {
  return world.users.find(({ id }) => id.toLowerCase() === uid.toLowerCase());
}
