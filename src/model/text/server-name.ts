import { visibleText } from './visible-text.ts';

/** The major version by which an ownCloud is known: a Nextcloud 10 (of 2016) lacks most of what is asked of a server. */
export const OWNCLOUD_MAJOR = 10;

/** A server by its product and version, as in "Nextcloud 31.0.6" and "ownCloud 10.16.4"; null = the version is not known. */
export function serverName(version: string | null): string {
  if (version === null) return 'Nextcloud';
  const product = Number.parseInt(version, 10) === OWNCLOUD_MAJOR ? 'ownCloud' : 'Nextcloud';
  return `${product} ${visibleText(version)}`;
}
