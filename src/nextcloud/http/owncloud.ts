import type { Session } from './exchange.ts';

/** Whether the server of a session is ownCloud 10; known once its status was asked for through the client. */
export function isOwnCloud({ server }: Pick<Session, 'server'>): boolean {
  return server.product === 'owncloud';
}
