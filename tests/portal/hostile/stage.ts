import { createHash } from 'node:crypto';
import type { LinkKind } from '../../../src/model/portal/portal.ts';
import { formToken } from '../../../src/portal/access/sessions.ts';
import { openPortal, type PortalStage } from '../../helpers/portal.ts';
import { type RawAnswer, type RawBytes, rawRequest } from '../../helpers/raw-request.ts';

/** One hostile request and the only status that it may come to. */
export interface Hostile {
  readonly what: string;
  readonly send: (scene: Scene) => Promise<RawAnswer> | RawAnswer;
  readonly status: number;
  /** Where a redirect leads, below the portal's address. */
  readonly to?: string;
}

export interface Asking {
  readonly method?: string;
  /** Lines of the head beside Host, Connection and what the body needs; each ends the line itself. */
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly host?: string;
}

/** Somebody who is signed in: the line of the cookie, and the token of the forms. */
export interface SignedIn {
  readonly line: string;
  readonly cookie: string;
  readonly form: string;
}

/** A portal with people, and ways to ask it as no browser would. */
export interface Scene {
  readonly stage: PortalStage;
  /** Ordinary members. */
  readonly anna: string;
  readonly bela: string;
  /** Sends these bytes as they are. */
  raw(bytes: RawBytes): Promise<RawAnswer>;
  /** A request; each comes from an address of its own, so that no limit is met. */
  ask(target: string, asking?: Asking): Promise<RawAnswer>;
  /** A form with right length and type. */
  post(target: string, fields: string, headers?: readonly string[]): Promise<RawAnswer>;
  token(member: string, kind: LinkKind, lifeMs?: number): Promise<string>;
  formOf(basis: string): string;
  signIn(member: string): Promise<SignedIn>;
  /** All tokens and cookies that were made. */
  readonly secrets: string[];
  /** All that came back. */
  readonly answers: RawAnswer[];
}

export const FORM = 'Content-Type: application/x-www-form-urlencoded';

export async function openScene(): Promise<Scene> {
  const stage = await openPortal({ settings: { trustedProxies: ['127.0.0.1/32'] } });
  const [anna, bela] = stage.world.users.filter(
    ({ enabled, appPassword, mail, groups }) =>
      enabled && appPassword !== null && mail !== null && !groups.includes('admin'),
  );
  if (anna === undefined || bela === undefined)
    throw new Error('the cooperative has no two ordinary members');
  const secrets: string[] = [];
  const answers: RawAnswer[] = [];
  const { host } = new URL(stage.url);
  let asked = 0;

  async function raw(bytes: RawBytes): Promise<RawAnswer> {
    const answer = await rawRequest(stage.running.address, bytes);
    answers.push(answer);
    return answer;
  }
  function ask(target: string, { method = 'GET', headers = [], body, host: named = host }: Asking = {}) {
    asked++;
    const lines = [
      `${method} ${target} HTTP/1.1`,
      `Host: ${named}`,
      'Connection: close',
      `X-Forwarded-For: 10.9.${asked >> 8}.${asked & 255}`,
      ...headers,
      ...(body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    ];
    return raw(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
  }
  const formOf = (basis: string) => formToken(stage.running.portal, basis);
  return {
    ...{ stage, anna: anna.id, bela: bela.id, raw, ask, formOf, secrets, answers },
    post: (target, body, headers = []) => ask(target, { method: 'POST', headers: [FORM, ...headers], body }),
    async token(member, kind, lifeMs) {
      const token = (await stage.link(member, kind, lifeMs)).split('/').at(-1) ?? '';
      secrets.push(token);
      return token;
    },
    async signIn(member) {
      const cookie = await stage.signedIn(member);
      const value = cookie.slice(cookie.indexOf('=') + 1);
      secrets.push(value);
      const form = formOf(createHash('sha256').update(value).digest('hex'));
      return { cookie, line: `Cookie: ${cookie}`, form };
    },
  };
}
