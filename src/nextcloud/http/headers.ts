import { APP_ID, APP_VERSION, isAppApi, type Login, reveal } from '../../model/secret.ts';
import { cookieLine } from './cookies.ts';
import type { LockedRequest, ReadingRequest } from './guard.ts';

/** Who sends a request. */
interface Sender {
  readonly login: Login | null;
  readonly cookies: ReadonlyMap<string, string>;
}

/** AppAPI asks for it and looks at none. */
const APP_API_VERSION = '32.0.0';

/** The header lines of a request, its own last. */
export function headersOf(
  { login, cookies }: Sender,
  request: ReadingRequest | LockedRequest,
): Record<string, string> {
  const headers: Record<string, string> = { 'User-Agent': 'menage', 'Accept-Encoding': 'gzip' };
  if (cookies.size > 0) headers['Cookie'] = cookieLine(cookies);
  if (request.path.startsWith('/ocs/')) headers['OCS-APIRequest'] = 'true';
  return { ...headers, ...loginOf(login), ...('headers' in request ? request.headers : undefined) };
}

function loginOf(login: Login | null): Record<string, string> {
  if (login === null) return {};
  if (!isAppApi(login))
    return { Authorization: `Basic ${base64(`${login.login}:${reveal(login.password)}`)}` };
  return {
    'AUTHORIZATION-APP-API': base64(`${login.uid}:${reveal(login.appSecret)}`),
    'EX-APP-ID': APP_ID,
    'EX-APP-VERSION': APP_VERSION,
    'AA-VERSION': APP_API_VERSION,
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
