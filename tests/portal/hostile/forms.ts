import { join } from 'node:path';
import { rowsOf } from '../../helpers/kept.ts';
import type { Hostile, Scene, SignedIn } from './stage.ts';

/** A form of somebody who is signed in, and right but for what is tried. */
function signedIn(
  what: string,
  status: number,
  asking: (own: SignedIn, scene: Scene) => Promise<{ fields: string; headers?: readonly string[] }>,
): Hostile {
  return {
    what,
    send: async (scene) => {
      const own = await scene.signIn(scene.anna);
      const { fields, headers = [] } = await asking(own, scene);
      return scene.post('/sign-out', fields, [own.line, ...headers]);
    },
    status,
  };
}

const fromElsewhere = (what: string, ...headers: readonly string[]): Hostile =>
  signedIn(`a form ${what}`, 403, async ({ form }) => ({ fields: `form=${form}`, headers }));

/** Requests that a page of others makes a browser send, with the cookie or without. */
export const FORMS: readonly Hostile[] = [
  signedIn('a form without its token', 403, async () => ({ fields: '' })),
  signedIn('a form with an empty token', 403, async () => ({ fields: 'form=' })),
  signedIn('a form with a cut token', 403, async ({ form }) => ({ fields: `form=${form.slice(0, -1)}` })),
  signedIn('a form with a longer token', 403, async ({ form }) => ({ fields: `form=${form}A` })),
  signedIn("a form with another's token", 403, async (_, { signIn, bela }) => ({
    fields: `form=${(await signIn(bela)).form}`,
  })),
  signedIn('a form with the token of a link', 403, async (_, { token, anna, formOf }) => ({
    fields: `form=${formOf(await token(anna, 'report'))}`,
  })),
  signedIn('a form with the cookie as its token', 403, async ({ cookie }) => ({
    fields: `form=${cookie.split('=')[1]}`,
  })),
  signedIn('a form with a wrong token before the right one', 403, async ({ form }) => ({
    fields: `form=wrong&form=${form}`,
  })),
  signedIn('a form whose token has another name', 403, async ({ form }) => ({ fields: `Form=${form}` })),
  signedIn('a form whose token is a list', 403, async ({ form }) => ({ fields: `form[]=${form}` })),
  fromElsewhere('of another site', 'Sec-Fetch-Site: cross-site'),
  fromElsewhere('of a neighbour below the same domain', 'Sec-Fetch-Site: same-site'),
  fromElsewhere('that nothing on a page sent', 'Sec-Fetch-Site: none'),
  fromElsewhere('with a site that does not exist', 'Sec-Fetch-Site: same-origins'),
  fromElsewhere('with two sites', 'Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: cross-site'),
  fromElsewhere('with an empty site', 'Sec-Fetch-Site: '),
  fromElsewhere('of another origin', 'Origin: https://evil.example'),
  fromElsewhere('of another port', 'Origin: http://127.0.0.1:1'),
  fromElsewhere('of an origin that begins like ours', 'Origin: http://127.0.0.1.evil.example'),
  fromElsewhere('with an empty origin', 'Origin: '),
  fromElsewhere('with two origins', 'Origin: null', 'Origin: https://evil.example'),
  fromElsewhere(
    'of another origin, and of this site',
    'Origin: https://evil.example',
    'Sec-Fetch-Site: same-origin',
  ),
  fromElsewhere('of a page in a file, and of another site', 'Origin: null', 'Sec-Fetch-Site: cross-site'),
  {
    what: 'a form whose token stands in the address',
    send: async ({ post, signIn, anna }) => {
      const { form, line } = await signIn(anna);
      return post(`/sign-out?form=${form}`, '', [line]);
    },
    status: 403,
  },
  ...[
    ['text', 'text/plain'],
    ['JSON', 'application/json'],
    ['a file', 'multipart/form-data; boundary=x'],
    ['no type', ''],
    ['a type that begins like a form', 'application/x-www-form-urlencoded-not'],
  ].map(
    ([what, type]): Hostile => ({
      what: `a form that comes as ${what}`,
      send: async ({ ask, signIn, anna }) => {
        const { form, line } = await signIn(anna);
        return ask('/sign-out', {
          method: 'POST',
          headers: [line, `Content-Type: ${type}`],
          body: `form=${form}`,
        });
      },
      status: 422,
    }),
  ),
  {
    what: 'a form without a session',
    send: ({ post, formOf }) => post('/sign-out', `form=${formOf('')}`),
    status: 401,
  },
  {
    what: 'a form of a session that has ended',
    send: async ({ post, signIn, anna }) => {
      const { form, line } = await signIn(anna);
      await post('/sign-out', `form=${form}`, [line]);
      return post('/sign-out', `form=${form}`, [line]);
    },
    status: 401,
  },
  ...(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE'] as const).map(
    (method): Hostile => ({
      what: `the change of a form by ${method}`,
      send: async ({ ask, signIn, anna }) => {
        const { form, line } = await signIn(anna);
        return ask(`/sign-out?form=${form}`, { method, headers: [line] });
      },
      status: 405,
    }),
  ),
  ...['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map(
    (name): Hostile => ({
      what: `a GET that ${name} calls a POST`,
      send: async ({ ask, signIn, anna }) => {
        const { form, line } = await signIn(anna);
        return ask(`/sign-out?form=${form}&_method=POST`, { headers: [line, `${name}: POST`] });
      },
      status: 405,
    }),
  ),
  {
    what: 'no thanks, without the token of its page',
    send: async ({ post, token, anna }) => post(`/l/${await token(anna, 'invitation')}/decline`, ''),
    status: 403,
  },
  {
    what: 'no thanks, with the token of another link of the same person',
    send: async ({ post, token, anna, formOf }) =>
      post(
        `/l/${await token(anna, 'invitation')}/decline`,
        `form=${formOf(await token(anna, 'invitation'))}`,
      ),
    status: 403,
  },
  {
    what: 'no thanks, by a page of others, with the right token',
    send: async ({ post, token, anna, formOf }) => {
      const own = await token(anna, 'invitation');
      return post(`/l/${own}/decline`, `form=${formOf(own)}`, ['Origin: https://evil.example']);
    },
    status: 403,
  },
  ...(
    [
      ['chosen beforehand', () => 'A'.repeat(43)],
      ['that is empty', () => ''],
      ['of the prototype', () => '__proto__'],
      ['of eight thousand letters', () => 'a'.repeat(8_000)],
      ['with a session of another spelling', (value) => value.toLowerCase()],
      ['in quotation marks', (value) => `"${value}"`],
    ] as const satisfies readonly (readonly [string, (value: string) => string])[]
  ).map(
    ([what, change]): Hostile => ({
      what: `a cookie ${what}`,
      send: async ({ ask, signIn, anna }) => {
        const [name = '', value = ''] = (await signIn(anna)).cookie.split('=');
        return ask('/admin', { headers: [`Cookie: ${name}=${change(value)}`] });
      },
      status: 303,
      to: '/sign-in?to=admin',
    }),
  ),
  {
    what: 'a cookie under another name',
    send: async ({ ask, signIn, anna }) => {
      const value = (await signIn(anna)).cookie.split('=')[1];
      return ask('/admin', {
        headers: [`Cookie: menage=${value}; __host-menage=${value}; __Host-menage-flow=${value}`],
      });
    },
    status: 303,
    to: '/sign-in?to=admin',
  },
  {
    what: 'what the store holds of a session, as its cookie',
    send: async ({ ask, signIn, anna, stage }) => {
      await signIn(anna);
      const [session] = await sessionsOf(stage);
      return ask('/admin', { headers: [`Cookie: __Host-menage=${session?.id}`] });
    },
    status: 303,
    to: '/sign-in?to=admin',
  },
  {
    what: "a member's session on a page of the admins",
    send: async ({ ask, signIn, anna }) => ask('/admin', { headers: [(await signIn(anna)).line] }),
    status: 403,
  },
  {
    what: "a member's session on a form of the admins",
    send: async ({ post, signIn, anna }) => {
      const { form, line } = await signIn(anna);
      return post('/admin/mails/release', `form=${form}&list=all`, [line]);
    },
    status: 403,
  },
];

async function sessionsOf({ folder }: Scene['stage']): Promise<readonly { readonly id: string }[]> {
  return ((await rowsOf(join(folder, 'menage.db'))).get('portal_sessions') ?? []).map(({ id }) => ({
    id: String(id),
  }));
}
