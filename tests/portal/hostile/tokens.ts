import { linksOf } from '../../../src/app/portal/links.ts';
import { memberId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import type { Hostile, Scene } from './stage.ts';

/** Bytes of a token: version, kind, sixteen random ones, expiry, sixteen of the MAC. */
const PARTS = { version: 0, kind: 1, random: 9, expiry: 22, mac: 30 } as const;

function flipped(token: string, at: number): string {
  const bytes = Buffer.from(token, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes.toString('base64url');
}

/** The same bytes in other letters: the last one holds bits that are thrown away. */
function otherwiseSpelt(token: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return `${token.slice(0, -1)}${letters[(letters.indexOf(token.at(-1) ?? '') ^ 1) & 63]}`;
}

/** What becomes of a genuine token before it is sent. */
const CHANGES: readonly (readonly [what: string, change: (token: string) => string])[] = [
  ...Object.entries(PARTS).map(
    ([part, at]) => [`one bit of its ${part} turned`, (token: string) => flipped(token, at)] as const,
  ),
  ['cut by a letter', (token) => token.slice(0, -1)],
  ['cut to its half', (token) => token.slice(0, token.length / 2)],
  ['without its first letter', (token) => token.slice(1)],
  ['with a letter more', (token) => `${token}A`],
  ['with padding', (token) => `${token}=`],
  ['with a space', (token) => `${token}%20`],
  ['with a line end', (token) => `${token}%0a`],
  ['with a NUL', (token) => `${token}%00`],
  ['with a dot', (token) => `${token}.`],
  ['in capitals', (token) => token.toUpperCase()],
  ['spelt otherwise for the same bytes', otherwiseSpelt],
  ['twice', (token) => token + token],
  ['backwards', (token) => [...token].reverse().join('')],
  ['encoded twice', (token) => `%25${token.charCodeAt(0).toString(16)}${token.slice(1)}`],
  ['in hexadecimal', (token) => Buffer.from(token, 'base64url').toString('hex')],
];

const TEXTS: readonly (readonly [what: string, text: string])[] = [
  ['zeros of its length', 'A'.repeat(54)],
  ['a quotation mark of SQL', "'%20OR%201=1%20--"],
  ['the name of a prototype', '__proto__'],
  ['a name that every object has', 'constructor'],
  ['bytes that are no UTF-8', '%ff%fe%fd'],
  ['a percent sign alone', '%'],
  ['emoji', '%F0%9F%94%91'],
  ['eight thousand letters', 'a'.repeat(8_000)],
  ['markup', '%3Cscript%3Ealert(1)%3C/script%3E'],
  ['a folder above', '..%2f..%2fadmin'],
];

export const TOKENS: readonly Hostile[] = [
  ...CHANGES.map(
    ([what, change]): Hostile => ({
      what: `a genuine token ${what}`,
      send: async ({ ask, token, anna }) => ask(`/l/${change(await token(anna, 'invitation'))}`),
      status: 404,
    }),
  ),
  ...TEXTS.map(
    ([what, text]): Hostile => ({
      what: `as a token, ${what}`,
      send: ({ ask }) => ask(`/l/${text}`),
      status: 404,
    }),
  ),
  {
    what: 'a token made with another key',
    send: async (scene) => {
      const forger = linksOf(scene.stage.store, secret('another key of forty letters, or nearly so'));
      return scene.ask(`/l/${await forger.issue(memberId(scene.anna), 'invitation', scene.stage.clock())}`);
    },
    status: 404,
  },
  {
    what: 'a token of somebody who was erased',
    send: async (scene) => {
      const token = await scene.token(scene.bela, 'invitation');
      await erase(scene, scene.bela);
      return scene.ask(`/l/${token}`);
    },
    status: 404,
  },
  {
    what: 'the expired link of somebody who was erased',
    send: async (scene) => {
      const token = await scene.token(scene.bela, 'invitation', -60_000);
      await erase(scene, scene.bela);
      return scene.ask(`/l/${token}`);
    },
    status: 404,
  },
  {
    what: 'a link that is over',
    send: async ({ ask, token, anna }) => ask(`/l/${await token(anna, 'invitation', -60_000)}`),
    status: 410,
  },
  {
    what: 'a link that is over, in its form',
    send: async ({ post, token, anna, formOf }) => {
      const over = await token(anna, 'invitation', -60_000);
      return post(`/l/${over}/decline`, `form=${formOf(over)}`);
    },
    status: 410,
  },
  {
    what: 'the link to stop mails as the link of a report',
    send: async ({ ask, token, anna }) => ask(`/l/${await token(anna, 'unsubscribe')}`),
    status: 404,
  },
  {
    what: 'a sign-in link to say no thanks',
    send: async ({ ask, token, anna }) => ask(`/l/${await token(anna, 'sign-in')}/decline`),
    status: 404,
  },
  {
    what: "a report's link to say no thanks",
    send: async ({ post, token, anna, formOf }) => {
      const report = await token(anna, 'report');
      return post(`/l/${report}/decline`, `form=${formOf(report)}`);
    },
    status: 404,
  },
  ...(
    [
      ['in the query', (token) => ({ target: `/admin?token=${token}`, headers: [] })],
      ['as a cookie', (token) => ({ target: '/admin', headers: [`Cookie: __Host-menage=${token}`] })],
      ['as a bearer', (token) => ({ target: '/admin', headers: [`Authorization: Bearer ${token}`] })],
      [
        'as a password',
        (token) => ({ target: '/admin', headers: [`Authorization: Basic ${btoa(`a:${token}`)}`] }),
      ],
    ] as const satisfies readonly (readonly [
      string,
      (token: string) => { readonly target: string; readonly headers: readonly string[] },
    ])[]
  ).map(
    ([what, asking]): Hostile => ({
      what: `a genuine token ${what}`,
      send: async ({ ask, token, anna }) => {
        const { target, headers } = asking(await token(anna, 'sign-in'));
        return ask(target, { headers });
      },
      status: 303,
      to: '/sign-in?to=admin',
    }),
  ),
];

/** As `forget` does with the links of a person. */
async function erase({ stage }: Scene, member: string): Promise<void> {
  await stage.store.members.forget(memberId(member));
}
