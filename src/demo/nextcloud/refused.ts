import { lockedOutApp, otherCase } from './appapi/answers.ts';
import { type Answer, davError } from './http/answer.ts';
import type { Asked } from './http/request.ts';
import { ocsAnswer, refusal } from './ocs/envelope.ts';
import type { Refused } from './sign-in.ts';
import { playsAppApi } from './world/app-api.ts';
import { flavourOf, playsOwnCloud } from './world/flavour.ts';
import type { Site } from './world/site.ts';

type Outcome = Refused['outcome'];

const NO_BASIC =
  "No 'Authorization: Basic' header found. Either the client didn't send one, or the server is misconfigured";
const NO_BEARER =
  "No 'Authorization: Bearer' header found. Either the client didn't send one, or the server is mis-configured";
const WRONG = 'Username or password was incorrect';
const REALM = { 'www-authenticate': 'Basic realm="Nextcloud", charset="UTF-8"' };

/** The answer to a refused login, by DAV and by OCS. */
export function refusedSignIn(site: Site, asked: Asked, { outcome, named }: Refused): Answer {
  const answer = answerTo(site, asked, outcome);
  return named === undefined ? answer : { ...answer, headers: { ...answer.headers, 'x-user-id': named } };
}

function answerTo(site: Site, asked: Asked, outcome: Outcome): Answer {
  const { disabledAccount, refusesByAccept } = flavourOf(site.world);
  if (outcome === 'app-locked-out') return lockedOutApp(asked);
  if (outcome === 'other-case') return otherCase();
  if (outcome === 'disabled' && playsOwnCloud(site.world)) return refusedByOwnCloud(asked, disabledAccount);
  if (asked.segments[0] === 'ocs') return refusedByOcs(asked, !refusesByAccept, outcome);
  if (outcome === 'locked-out') return tooManyRequests();
  if (outcome === 'disabled') {
    return davError(503, 'Sabre\\DAV\\Exception\\ServiceUnavailable', disabledAccount);
  }
  return davError(401, 'Sabre\\DAV\\Exception\\NotAuthenticated', whyNot(site, outcome), REALM);
}

/** Each way to log in that was tried, and why it did not do. */
function whyNot(site: Site, outcome: Outcome): string {
  const { namesAppApi, namesFederation } = flavourOf(site.world).refusedLogin;
  const basic = outcome === 'wrong' ? WRONG : NO_BASIC;
  return [
    'No public access to this resource.',
    ...(namesAppApi && playsAppApi(site) ? ['AppAPIAuth has not passed'] : []),
    ...(namesFederation ? ['This request is not for a federated calendar'] : []),
    basic,
    NO_BEARER,
    basic,
  ].join(', ');
}

function refusedByOwnCloud(asked: Asked, message: string): Answer {
  return asked.segments[0] === 'ocs'
    ? ocsAnswer(asked, refusal(997, message, 401))
    : davError(401, 'Sabre\\DAV\\Exception\\NotAuthenticated', message);
}

function refusedByOcs(asked: Asked, formatAlone: boolean, outcome: Outcome): Answer {
  if (outcome === 'locked-out') return ocsAnswer(asked, refusal(429, 'Reached maximum delay'));
  if (outcome === 'nobody')
    return ocsAnswer(asked, refusal(997, 'Current user is not logged in', 401), {}, formatAlone);
  const realm = { 'www-authenticate': 'Basic realm="Authorisation Required"' };
  return ocsAnswer(asked, refusal(997, 'Unauthorised', 401), realm, formatAlone);
}

function tooManyRequests(): Answer {
  const body =
    '<?xml version="1.0" encoding="utf-8"?>\n<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns" xmlns:o="http://owncloud.org/ns">\n  <s:exception>OCA\\DAV\\Connector\\Sabre\\Exception\\TooManyRequests</s:exception>\n  <s:message/>\n  <o:hint xmlns:o="o:">too many requests</o:hint>\n</d:error>\n';
  return { ...davError(429, '', ''), body };
}
