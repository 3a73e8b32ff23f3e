import { lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { PrivateAddressError } from '../model/errors.ts';

/** What the Internet does not lead to (IANA special-purpose registries, RFC 6890), and what leads to it in disguise. */
const NOT_PUBLIC = blockList(
  [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
  ],
  ['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ['224.0.0.0/4', '240.0.0.0/4'],
  [
    '::/96',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    '3fff::/20',
  ],
  ['5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
);
const LOOPBACK = blockList(['127.0.0.0/8', '::1/128']);

/** Which addresses may be asked: those of the Internet, or, where the config names this very machine, its own alone. */
export type AddressRule = 'public' | 'loopback';

/** Whether an IP address may be asked by the rule. */
export function mayAsk(address: string, rule: AddressRule): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return rule === 'loopback' ? LOOPBACK.check(address, family) : !NOT_PUBLIC.check(address, family);
}

/**
 * Finds the addresses of a name as `dns.lookup` does, and refuses the name where one of them must not be asked: looked at
 * is what is connected to, so a name that changes in between wins nothing. Node asks it for no host that is an address itself.
 */
export function lookupBy(rule: AddressRule): LookupFunction {
  return (hostname, options, done) => {
    lookUp(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) done(error, '', 0);
      else if (found.some(({ address }) => !mayAsk(address, rule))) done(new PrivateAddressError(), '', 0);
      else if (options.all === true) done(null, found);
      else done(null, found[0]?.address ?? '', found[0]?.family);
    });
  };
}

function blockList(...subnets: readonly (readonly string[])[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets.flat()) {
    const [address = '', bits = ''] = subnet.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
