import type { BlockList } from 'node:net';
import { isIP } from 'node:net';

/** Who asks, and over what: as the connection shows it, or as a trusted proxy says. */
export interface Asker {
  /** For limits: an IPv4 address, or the first 64 bits of an IPv6 one. */
  readonly address: string;
  /** Whether a header names a client behind a proxy. */
  readonly isForwarded: boolean;
}

/**
 * The address of the client. X-Forwarded-For is believed from the right, as far as it was written by trusted proxies.
 * @param peer the address of the connection.
 * @param forwarded the header X-Forwarded-For, null where there is none.
 */
export function askerOf(peer: string, forwarded: string | null, trusted: BlockList): Asker {
  const hops = [...(forwarded ?? '').split(',').map((hop) => hop.trim()), plain(peer)].filter(
    (hop) => hop !== '',
  );
  let address = plain(peer);
  for (const hop of hops.reverse()) {
    if (isIP(hop) === 0) break;
    address = hop;
    if (!isTrusted(hop, trusted)) break;
  }
  return { address: limited(address), isForwarded: forwarded !== null };
}

function isTrusted(address: string, trusted: BlockList): boolean {
  return trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** An IPv4 address that came over an IPv6 socket. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

/** One customer of a network has a /64 (RFC 6177): each of its addresses is the same person. */
function limited(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.split('::');
  const first = head.split(':').filter((group) => group !== '');
  const last = tail.split(':').filter((group) => group !== '');
  const zeros = address.includes('::')
    ? Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
    : [];
  return `${[...first, ...zeros, ...last]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
