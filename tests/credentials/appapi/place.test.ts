import { describe, expect, it } from 'vitest';
import { pastedCommands, registerCommands, UNREGISTER } from '../../../src/credentials/appapi/commands.ts';
import { assertPrivate, placeIn, unreachedHint } from '../../../src/credentials/appapi/place.ts';

describe('where menage listens for Nextcloud', () => {
  it.each([
    ['127.0.0.1:23901', '127.0.0.1', 23901],
    ['127.0.0.1', '127.0.0.1', 23901],
    ['[::1]:5000', '::1', 5000],
    ['menage.example.org:0', 'menage.example.org', 0],
  ])('reads %s', (text, host, port) => expect(placeIn(text)).toEqual({ host, port }));

  it.each(['', ':80', '127.0.0.1:70000', 'http://127.0.0.1:1', 'a b:1', '[anna]:1', '::1:80', '127.0.0.1:'])(
    'refuses "%s"',
    (text) => expect(() => placeIn(text)).toThrow(/is no place to listen: write HOST:PORT/),
  );

  it.each(['0.0.0.0:23901', '[::]:23901', '*:1'])('refuses %s, which no Nextcloud can be given', (text) =>
    expect(() => placeIn(text)).toThrow(/name the one at which the Nextcloud server reaches it/),
  );

  it('is this machine, or has TLS, or somebody insisted', () => {
    const bare = { tls: false, insecure: false };
    for (const here of ['127.0.0.1', '127.8.9.1', '[::1]', 'localhost'])
      expect(() => assertPrivate(placeIn(here), bare)).not.toThrow();
    const elsewhere = placeIn('10.0.0.5');
    expect(() => assertPrivate(elsewhere, bare)).toThrow(
      /in clear, a secret that opens every account.*ssh .*-R/,
    );
    expect(() => assertPrivate(elsewhere, { ...bare, tls: true })).not.toThrow();
    expect(() => assertPrivate(elsewhere, { ...bare, insecure: true })).not.toThrow();
  });
});

describe('a place on loopback', () => {
  it.each([
    [
      ['docker', 'exec', '-u', 'www-data', 'nextcloud', 'php', 'occ'],
      /^occ runs in a container: .*172\.17\.0\.1:23901/,
    ],
    [['sudo', '/usr/bin/podman', 'exec', 'x', 'php', 'occ'], /^occ runs in a container/],
    [['ssh', 'cloud', 'php', 'occ'], /"ssh -o ExitOnForwardFailure=yes -R 23901:127\.0\.0\.1:23901 SERVER"/],
  ])('may not be reached by %j', (occ, hint) => {
    expect(unreachedHint(occ, placeIn('127.0.0.1'))).toMatch(hint);
    expect(unreachedHint(occ, placeIn('172.17.0.1'))).toBeNull();
  });

  it('is reached by an occ of this machine', () => {
    expect(unreachedHint(['sudo', '-u', 'www-data', 'php', 'occ'], placeIn('127.0.0.1'))).toBeNull();
  });
});

describe('the commands to paste', () => {
  const here = { protocol: 'http', host: '127.0.0.1', port: 23901 } as const;

  it('are those that were measured, and hold no secret', () => {
    expect(
      pastedCommands('sudo -u www-data php occ', registerCommands(here, 'https://cloud.example.org')),
    ).toBe(
      'sudo -u www-data php occ app_api:daemon:register menage_host Menage manual-install http 127.0.0.1 https://cloud.example.org\n' +
        `sudo -u www-data php occ app_api:app:register menage menage_host --json-info '{"name":"Menage","version":"1.0.0","port":23901}'`,
    );
    expect(pastedCommands('occ', [UNREGISTER])).toBe('occ app_api:app:unregister menage --force');
  });

  it('give each host a name of its own, for the server keeps the first host of a name', () => {
    const nameOf = (at: Parameters<typeof registerCommands>[0]) => registerCommands(at, 'https://c')[0]?.[1];
    const names = [
      nameOf(here),
      nameOf({ ...here, host: '172.17.0.1' }),
      nameOf({ ...here, host: 'Menage.example.org', protocol: 'https' }),
    ];
    expect(names).toEqual([
      'menage_host',
      'menage_host_http_172_17_0_1',
      'menage_host_https_menage_example_org',
    ]);
  });
});
