import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { makeKey, seal, unseal } from '../../src/credentials/age.ts';
import { moveVault, openVault, type VaultEntry } from '../../src/credentials/vault.ts';
import { messageOf, PartialError, UsageError } from '../../src/model/errors.ts';
import { memberId } from '../../src/model/ids.ts';
import { reveal, secret } from '../../src/model/secret.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const KEY = secret('a key of sixteen characters');
const FAST = 8;

function entry(uid: string, password: string): VaultEntry {
  return {
    member: memberId(uid),
    login: `${uid}@ldap`,
    password: secret(password),
    tokenId: '7',
    addedAt: 1_000,
  };
}

function place(): string {
  return join(temporaryFolder('vault'), 'inner', 'menage.vault');
}

function open(path: string, key = KEY) {
  return openVault({ path, key, workFactor: FAST });
}

async function filled(): Promise<string> {
  const path = place();
  await (await open(path)).put([entry('anna', 'hidden-one'), entry('bob', 'hidden-two')]);
  return path;
}

/** The sentence with which a vault is refused; no secret is in it, nor in what hangs on the error. */
async function refusal(path: string, key = KEY): Promise<string> {
  const error: unknown = await open(path, key).then(
    () => 'was opened',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UsageError);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/hidden-|sixteen characters/);
  return messageOf(error);
}

describe('the vault under an age identity', () => {
  it('opens with that identity and with no other', async () => {
    const path = place();
    const key = await makeKey();
    await (await open(path, key)).put([entry('anna', 'hidden-one')]);
    expect(readFileSync(path, 'latin1')).toContain('-> X25519 ');
    expect((await open(path, key)).get(memberId('anna'))?.login).toBe('anna@ldap');
    expect(await refusal(path, await makeKey())).toMatch(/the key is not the one/);
    expect(await refusal(path)).toMatch(/the key is not the one/);
  });

  it('says that an identity is mistyped', async () => {
    const key = reveal(await makeKey());
    const mistyped = secret(`${key.slice(0, -1)}${key.endsWith('Q') ? 'P' : 'Q'}`);
    const path = place();
    await expect((await open(path, mistyped)).put([entry('anna', 'hidden-one')])).rejects.toThrow(
      /the age identity is mistyped/,
    );
    expect(existsSync(path)).toBe(false);
  });
});

describe('the vault', () => {
  it('keeps what was put, with logins, token ids and dates', async () => {
    const path = await filled();
    const vault = await open(path);
    expect(vault.list().map(({ member, tokenId, addedAt }) => [member, tokenId, addedAt])).toEqual([
      ['anna', '7', 1_000],
      ['bob', '7', 1_000],
    ]);
    const anna = vault.get(memberId('anna'));
    expect([anna?.login, anna && reveal(anna.password)]).toEqual(['anna@ldap', 'hidden-one']);
    expect(vault.get(memberId('carla'))).toBeNull();
  });

  it('is empty where there is none, and makes no file by being looked into', async () => {
    const path = place();
    expect((await open(path)).list()).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  it('is a file of mode 600 in a folder of mode 700, without a trace of a password or a half-written file', async () => {
    const path = await filled();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(path, '..'))).toEqual(['menage.vault']);
    expect(readFileSync(path, 'latin1')).toMatch(/^age-encryption\.org\/v1\n-> scrypt /);
    expect(readFileSync(path, 'latin1')).not.toMatch(/hidden|anna/);
  });

  it('replaces and removes', async () => {
    const path = await filled();
    const vault = await open(path);
    await Promise.all([vault.put([entry('anna', 'hidden-new')]), vault.remove([memberId('bob')])]);
    for (const one of [vault, await open(path)]) {
      expect(one.list().map(({ member, password }) => [member, reveal(password)])).toEqual([
        ['anna', 'hidden-new'],
      ]);
    }
  });

  it('keeps what another process has put meanwhile', async () => {
    const path = await filled();
    const [one, other] = [await open(path), await open(path)];
    await other.put([entry('carla', 'hidden-three')]);
    await one.put([entry('dora', 'hidden-four')]);
    expect((await open(path)).list().map(({ member }) => member)).toEqual(['anna', 'bob', 'carla', 'dora']);
  });

  it('keeps what several put at the same time', async () => {
    const path = await filled();
    const names = ['carla', 'dora', 'emil', 'fanny'];
    const vaults = await Promise.all(names.map(() => open(path)));
    await Promise.all(vaults.map((vault, at) => vault.put([entry(names[at] ?? '', 'hidden-more')])));
    expect((await open(path)).list().map(({ member }) => member)).toEqual(['anna', 'bob', ...names]);
  });

  it('prints no password', async () => {
    const vault = await open(await filled());
    expect(inspect(vault.list(), { depth: 9, showHidden: true }) + JSON.stringify(vault.list())).not.toMatch(
      /hidden-/,
    );
  });

  it.each(['anna.o-brien@x_1', '__proto__', 'constructor', "o'neil"])('keeps the uid %s', async (uid) => {
    const path = place();
    await (await open(path)).put([entry(uid, 'hidden-one')]);
    expect((await open(path)).list().map(({ member }) => member)).toEqual([uid]);
  });
});

describe('a vault that cannot be trusted', () => {
  it('refuses a wrong key and says which setting to look at', async () => {
    expect(await refusal(await filled(), secret('another key of sixteen'))).toMatch(
      /Cannot open the vault .*: the key is not the one .* credentials\.keyFile or MENAGE_KEY/,
    );
  });

  it('refuses a short key', async () => {
    expect(await refusal(place(), secret('fifteen letters'))).toMatch(/shorter than 16/);
  });

  it('refuses every single changed byte', async () => {
    const path = await filled();
    const sound = readFileSync(path);
    for (let at = 0; at < sound.length; at += 1 + Math.floor(sound.length / 60)) {
      const changed = Buffer.from(sound);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(path, changed);
      expect(await refusal(path)).toMatch(/vault/);
    }
  });

  it('refuses a cut file, at any length', async () => {
    const path = await filled();
    const sound = readFileSync(path);
    for (const length of [0, 5, 22, 60, 150, sound.length - 17, sound.length - 1]) {
      writeFileSync(path, sound.subarray(0, length));
      expect(await refusal(path)).toMatch(/vault/);
    }
  });

  it('says that a file was changed or cut, not that the key is wrong', async () => {
    const path = await filled();
    const sound = readFileSync(path);
    writeFileSync(path, sound.subarray(0, sound.length - 3));
    expect(await refusal(path)).toMatch(/changed or cut/);
  });

  it.each([0o644, 0o640, 0o604])('refuses mode %o with the command that corrects it', async (mode) => {
    const path = await filled();
    chmodSync(path, mode);
    expect(await refusal(path)).toContain(`run chmod 600 ${path}`);
  });

  it('refuses an age file that holds something else', async () => {
    const path = await filled();
    const { Encrypter } = await import('age-encryption');
    const encrypter = new Encrypter();
    encrypter.setPassphrase(reveal(KEY));
    encrypter.setScryptWorkFactor(FAST);
    writeFileSync(path, await encrypter.encrypt('{"anna": "hidden-one"}'));
    expect(await refusal(path)).toMatch(/menage did not write it/);
  });

  it('leaves the old file, and nothing half-written, where a new one cannot be written', async () => {
    // The name has room for itself in its folder, but not for the longer one of the file that is written first.
    const path = join(temporaryFolder('vault'), 'v'.repeat(250));
    copyFileSync(await filled(), path);
    const before = readFileSync(path);
    const vault = await open(path);
    await expect(vault.put([entry('carla', 'hidden-three')])).rejects.toThrow(PartialError);
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(join(path, '..'))).toHaveLength(1);
    expect(vault.list().map(({ member }) => member)).toEqual(['anna', 'bob']);
  });

  it('says so where the path leads nowhere', async () => {
    const file = await filled();
    expect(await refusal(join(file, 'menage.vault'))).toMatch(/Cannot read .*menage\.vault/);
  });
});

describe('the registration in a vault', () => {
  const registration = { secret: secret('hidden-registration'), registeredAt: 2_000 };

  it('is kept beside the app passwords, and forgotten', async () => {
    const path = await filled();
    expect((await open(path)).registration()).toBeNull();
    await (await open(path)).putRegistration(registration);
    const kept = (await open(path)).registration();
    expect([kept && reveal(kept.secret), kept?.registeredAt]).toEqual(['hidden-registration', 2_000]);
    await (await open(path)).put([entry('carla', 'hidden-three')]);
    expect((await open(path)).registration()?.registeredAt).toBe(2_000);
    expect((await open(path)).list()).toHaveLength(3);
    await (await open(path)).putRegistration(null);
    expect((await open(path)).registration()).toBeNull();
  });

  it('makes a vault that an older menage refuses, lest it lose the registration', async () => {
    const path = await filled();
    expect(await versionOf(path)).toBe(2);
    await (await open(path)).putRegistration(registration);
    expect(await versionOf(path)).toBe(3);
    await (await open(path)).putRegistration(null);
    expect(await versionOf(path)).toBe(2);
  });

  it('does not show', async () => {
    const path = await filled();
    await (await open(path)).putRegistration(registration);
    const vault = await open(path);
    expect(inspect(vault.registration(), { depth: 9, showHidden: true })).not.toContain('hidden');
    expect(JSON.stringify(vault.registration())).not.toContain('hidden');
  });

  async function versionOf(path: string): Promise<unknown> {
    return JSON.parse(await unseal(path, readFileSync(path), KEY)).version;
  }
});

describe('the server of a vault', () => {
  const SERVER = 'https://cloud.coop.example/nextcloud';
  const openFor = (path: string, server: string) => openVault({ path, key: KEY, workFactor: FAST, server });

  it('is remembered: its app passwords go to no other', async () => {
    const path = place();
    await (await openFor(path, SERVER)).put([entry('anna', 'hidden-one')]);
    expect((await openFor(path, `${SERVER}/`)).list()).toHaveLength(1);
    for (const other of [
      'https://evil.example/nextcloud',
      'https://cloud.coop.example',
      SERVER.replace('s:', ':'),
    ]) {
      await expect(openFor(path, other)).rejects.toThrow(
        `holds app passwords for ${SERVER}, and the config names ${other}: nothing was sent.`,
      );
    }
  });

  it('is noted at the next use of a vault that an older menage wrote, and nothing is lost', async () => {
    const path = place();
    const old = {
      anna: { login: 'a', password: 'hidden-one', tokenId: null, addedAt: '2026-01-01T00:00:00.000Z' },
      version: { login: 'v', password: 'hidden-two', tokenId: '7', addedAt: '2026-01-01T00:00:00.000Z' },
    };
    mkdirSync(join(path, '..'), { mode: 0o700 });
    writeFileSync(path, await seal(JSON.stringify(old), KEY, FAST), { mode: 0o600 });
    const vault = await openFor(path, SERVER);
    await vault.bind();
    expect(vault.list().map(({ member, login }) => [member, login])).toEqual([
      ['anna', 'a'],
      ['version', 'v'],
    ]);
    await expect(openFor(path, 'https://evil.example')).rejects.toThrow('holds app passwords for');
    const stamp = readFileSync(path);
    await (await openFor(path, SERVER)).bind();
    expect(readFileSync(path)).toEqual(stamp);
  });

  it('may move, when somebody says from where', async () => {
    const path = place();
    await (await openFor(path, SERVER)).put([entry('__proto__', 'hidden-one')]);
    const settings = { path, key: KEY, workFactor: FAST };
    await expect(moveVault(settings, 'https://guess.example', 'https://new.example')).rejects.toThrow(SERVER);
    await moveVault(settings, SERVER, 'https://new.example/');
    expect((await openFor(path, 'https://new.example')).get(memberId('__proto__'))?.login).toBe(
      '__proto__@ldap',
    );
    await expect(openFor(path, SERVER)).rejects.toThrow('for https://new.example, and');
  });

  it('is refused in a form of the future', async () => {
    const path = place();
    mkdirSync(join(path, '..'), { mode: 0o700 });
    writeFileSync(path, await seal('{"version":4}', KEY, FAST), { mode: 0o600 });
    expect(await refusal(path)).toContain('was written by a newer menage');
  });
});
