import { type Language, languageOf } from '../../model/member.ts';
import { isLoopback } from '../../model/network/loopback.ts';

/** Where Nextcloud's own pages begin: what stands before is its address. */
const OWN_PAGE =
  /\/(?:index\.php|apps|login|logout|settings|remote\.php|public\.php|status\.php|ocs|core|dav|call|f|s|u)(?=\/|$)/;

/**
 * The address of a server, of what somebody copied from a browser or typed without a scheme: no page, query or user,
 * no slash at its end. Null where it is no address of the web.
 */
export function serverAddress(text: string): string | null {
  const url = webAddress(text.trim());
  if (url === null) return null;
  const page = OWN_PAGE.exec(url.pathname);
  const folder = page === null ? url.pathname : url.pathname.slice(0, page.index);
  return url.origin + folder.replace(/\/+$/, '');
}

function webAddress(text: string): URL | null {
  if (text === '' || /\s|^[a-z]+:(?!\/\/|\d)/i.test(text)) return null;
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(written)) return null;
  const url = new URL(written);
  if (written !== text && isLoopback(url.hostname)) url.protocol = 'http:';
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}

/** The address of a mail server: a name alone means TLS from the first byte. */
export function mailServerAddress(text: string): string {
  const bare = text.trim();
  return /^[a-z]+:\/\//i.test(bare) ? bare : `smtps://${bare}`;
}

/** The language of this machine's user, by POSIX: LC_ALL, LC_MESSAGES, LANG. Null where they name none of ours. */
export function localeLanguage(environment: NodeJS.ProcessEnv): Language | null {
  const locale = [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find(
    (one) => one !== undefined && one !== '',
  );
  return languageOf(locale ?? '');
}

/** The zone of this machine; one that only says UTC says nothing of where people live. */
export function machineZone(): string | null {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone.includes('/') && !timeZone.startsWith('Etc/') ? timeZone : null;
}

/** A sender for an organisation: at the domain of the first address that has one, else at the server's own. */
export function usualSender(name: string, addresses: readonly string[], url: string): string {
  const domain = addresses.map((one) => /@([^@]+)$/.exec(one)?.[1]).find((one) => one !== undefined);
  const shown = /[,;:"@()[\]<>\\]/.test(name) ? `"${name.replaceAll(/["\\<>]/g, '')}"` : name;
  return `${shown} <nextcloud@${domain ?? new URL(url).hostname}>`;
}
