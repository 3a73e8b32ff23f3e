import { chmodSync, chownSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import { acquireLock, openStore } from '../../../src/store/open.ts';
import { isRoot, layPipe, STRANGER } from '../../files/helpers.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const place = () => join(temporaryFolder('store'), 'menage.db');

async function made(): Promise<string> {
  const path = place();
  await (await openStore(path)).close();
  return path;
}

describe('a store that others could have written', () => {
  it('is made private where others could read it only', async () => {
    const path = await made();
    chmodSync(path, 0o644);
    await (await openStore(path)).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is refused with what to do, and so is what SQLite reads beside it', async () => {
    const path = await made();
    chmodSync(path, 0o666);
    await expect(openStore(path)).rejects.toThrow(`chmod go-w ${path}`);
    chmodSync(path, 0o600);
    writeFileSync(`${path}-journal`, '');
    chmodSync(`${path}-journal`, 0o666);
    await expect(openStore(path)).rejects.toThrow(`chmod go-w ${path}-journal`);
  });

  it('is refused in a folder where others may lay another', async () => {
    const path = await made();
    chmodSync(join(path, '..'), 0o777);
    await expect(openStore(path)).rejects.toThrow(/The folder .* of the store cannot be trusted/);
    await expect(acquireLock(path, 'menage run', Date.now())).rejects.toThrow('cannot be trusted');
  });

  it.runIf(isRoot)('is refused when it belongs to somebody else', async () => {
    const path = await made();
    chownSync(path, STRANGER, STRANGER);
    await expect(openStore(path)).rejects.toThrow('belongs to the user number 54321');
  });

  it.runIf(isRoot)('is not begun by root in a folder of somebody else, nor below it', async () => {
    const folder = temporaryFolder('store');
    chownSync(folder, STRANGER, STRANGER);
    for (const path of [join(folder, 'menage.db'), join(folder, 'data/new/menage.db')]) {
      await expect(openStore(path)).rejects.toThrow("sudo -u '#54321' menage …");
      await expect(acquireLock(path, 'menage run', Date.now())).rejects.toThrow(UsageError);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(isRoot)('of root is refused to its later user, with the command that mends it', async () => {
    const path = await made();
    const before = readdirSync(join(path, '..'));
    chownSync(join(path, '..'), STRANGER, STRANGER);
    process.seteuid?.(STRANGER);
    try {
      await expect(openStore(path)).rejects.toThrow(
        `it belongs to the user root, and menage runs as number 54321: run chown 54321 ${path}* as root, and menage always as this user (sudo -u '#54321' menage …)`,
      );
    } finally {
      process.seteuid?.(0);
    }
    expect(readdirSync(join(path, '..'))).toEqual(before);
  });

  it('is no pipe, nor is its lock', async () => {
    const path = layPipe(place());
    await expect(openStore(path)).rejects.toThrow(`Cannot open the store ${path} (it is no file)`);
    layPipe(`${path}.lock`);
    await expect(acquireLock(path, 'menage run', Date.now())).rejects.toThrow('it is no file');
  });
});
