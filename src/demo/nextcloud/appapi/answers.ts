import { type Answer, davError, document, xml } from '../http/answer.ts';
import type { Asked } from '../http/request.ts';
import { NOTHING } from '../http/xml.ts';
import { type OcsResult, ocsAnswer, refusal } from '../ocs/envelope.ts';
import type { Site } from '../world/site.ts';

/** What AppAPI itself answers to an app that asks for itself, or as somebody. */
export function appApiResult(site: Site, asked: Asked, isEnabled: boolean): OcsResult {
  const route = asked.segments.slice(4).join('/');
  if (route === 'ex-app/state') return { data: isEnabled ? 1 : 0 };
  if (route === 'api/v1/users') return { data: site.world.users.map(({ id }) => id) };
  return refusal(998, 'Invalid query, please check the syntax.', 404);
}

/** After too many wrong secrets, also for the right one. */
export function lockedOutApp(asked: Asked): Answer {
  const message = 'Reached maximum delay';
  return asked.segments[0] === 'ocs'
    ? ocsAnswer(asked, refusal(429, message))
    : davError(500, 'OCP\\Security\\Bruteforce\\MaxDelayReached', message);
}

/** By DAV an id in another case is not who logged in. */
export function otherCase(): Answer {
  return davError(401, 'Sabre\\DAV\\Exception\\NotAuthenticated', 'CSRF check not passed.');
}

const DONE = { PUT: 201, MKCOL: 201, COPY: 201, MOVE: 201, DELETE: 204, UNLOCK: 204 } as const;

/**
 * To an app the server does all that the member may do, and a scope of its own does not hold it back. The embedded one says
 * so, and leaves its world as it is.
 */
export function writtenByApp({ method }: Pick<Asked, 'method'>): Answer {
  if (method === 'PROPPATCH') return xml(207, NOTHING);
  const status = new Map<string, number>(Object.entries(DONE)).get(method) ?? 200;
  return document(status, 'text/html; charset=UTF-8', '');
}

/** The content of a file, which the embedded server makes up. */
export function contentForApp(): Answer {
  return document(200, 'application/octet-stream', 'made-up content\n');
}
