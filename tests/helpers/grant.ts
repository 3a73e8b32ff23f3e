import type { DemoServer } from '../../src/demo/nextcloud/server.ts';
import type { Visited, Visitor } from './visitor.ts';

type Nextcloud = Pick<DemoServer, 'url' | 'world' | 'memberPassword'>;

/** Signs a browser in to the embedded Nextcloud, on the login form that it is on. */
export async function signInAs(
  browser: Visitor,
  { world, memberPassword }: Nextcloud,
  user: string,
): Promise<Visited> {
  const password = user === world.admin.id ? world.admin.password : memberPassword;
  return browser.submit('Se connecter', { user, password });
}

/**
 * What a person does in Nextcloud with the address of a login flow: signs in as `user`, unless the browser is signed in
 * already, and grants.
 */
export async function grantInNextcloud(
  browser: Visitor,
  server: Nextcloud,
  login: string,
  user: string,
): Promise<Visited> {
  await browser.open(login);
  const next = await browser.follow('Se connecter');
  if (new URL(next.url).pathname === '/login') await signInAs(browser, server, user);
  return browser.submit("Autoriser l'accès");
}
