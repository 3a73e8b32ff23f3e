import type { BlockList } from 'node:net';
import { isIP } from 'node:net';

/** Who asks, and over what: as the connection shows it, or as a trusted proxy says. */
export interface Asker {
  /** For limits: an IPv4 address, or the first 64 bits of an IPv6 one. */
  readonly address: string;
  /** Whether a program of this machine asks, for itself: no header names somebody behind it. */
  readonly isLocal: boolean;
}

/** What proxies add, each in its way. */
const FORWARDING = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-host', 'via'] as const;

/**
 * The address of the client. X-Forwarded-For is believed from the right, as far as it was written by trusted proxies.
 * @param peer the address of the connection.
 * @param header a header by its name in lower case, several of one name joined by commas.
 */
export function askerOf(
  peer: string,
  header: (name: string) => string | undefined,
  trusted: BlockList,
): Asker {
  const connected = plain(peer);
  const forwarded = header('x-forwarded-for')?.split(',') ?? [];
  const hops = [...forwarded.map((hop) => plain(hop.trim())).filter((hop) => hop !== ''), connected];
  let address = connected;
  for (const hop of hops.reverse()) {
    if (isIP(hop) === 0) break;
    address = hop;
    if (!isTrusted(hop, trusted)) break;
  }
  const isForwarded = FORWARDING.some((name) => header(name) !== undefined);
  return { address: limited(address), isLocal: !isForwarded && isOfThisMachine(connected) };
}

function isTrusted(address: string, trusted: BlockList): boolean {
  return trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function isOfThisMachine(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

/** An IPv4 address that stands in an IPv6 one (RFC 4291, 2.5.5.2), as itself; all else as it is. */
function plain(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (!isMapped) return address;
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}

/** One customer of a network has a /64 (RFC 6177): each of its addresses is the same person. */
function limited(address: string): string {
  if (isIP(address) !== 6) return address;
  const network = groupsOf(address).slice(0, 4);
  return `${network.map((group) => group.toString(16)).join(':')}::/64`;
}

/** The eight groups of an IPv6 address; what stands behind a "%" names an interface. */
function groupsOf(address: string): readonly number[] {
  const [head = [], tail] = (address.split('%')[0] ?? '').split('::').map(groupsIn);
  if (tail === undefined) return head;
  return [...head, ...Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0), ...tail];
}

function groupsIn(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}
