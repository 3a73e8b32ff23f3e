import type { ReasonTable } from './kinds.ts';

/**
 * Phrases of why a server could not be reached, for every kind of server: `host` is which one, `port` its port, `key`
 * where its address stands.
 */
export const NETWORK_REASONS = {
  'network.unknown-name': {
    en: 'DNS does not know {host}; correct the name in {key}',
    params: { host: 'text', key: 'text' },
  },
  'network.no-name-server': {
    en: 'the name server did not answer about {host}; look at the network and the DNS of this machine',
    params: { host: 'text' },
  },
  'network.closed-port': {
    en: '{host} takes no connection on port {port}; correct {key}, or see whether the server runs',
    params: { host: 'text', port: 'text', key: 'text' },
  },
  'network.no-route': {
    en: 'no way leads to {host}; look at the network and the firewall of this machine',
    params: { host: 'text' },
  },
  'network.no-answer': {
    en: '{host} does not answer on port {port}; correct {key}, or look at the firewalls on the way',
    params: { host: 'text', port: 'text', key: 'text' },
  },
  'network.plain-port': {
    en: '{host} speaks no TLS on port {port}; correct the port or the scheme in {key}',
    params: { host: 'text', port: 'text', key: 'text' },
  },
  'network.plain-mail-port': {
    en: '{host} speaks no TLS on port {port}; smtps:// is for port 465, smtp:// for port 587: correct {key}',
    params: { host: 'text', port: 'text', key: 'text' },
  },
  'network.no-common-tls': {
    en: '{host} and menage could not agree on TLS; the server must know TLS 1.2',
    params: { host: 'text' },
  },
  'network.certificate-expired': {
    en: 'the certificate of {host} has expired; renew it there, and compare the clocks',
    params: { host: 'text' },
  },
  'network.certificate-early': {
    en: 'the certificate of {host} is not valid yet; set both clocks by NTP',
    params: { host: 'text' },
  },
  'network.certificate-name': {
    en: 'the certificate of {host} is made for {names}; write that name into {key}, or have the server use its own certificate',
    params: { host: 'text', names: 'text', key: 'text' },
  },
  'network.certificate-authority': {
    en: 'the certificate of {host} is of an authority that this machine does not know; name the certificate of your own authority in server.ca, or have the server send its whole chain',
    params: { host: 'text' },
  },
  'network.other-authority': {
    en: 'the certificate of {host} is of an authority that this machine does not know; name the certificate of your own authority in the environment variable NODE_EXTRA_CA_CERTS, or have the server send its whole chain',
    params: { host: 'text' },
  },
  'network.certificate': {
    en: 'the certificate of {host} proves nothing; have the server use one that is valid',
    params: { host: 'text' },
  },
  'network.no-http': {
    en: 'what answers at {host} on port {port} speaks no HTTP; correct {key}',
    params: { host: 'text', port: 'text', key: 'text' },
  },
  'network.cut': {
    en: '{host} cut the connection; correct the port or the scheme in {key}, or look at its log',
    params: { host: 'text', key: 'text' },
  },
} as const satisfies ReasonTable;

/** What answers in the place of a Nextcloud, as sentences. */
export const STRANGER_REASONS = {
  'stranger.elsewhere': {
    en: '{url} is no Nextcloud: it points to {address}. Write the address of the Nextcloud into server.url.',
    params: { url: 'text', address: 'text' },
  },
  'stranger.page': {
    en: '{url} is no Nextcloud: it answered with a page ("{text}"). Correct server.url.',
    params: { url: 'text', text: 'text' },
  },
  'stranger.text': {
    en: '{url} is no Nextcloud: it answered with the text "{text}". Correct server.url.',
    params: { url: 'text', text: 'text' },
  },
  'stranger.no-page': {
    en: '{url} is no Nextcloud: it has no /status.php ({status}). Correct server.url; a Nextcloud in a folder has the folder in it, as in https://example.org/nextcloud.',
    params: { url: 'text', status: 'number' },
  },
} as const satisfies ReasonTable;
