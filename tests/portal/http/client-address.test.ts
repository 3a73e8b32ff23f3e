import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trustedRanges } from '../../../src/config/portal.ts';
import { askerOf } from '../../../src/portal/http/client-address.ts';

const TRUSTED = trustedRanges(['127.0.0.1/32', '10.0.0.0/8', 'fd00::/8']);

function asked(peer: string, headers: Readonly<Record<string, string>> = {}, trusted = TRUSTED) {
  return askerOf(peer, (name) => headers[name], trusted);
}
const behind = (peer: string, forwarded: string) => asked(peer, { 'x-forwarded-for': forwarded }).address;

describe('the address that limits count', () => {
  it.each([
    ['of the connection, where no proxy is', '192.0.2.7', undefined, '192.0.2.7'],
    ['of the connection, whatever a stranger claims', '192.0.2.7', '198.51.100.1', '192.0.2.7'],
    ['what the trusted proxy saw', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['what the proxy saw, not what its client claimed', '127.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['before two proxies of ours', '127.0.0.1', '1.1.1.1, 198.51.100.1, 10.1.2.3', '198.51.100.1'],
    ['the first of ours, where all are ours', '127.0.0.1', '10.0.0.9, 10.1.2.3', '10.0.0.9'],
    ['the proxy, where it wrote no address', '127.0.0.1', 'unknown', '127.0.0.1'],
    ['up to what is no address', '127.0.0.1', '198.51.100.1, _hidden, 10.1.2.3', '10.1.2.3'],
    ['the proxy, where the header is empty', '127.0.0.1', ' , ,', '127.0.0.1'],
    ['IPv4 in IPv6', '::ffff:127.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['IPv4 in IPv6, in hexadecimal', '::FFFF:7f00:1', '::ffff:c633:6401', '198.51.100.1'],
    ['a /64 of IPv6', '2001:db8:1:2:aaaa::1', undefined, '2001:db8:1:2::/64'],
    ['the same /64, spelt otherwise', '2001:0DB8:0001:0002:0:0:0:9', undefined, '2001:db8:1:2::/64'],
    ['of an interface', 'fe80::1%eth0', undefined, 'fe80:0:0:0::/64'],
  ])('%s', (_, peer, forwarded, address) => {
    expect(asked(peer, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }).address).toBe(
      address,
    );
  });

  it('is none that a client can choose, whatever it sends before what the proxy writes', () => {
    const claimed = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string());
    fc.assert(
      fc.property(fc.array(claimed), (claims) => {
        expect(behind('127.0.0.1', [...claims, '198.51.100.1'].join(', '))).toBe('198.51.100.1');
        expect(behind('198.51.100.1', claims.join(', '))).toBe('198.51.100.1');
      }),
    );
  });

  it('is one for all addresses of a /64, and another for each other /64', () => {
    const group = fc.nat(0xffff).map((value) => value.toString(16));
    const network = fc.tuple(group, group, group).map((groups) => ['2001', ...groups].join(':'));
    const own = fc.tuple(group, group, group, group).map((groups) => groups.join(':'));
    fc.assert(
      fc.property(network, network, own, own, (one, other, a, b) => {
        expect(asked(`${one}:${a}`).address).toBe(asked(`${one}:${b}`).address);
        expect(asked(`${one}:${a}`).address === asked(`${other}:${a}`).address).toBe(one === other);
      }),
    );
  });
});

describe('a program of this machine', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('asks from %s', (peer) => {
    expect(asked(peer).isLocal).toBe(true);
  });

  it.each(['192.0.2.7', '::2', '10.0.0.1', '', '127.0.0.1.example.org'])('does not ask from "%s"', (peer) => {
    expect(asked(peer).isLocal).toBe(false);
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-host', 'via'])(
    'is none where %s names somebody',
    (name) => {
      expect(asked('127.0.0.1', { [name]: '127.0.0.1' }).isLocal).toBe(false);
      expect(asked('127.0.0.1', { [name]: '' }).isLocal).toBe(false);
    },
  );
});
