import type { ReasonTable } from './kinds.ts';

/** Why a request to the server gave nothing that can be used. `advice.…` are phrases, named by the others. */
export const REQUEST_REASONS = {
  'request.answered': {
    en: '{request} answered {status}.',
    shown: 'the server answered {status}.',
    params: { request: 'private', status: 'number' },
  },
  'request.answered-because': {
    en: '{request} answered {status}: {advice}.',
    shown: 'the server answered {status}: {advice}.',
    params: { request: 'private', status: 'number', advice: 'phrase' },
  },
  'request.time-out': {
    en: '{request} gave no answer in time.',
    shown: 'the server gave no answer in time.',
    params: { request: 'private' },
  },
  'request.broke-off': {
    en: '{request} broke off ({code}).',
    shown: 'the server broke off ({code}).',
    params: { request: 'private', code: 'text' },
  },
  'request.unreached': {
    en: '{request} did not reach the server: {cause}.',
    shown: 'the server could not be reached: {cause}.',
    params: { request: 'private', cause: 'phrase' },
  },
  'request.cut': {
    en: '{request} broke off: the connection was cut.',
    shown: 'the connection with the server was cut.',
    params: { request: 'private' },
  },
  'request.login-refused': {
    en: '{request} not sent: this login was refused.',
    shown: 'not sent: this login was refused.',
    params: { request: 'private' },
  },
  'request.account-refused': {
    en: '{request} was refused, though the server knows the registration with AppAPI: the account is disabled, or its uid is written otherwise there.',
    shown:
      'the server knows the registration with AppAPI, and does not let it ask for this account: it is disabled, or its uid is written otherwise there.',
    params: { request: 'private' },
  },
  'request.not-sent': { en: 'Not sent: {cause}.', params: { cause: 'phrase' } },
  'advice.unauthorised': { en: 'the login was refused; import a new app password', params: {} },
  'advice.forbidden': { en: 'the account may not read this', params: {} },
  'advice.rate-limited': {
    en: "too many requests or refused logins; allow-list this machine in the server's brute-force settings",
    params: {},
  },
  'advice.maintenance': { en: 'the server is in maintenance; try again later', params: {} },
  'advice.upgrade': {
    en: 'the server waits for its upgrade; run "occ upgrade" there, or open it in a browser',
    params: {},
  },
  'advice.redirected-to': {
    en: 'the server points to {address}; write the address of the Nextcloud into server.url',
    params: { address: 'text' },
  },
  'advice.redirected': { en: 'the server points elsewhere; correct server.url', params: {} },
  'advice.too-big': { en: 'the answer is empty, as when the server ran out of memory', params: {} },
  'advice.disabled-account': { en: 'the account is disabled', params: {} },
  'advice.gateway': { en: 'the server did not answer its proxy in time', params: {} },
  'advice.untrusted-domain': {
    en: "the server does not trust this address; correct server.url, or add its host to trusted_domains in the server's config.php",
    params: {},
  },
  'advice.terms-of-service': {
    en: "the account has not accepted the server's terms of service; its owner does so by logging in with a browser",
    params: {},
  },
  'login.elsewhere': {
    en: 'The server names a login address elsewhere: {address}, not below {base}. Nothing was shown. Correct server.url, or overwrite.cli.url, overwritehost and overwriteprotocol on the server.',
    params: { address: 'text', base: 'text' },
  },
  'login.owncloud': {
    en: 'This is ownCloud, where nobody grants access in the browser: let the member make an app password there (Settings › Security), then take it in with "menage credentials import FILE".',
    params: {},
  },
  'revoke.owncloud': {
    en: 'This is ownCloud, where an app password cannot revoke itself: delete it in ownCloud (Settings › Security), then run "menage credentials revoke" again, which takes it out of the vault.',
    params: {},
  },
  'login.left': {
    en: 'The access that {login} granted in the place of {member} could not be revoked: {detail}',
    params: { login: 'text', member: 'member', detail: 'text' },
  },
} as const satisfies ReasonTable;

/** Why an answer that came is none that can be used. */
export const ANSWER_REASONS = {
  'answer.too-large': { en: 'An answer was larger than server.limits.answer and was cut.', params: {} },
  'answer.too-long': {
    en: '{request} answered with too much, more than server.limits.document.',
    shown: 'the server answered with too much, more than server.limits.document.',
    params: { request: 'private' },
  },
  'answer.values': {
    en: '{request} answered with more values than server.limits.document has room for.',
    shown: 'the server answered with more values than server.limits.document has room for.',
    params: { request: 'private' },
  },
  'answer.rows': {
    en: '{request} answered with more rows than server.limits.{limit}.',
    shown: 'the server answered with more rows than server.limits.{limit}.',
    params: { request: 'private', limit: 'text' },
  },
  'answer.large-row': {
    en: 'The answer has too much in one piece: a row is larger than server.limits.document.',
    params: {},
  },
  'answer.deep': { en: 'The answer is nested too deep.', params: {} },
  'answer.shape': {
    en: '{request} answered in an unknown shape: {places}.',
    shown: 'the server answered in an unknown shape: {places}.',
    params: { request: 'private', places: 'texts' },
  },
  'answer.no-shape': {
    en: '{request} answered in an unknown shape.',
    shown: 'the server answered in an unknown shape.',
    params: { request: 'private' },
  },
  'answer.no-json': {
    en: '{request} answered with no JSON: is this a Nextcloud?',
    shown: 'the server answered with no JSON: is this a Nextcloud?',
    params: { request: 'private' },
  },
  'answer.broken-json': {
    en: '{request} answered with broken JSON.',
    shown: 'the server answered with broken JSON.',
    params: { request: 'private' },
  },
  'answer.stray-text': {
    en: 'The answer has text before its {document}: "{text}"; where PHP writes warnings into answers, set display_errors to Off there.',
    params: { document: 'text', text: 'text' },
  },
  'answer.no-utf8': { en: 'The answer is no UTF-8 text.', params: {} },
  'answer.page': {
    en: 'The server answered {status} with a page ("{text}"): a login page, portal or proxy stands before it; let /remote.php/ and /ocs/ pass there.',
    params: { status: 'number', text: 'text' },
  },
  'answer.status': { en: 'The answer is {status}, not 207.', params: { status: 'number' } },
  'answer.cut-short': { en: 'The answer ended before its document did.', params: {} },
  'answer.empty': { en: 'The answer was empty, as when the server ran out of memory.', params: {} },
  'answer.no-multistatus': {
    en: 'The answer is no multistatus that we know: {flaw}.',
    params: { flaw: 'phrase' },
  },
  'multistatus.deep': { en: 'it is nested too deep', params: {} },
  'multistatus.document-element': { en: 'its document element is {name}', params: { name: 'text' } },
  'multistatus.element': { en: 'it holds an element {name}', params: { name: 'text' } },
  'multistatus.long-text': { en: 'it holds a text that is too long', params: {} },
  'multistatus.long-piece': { en: 'it holds a piece that is too long', params: {} },
  'multistatus.document-type': { en: 'it has a document type', params: {} },
  'multistatus.xml': { en: '{message}', params: { message: 'text' } },
  'answer.prefixes': { en: 'The answer declares too many prefixes.', params: {} },
  'answer.no-namespace': {
    en: 'An element in the answer has a name without a namespace.',
    params: {},
  },
  'answer.no-address': { en: 'A response in the answer has no address.', params: {} },
  'answer.impossible-address': {
    en: 'An address in the answer has an impossible segment.',
    params: {},
  },
  'answer.wrong-encoding': { en: 'An address in the answer is wrongly encoded.', params: {} },
  'answer.other-tree': { en: 'The answer speaks of another tree than the one asked for.', params: {} },
  'answer.other-folder': {
    en: "The answer speaks of {theirs} where {ours} was asked: the server is installed in another folder than server.url says; correct server.url, or overwritewebroot in the server's config.php.",
    shown:
      "The answer speaks of … where … was asked: the server is installed in another folder than server.url says; correct server.url, or overwritewebroot in the server's config.php.",
    params: { theirs: 'private', ours: 'private' },
  },
  'answer.not-root': { en: 'The server answered for something else than the root.', params: {} },
  'status.unreadable': {
    en: "The server's /status.php cannot be read ({fields}): is server.url the address of a Nextcloud?",
    params: { fields: 'texts' },
  },
  'status.no-object': {
    en: "The server's /status.php cannot be read (all of it): is server.url the address of a Nextcloud?",
    params: {},
  },
  'status.not-installed': {
    en: "The server's /status.php says that it is not installed, as when its config.php cannot be read: look at the server.",
    params: {},
  },
} as const satisfies ReasonTable;
