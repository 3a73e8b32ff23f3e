import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { mintScript, runMint, takeMinted } from '../../src/credentials/mint.ts';
import { UsageError } from '../../src/model/errors.ts';
import { memberId } from '../../src/model/ids.ts';
import { reveal } from '../../src/model/secret.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const NOW = Date.UTC(2026, 10, 1);

/** Names that a shell, occ or JSON could take for something else. */
const HOSTILE = [
  'anna',
  "o'neil",
  '$(touch pwned)',
  '`touch pwned`',
  '; touch pwned',
  '-n',
  '--help',
  'a b',
  '"quoted"',
  'x\\y',
  '*',
  '',
  'é🌲',
  'two\nlines',
  '$HOME',
  "'; touch pwned; '",
  '%s%n',
]
  .filter((uid) => uid !== '')
  .map(memberId);

const keep = async () => {};
const taken = (text: string) => takeMinted(text.split(/\r?\n/), NOW, keep);

interface Occ {
  readonly folder: string;
  readonly path: string;
  /** The words of every call, each call's apart by a blank line. */
  calls(): readonly (readonly string[])[];
}

/** A stand-in for the server's occ: it notes the words it was called with, and answers as Nextcloud does. */
function occ(answers = 'echo "app password:"; echo "TokenTokenTokenTokenToken$uid_hash"'): Occ {
  const folder = temporaryFolder('occ');
  const path = join(folder, 'occ');
  writeFileSync(
    path,
    `#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word" >> '${folder}/calls'; done
printf '\\n\\0' >> '${folder}/calls'
for last in "$@"; do :; done
case "$1" in
  *:list) echo '[{"id":9,"name":"cli"},{"id":12,"name":"cli"},{"id":10,"name":"phone"}]' ;;
  *) uid_hash=$(printf '%s' "$last" | cksum | tr -d ' '); ${answers} ;;
esac
`,
  );
  chmodSync(path, 0o755);
  return {
    folder,
    path,
    calls: () =>
      readFileSync(join(folder, 'calls'), 'utf8')
        .split('\n\0')
        .slice(0, -1)
        .map((call) => call.split('\0').slice(0, -1)),
  };
}

describe('the script that makes app passwords', { timeout: 30_000 }, () => {
  it.each([
    [31, ['user:auth-tokens:add', '-n'], '12'],
    [28, ['user:auth-tokens:add', '-n'], '12'],
    [27, ['user:add-app-password', '-n'], null],
    [24, ['user:add-app-password', '-n'], null],
  ] as const)(
    'calls the command of Nextcloud %i for each member, whatever the name',
    async (major, add, tokenId) => {
      const { folder, path, calls } = occ();
      const script = mintScript({ members: HOSTILE, major, occ: path });
      const printed = execFileSync('sh', { input: script, cwd: folder, encoding: 'utf8' });
      const minted = await taken(printed);
      expect(minted.problems).toEqual([]);
      expect(minted.entries.map(({ member }) => member)).toEqual(HOSTILE);
      expect(minted.entries.every((one) => one.tokenId === tokenId && one.addedAt === NOW)).toBe(true);
      expect(new Set(minted.entries.map(({ password }) => reveal(password))).size).toBe(HOSTILE.length);
      const added = calls().filter(([command]) => command === add[0]);
      expect(added).toEqual(HOSTILE.map((uid) => [...add, ...(uid.startsWith('-') ? ['--'] : []), uid]));
      expect(existsSync(join(folder, 'pwned'))).toBe(false);
    },
  );

  it('goes on where one member fails, and says who', async () => {
    const { path } = occ(
      'case "$last" in bob) echo "no such user" >&2; exit 1 ;; *) echo "TokenTokenTokenToken$uid_hash" ;; esac',
    );
    const script = mintScript({ members: ['anna', 'bob', 'carla'].map(memberId), major: 31, occ: path });
    const printed = execFileSync('sh', {
      input: script,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    expect((await taken(printed)).entries.map(({ member }) => member)).toEqual(['anna', 'carla']);
  });

  it('warns of the mail that Nextcloud sends, and is refused for versions without the command', () => {
    expect(mintScript({ members: [memberId('anna')], major: 31, occ: 'occ' })).toMatch(
      /mail .*announcement first/,
    );
    expect(() => mintScript({ members: [], major: 23, occ: 'occ' })).toThrow(UsageError);
  });
});

describe('what the script printed', () => {
  it('is taken back line by line; what is no token is named without being repeated', async () => {
    const text =
      '{"uid":"anna","token":"abcdefghijabcdefghij01","tokens":null}\r\n\n' +
      '{"uid":"bob","token":"secret but with blanks","tokens":[]}\nsecretsecretsecretsecret\n' +
      '{"uid":"carla","token":"abcdefghijabcdefghij02","tokens":PHP Warning [{"id":4}]}\n';
    const { entries, problems } = await taken(text);
    expect(entries.map(({ member, tokenId }) => [member, tokenId])).toEqual([
      ['anna', null],
      ['carla', null],
    ]);
    expect(problems).toEqual([
      'bob: the server gave no app password; run occ for this member to see why',
      'line 4 was not printed by the script of "menage credentials mint"',
    ]);
  });
});

describe('running the command ourselves', { timeout: 30_000 }, () => {
  it('hands the names over as they are, through no shell', async () => {
    const { path, folder, calls } = occ();
    const minted = await runMint({ members: HOSTILE, major: 31, command: [path], now: NOW, keep });
    expect(minted.problems).toEqual([]);
    expect(minted.entries.map(({ member, tokenId }) => [member, tokenId])).toEqual(
      HOSTILE.map((uid) => [uid, '12']),
    );
    expect(calls()).toHaveLength(2 * HOSTILE.length);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  it('stores each app password before the next one is made, and none where none was made', async () => {
    const { path, calls } = occ(
      'case "$last" in bob) exit 1 ;; *) echo "TokenTokenTokenToken$uid_hash" ;; esac',
    );
    const kept: string[] = [];
    const minted = await runMint({
      members: ['anna', 'bob', 'carla'].map(memberId),
      major: 27,
      command: [path],
      now: NOW,
      keep: async ({ member }) => {
        kept.push(`${member} after ${calls().length} calls`);
      },
    });
    expect(kept).toEqual(['anna after 1 calls', 'carla after 3 calls']);
    expect(minted.entries.map(({ member, tokenId }) => [member, tokenId])).toEqual([
      ['anna', null],
      ['carla', null],
    ]);
    expect(calls()).toEqual(['anna', 'bob', 'carla'].map((uid) => ['user:add-app-password', '-n', uid]));
  });

  it('makes none any more once the program is to end, and says for whom', async () => {
    const { path, calls } = occ();
    let asked = 0;
    const minted = await runMint({
      members: ['anna', 'bob', 'carla'].map(memberId),
      major: 31,
      command: [path],
      now: NOW,
      keep,
      stopping: () => ++asked > 1,
    });
    expect(minted.entries.map(({ member }) => member)).toEqual(['anna']);
    expect(minted.problems).toEqual(['bob and whoever follows: not made, for the program was asked to end']);
    expect(calls()).toEqual([
      ['user:auth-tokens:add', '-n', 'anna'],
      ['user:auth-tokens:list', '--output', 'json', 'anna'],
    ]);
  });

  it('hands it no secret of ours: a clean environment, and words that anybody may read', async () => {
    const { path, folder, calls } = occ('env > "$(dirname "$0")/env"; echo TokenTokenTokenTokenToken1');
    const secrets = { MENAGE_KEY: 'hidden-1', MENAGE_ADMIN_PASSWORD: 'hidden-2', AWS_SECRET: 'hidden-3' };
    const harmless = { LANG: 'fr_FR.UTF-8', SSH_AUTH_SOCK: '/run/agent' };
    for (const [name, value] of Object.entries({ ...secrets, ...harmless })) vi.stubEnv(name, value);
    await runMint({ members: [memberId('anna')], major: 31, command: [path], now: NOW, keep });
    const seen = readFileSync(join(folder, 'env'), 'utf8');
    expect(seen).toMatch(/^PATH=/m);
    expect(seen).toMatch(/^LANG=fr_FR\.UTF-8$/m);
    expect(seen).not.toMatch(/hidden-|MENAGE|SSH_AUTH_SOCK/);
    expect(JSON.stringify(calls())).not.toMatch(/hidden-/);
    symlinkSync(path, join(folder, 'ssh'));
    await runMint({ members: [memberId('anna')], major: 31, command: [join(folder, 'ssh')], now: NOW, keep });
    expect(readFileSync(join(folder, 'env'), 'utf8')).toMatch(/^SSH_AUTH_SOCK=\/run\/agent$/m);
    vi.unstubAllEnvs();
  });

  it('quotes the names for the shell at the other end of ssh', async () => {
    const { path, folder } = occ();
    // What sshd does: it joins the words with blanks and gives them to a shell.
    const ssh = join(folder, 'ssh');
    writeFileSync(ssh, `#!/bin/sh\nshift\ncd '${folder}'\nexec sh -c "$*"\n`);
    chmodSync(ssh, 0o755);
    const minted = await runMint({
      members: HOSTILE,
      major: 31,
      command: [ssh, 'cloud', path],
      now: NOW,
      keep,
    });
    expect(minted.entries.map(({ member }) => member)).toEqual(HOSTILE);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  it('names the members for whom it failed, without what the server said', async () => {
    const { path } = occ('echo "secretsecretsecretsecret" >&2; exit 1');
    const minted = await runMint({ members: [memberId('anna')], major: 31, command: [path], now: NOW, keep });
    expect(minted).toEqual({
      entries: [],
      problems: ['anna: occ failed; run "user:auth-tokens:add -n" for this member to see why'],
    });
    await expect(
      runMint({ members: [memberId('anna')], major: 31, command: ['/no/such/occ'], now: NOW, keep }),
    ).rejects.toThrow('correct credentials.occ');
  });
});
