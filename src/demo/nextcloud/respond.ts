import { appApiResult, contentForApp, writtenByApp } from './appapi/answers.ts';
import { filesPropfind, NOT_FOUND } from './dav/propfind.ts';
import { searchAnswer } from './dav/search.ts';
import { trashAnswer } from './dav/trash.ts';
import { type Answer, CAN_DO, davError, document, METHODS, xml } from './http/answer.ts';
import type { Asked } from './http/request.ts';
import { capabilitiesResult, serverinfoResult } from './ocs/capabilities.ts';
import { type OcsResult, ocsAnswer, refusal } from './ocs/envelope.ts';
import { groupFoldersOf, groupFoldersResult } from './ocs/group-folders.ts';
import { sharesResult } from './ocs/shares.ts';
import { usersResult } from './ocs/users.ts';
import { NO_SUCH_ROUTE, ownCloudCapabilities, ownCloudUsers } from './owncloud/ocs.ts';
import { noSearch } from './owncloud/style.ts';
import { ownCloudTrash } from './owncloud/trash.ts';
import { refusedSignIn } from './refused.ts';
import { isByAppPassword, type KnownSignIn, revoke, signIn } from './sign-in.ts';
import { maintenanceAnswer, statusAnswer } from './status.ts';
import { webPageAnswer } from './web/answer.ts';
import { loginFlowAnswer } from './web/flow.ts';
import { flavourOf, playsOwnCloud } from './world/flavour.ts';
import type { Site } from './world/site.ts';
import { seenAt, viewOf } from './world/tree-view.ts';
import type { WorldUser } from './world/world.ts';

/** The right answer to a request, before any fault of the connection. */
export function answerTo(site: Site, asked: Asked): Answer {
  if (asked.kind === 'status') return statusAnswer(site);
  if (site.faults.maintenance) return maintenanceAnswer(site, asked);
  if (playsOwnCloud(site.world) && ['login-flow', 'group-folders'].includes(asked.kind)) return toLogin(site);
  if (asked.kind === 'login-flow') return loginFlowAnswer(site, asked);
  if (asked.kind === 'web-page' && !playsOwnCloud(site.world)) return webPageAnswer(site, asked);
  if (asked.segments[0] === 'ocs') return ocs(site, asked);
  if (asked.kind === 'group-folders' && groupFoldersOf(site).length > 0) return ocs(site, asked);
  if (asked.segments[0] === 'remote.php' && asked.segments[1] === 'dav') return dav(site, asked);
  return document(404, 'text/html; charset=UTF-8', '<!DOCTYPE html>\n<title>Nextcloud</title>\n');
}

/** What ownCloud answers to an address that it does not have. */
function toLogin(site: Site): Answer {
  return document(302, 'text/html; charset=UTF-8', '', { location: `${site.address()}/index.php/login` });
}

function dav(site: Site, asked: Asked): Answer {
  const who = signIn(site, asked);
  if (who.outcome === 'app') return refusedSignIn(site, asked, { outcome: 'nobody' });
  if (who.outcome !== 'known') return refusedSignIn(site, asked, who);
  return forAccount(site, who, asked, davAnswer(site, who, asked));
}

function davAnswer(site: Site, { user: caller, byApp }: KnownSignIn, asked: Asked): Answer {
  const area = asked.segments[2];
  if (asked.kind === 'options') {
    const headers = { allow: METHODS, dav: CAN_DO, 'ms-author-via': 'DAV', 'accept-ranges': 'bytes' };
    return document(200, 'text/html; charset=UTF-8', '', headers);
  }
  const isOwnCloud = playsOwnCloud(site.world);
  if (asked.kind === 'search' && isOwnCloud) return noSearch();
  if (asked.kind === 'trash' && isOwnCloud) return ownCloudTrash(caller, asked);
  if (asked.kind === 'search') return searchAnswer(site, caller, asked);
  if (asked.kind === 'trash') return trashAnswer(caller, asked);
  if (asked.kind === 'propfind' && area === 'files') return filesPropfind(site, caller, asked);
  if (asked.kind === 'propfind') return davError(404, NOT_FOUND, `File not found: ${area ?? ''} in 'root'`);
  if (byApp && asked.kind === 'write') return writtenByApp(asked);
  if (byApp && area === 'files') return contentAnswer(site, caller, asked);
  const message = 'The embedded server lets nothing be changed, and hands out no contents.';
  return davError(405, 'Sabre\\DAV\\Exception\\MethodNotAllowed', message, { allow: METHODS });
}

/** A file's content, as only an external app gets it here. */
function contentAnswer(site: Site, caller: WorldUser, asked: Asked): Answer {
  const isOwn = asked.segments[3] === caller.id;
  const found = isOwn ? seenAt(viewOf(site, caller), asked.path) : null;
  if (found?.seen.node.kind === 'file') return contentForApp();
  const name = `${flavourOf(site.world).missingFile}${asked.segments.slice(4).join('/')}`;
  return davError(404, NOT_FOUND, `File with name ${name} could not be located`);
}

function ocs(site: Site, asked: Asked): Answer {
  const who = signIn(site, asked);
  if ((who.outcome === 'nobody' || who.outcome === 'app') && asked.kind === 'capabilities') {
    return ocsAnswer(asked, capabilitiesResult(site, null));
  }
  if (who.outcome === 'app') {
    return asked.kind === 'app-api'
      ? ocsAnswer(asked, appApiResult(site, asked, who.isEnabled))
      : refusedSignIn(site, asked, { outcome: 'nobody' });
  }
  if (who.outcome !== 'known') return refusedSignIn(site, asked, who);
  if (asked.header('ocs-apirequest') === undefined) {
    return forAccount(
      site,
      { ...who, cookie: null },
      asked,
      jsonPlain(412, { message: 'CSRF check failed' }),
    );
  }
  const mayRevoke = asked.kind === 'revoke' && !playsOwnCloud(site.world) && isByAppPassword(site, who);
  if (mayRevoke) revoke(site, who.user, who.secret);
  return forAccount(site, who, asked, ocsAnswer(asked, ocsResult(site, who, asked)));
}

function ocsResult(site: Site, who: KnownSignIn, asked: Asked): OcsResult {
  const { user: caller, byApp } = who;
  if (playsOwnCloud(site.world)) return ownCloudResult(site, caller, asked);
  switch (asked.kind) {
    case 'revoke':
      return isByAppPassword(site, who) ? { data: [] } : refusal(403, 'no app password in use');
    case 'capabilities':
      return capabilitiesResult(site, caller);
    case 'users':
    case 'account':
    case 'groups':
      return usersResult(site, caller, asked);
    case 'serverinfo':
      return serverinfoResult(site, caller);
    case 'group-folders':
      return groupFoldersResult(site, caller, asked);
    case 'shares':
      return sharesResult(site, caller, asked);
    case 'app-api':
      return byApp ? appApiResult(site, asked, true) : NO_SUCH_ROUTE;
    case 'write':
      return byApp ? { data: [] } : refusal(405, 'The embedded server lets nothing be changed');
    default:
      return refusal(
        998,
        'Invalid query, please check the syntax. API specifications are here: http://www.freedesktop.org/wiki/Specifications/open-collaboration-services.',
        404,
      );
  }
}

function ownCloudResult(site: Site, caller: WorldUser, asked: Asked): OcsResult {
  switch (asked.kind) {
    case 'capabilities':
      return ownCloudCapabilities(site);
    case 'users':
    case 'account':
    case 'groups':
      return ownCloudUsers(site, caller, asked);
    case 'shares':
      return sharesResult(site, caller, asked);
    default:
      return NO_SUCH_ROUTE;
  }
}

function jsonPlain(status: number, value: unknown): Answer {
  const headers = { 'cache-control': 'no-cache, no-store, must-revalidate' };
  return document(status, 'application/json; charset=utf-8', JSON.stringify(value), headers);
}

/** What the headers of every answer to an account have. */
function forAccount(site: Site, { user, cookie }: KnownSignIn, asked: Asked, answer: Answer): Answer {
  const { namesAccount, locks } = flavourOf(site.world);
  const { dav, allow } = answer.headers;
  const isNamed = namesAccount === 'all' || (namesAccount === 'by-ocs' && asked.segments[0] !== 'remote.php');
  const headers = {
    ...answer.headers,
    ...(locks && dav !== undefined && { dav: `${dav}, 2` }),
    ...(locks && allow !== undefined && { allow: `${allow}, LOCK, UNLOCK` }),
    ...(isNamed && { 'x-user-id': user.id }),
    ...(cookie !== null && { 'set-cookie': cookie }),
  };
  return { ...answer, headers };
}

/** A token that may not see files: the root is there, without an etag and without children. */
export function withoutFiles(asked: Asked): Answer {
  const uid = asked.segments[3] ?? '';
  const body = `<?xml version="1.0"?>\n<d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns"><d:response><d:href>/remote.php/dav/files/${uid}/</d:href><d:propstat><d:prop><d:getetag>&quot;&quot;</d:getetag><d:resourcetype><d:collection/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>\n`;
  return xml(207, body);
}
