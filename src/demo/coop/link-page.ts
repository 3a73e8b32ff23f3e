import type { World } from '../nextcloud/world/world.ts';
import type { Truth } from './truth.ts';

/** What the cooperative says of links that are meant to be open: whose, where they lead, and what for. */
const MEANT = [
  { role: 'curator', path: '/Expo', purpose: 'Expositions en cours' },
  { role: 'journalist', path: '/Reportages/Livrés', purpose: 'Reportages livrés' },
] as const;
/** Of a link that was closed since: no link has such a token. */
const CLOSED_TOKEN = 'AncienneListe00';

/** The page on which the cooperative lists its public links, one of them dead (HTML). */
export function linkPage({ shares }: World, { roles }: Truth, serverUrl: string): string {
  const meant = MEANT.flatMap(({ role, path, purpose }) => {
    const link = shares.find((one) => one.fileOwner === roles[role] && one.path === path && one.type === 3);
    return link?.token === undefined || link.token === null ? [] : [{ token: link.token, purpose }];
  });
  const items = [...meant, { token: CLOSED_TOKEN, purpose: 'Programme de l’an dernier' }].map(
    ({ token, purpose }) => `<li><a href="${serverUrl}/s/${token}">${purpose}</a></li>`,
  );
  return `<!doctype html>\n<html lang="fr"><title>Nos liens publics</title><ul>\n${items.join('\n')}\n</ul></html>\n`;
}
