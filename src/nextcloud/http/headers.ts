import { type Credential, reveal } from '../../model/secret.ts';
import { cookieLine } from './cookies.ts';
import type { LockedRequest, ReadingRequest } from './guard.ts';

/** Who sends a request. */
interface Sender {
  readonly credential: Credential | null;
  readonly cookies: ReadonlyMap<string, string>;
}

/** The header lines of a request, its own last. */
export function headersOf(
  { credential, cookies }: Sender,
  request: ReadingRequest | LockedRequest,
): Record<string, string> {
  const headers: Record<string, string> = { 'User-Agent': 'menage', 'Accept-Encoding': 'gzip' };
  if (credential !== null) {
    const pair = `${credential.login}:${reveal(credential.password)}`;
    headers['Authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  if (cookies.size > 0) headers['Cookie'] = cookieLine(cookies);
  if (request.path.startsWith('/ocs/')) headers['OCS-APIRequest'] = 'true';
  return { ...headers, ...('headers' in request ? request.headers : undefined) };
}
