import { BlockList, isIP, isIPv6 } from 'node:net';
import { z } from 'zod';
import { isLoopback } from '../model/network/loopback.ts';
import { isMailAddress } from '../model/text/mail-address.ts';
import { DurationText, durationMs } from '../model/units.ts';

const Text = z.string().trim().min(1, 'must not be empty');
const MINUTE = 60_000;
const DAY = 86_400_000;

/** A duration within bounds, both in milliseconds. */
function between(least: number, most: number, words: string) {
  return DurationText.refine(
    (duration) => durationMs(duration) >= least && durationMs(duration) <= most,
    `is no duration ${words}`,
  );
}

/** Where browsers find the portal: an origin and perhaps a folder, without a slash at its end. */
const PortalUrl = Text.superRefine((text, context) => {
  const problem = urlProblem(text);
  if (problem !== null) context.addIssue(problem);
}).transform((text) => text.replace(/\/+$/, ''));

function urlProblem(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname === '' || !['http:', 'https:'].includes(url.protocol))
    return 'is no web address: write https://host or https://host/folder';
  if (url.username !== '' || url.password !== '') return 'must hold no user and no password';
  if (text.includes('?') || text.includes('#')) return 'must hold no "?" and no "#"';
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return 'http:// shows reports to whoever listens: use https:// (http:// is allowed for this machine alone)';
  return null;
}

/** `host:port`; the host of IPv6 in brackets. */
export const Listen = Text.refine(
  (text) => listenAddress(text) !== null,
  'is no "address:port", as in "127.0.0.1:8090"',
);

/** The parts of `portal.listen`; null where it is no address with a port. */
export function listenAddress(text: string): { readonly host: string; readonly port: number } | null {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port > 65_535) return null;
  const isAddress = bracketed === undefined ? isIP(host) === 4 || host === 'localhost' : isIPv6(host);
  return isAddress ? { host, port } : null;
}

/** A range of addresses of proxies; one that holds every address trusts nobody's word and everybody's. */
const Range = Text.refine((text) => rangeOf(text) !== null, {
  error: 'is no range of addresses, as in "10.0.0.5/32"; a range of all addresses (/0) is not allowed',
});

/** The parts of `ADDRESS/BITS`; null where it is none, or of all addresses. */
export function rangeOf(
  text: string,
): { readonly address: string; readonly bits: number; readonly family: 'ipv4' | 'ipv6' } | null {
  const [, address = '', digits = ''] = /^([0-9a-f:.]+)\/(\d{1,3})$/i.exec(text) ?? [];
  const version = isIP(address);
  const bits = Number(digits);
  if (version === 0 || bits === 0 || bits > (version === 4 ? 32 : 128)) return null;
  return { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/** Tells whether an address is in one of the ranges of `portal.trustedProxies`. */
export function trustedRanges(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of ranges) {
    const range = rangeOf(text);
    if (range !== null) list.addSubnet(range.address, range.bits, range.family);
  }
  return list;
}

/** The proxies whose word on the visitor's address is taken. */
export const Ranges = z.array(Range).default([]);

/** The section `portal:`, without which there is no portal. */
export const Portal = z.strictObject({
  url: PortalUrl,
  listen: Listen.default('127.0.0.1:8090'),
  admins: z.array(Text).default([]),
  auditors: Text.optional(),
  trustedProxies: Ranges,
  reportLinks: between(7 * DAY, 90 * DAY, 'from 7 to 90 days').prefault('45 days'),
  session: between(10 * MINUTE, 8 * 60 * MINUTE, 'from 10 minutes to 8 hours').prefault('60 minutes'),
  reminders: z.number().int().min(0).max(2).default(2),
});

/** Whom the members of an antenna may ask; by `account` the portal knows who that is. */
export const Referent = z.strictObject({
  group: Text,
  name: Text,
  mail: Text.refine(isMailAddress, 'is no mail address, as in "aide@example.org"'),
  account: Text.optional(),
});
