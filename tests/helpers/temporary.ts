import { chmodSync, lstatSync, mkdtempSync, readdirSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();

/** Makes a folder for the running test file; it is gone once that file's tests have ended, however they ended. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `menage-${name}-`));
  made.add(folder);
  return folder;
}

/** Removes the folders made so far. */
export function removeTemporaryFolders(): void {
  for (const folder of made) removeFolder(folder);
  made.clear();
}

/** Removes a folder whatever rights its own folders were given. */
export function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    open(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

function open(folder: string): void {
  chmodSync(folder, 0o700);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (lstatSync(path).isDirectory()) open(path);
  }
}

/**
 * Removes what a killed program's SQLite may have left: it makes its temporary files and then takes away their names, and
 * SIGKILL may fall between the two.
 */
export function removeSqliteTemporaries(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!/^etilqs_[0-9a-f]+$/.test(name)) continue;
    try {
      unlinkSync(join(tmpdir(), name));
    } catch (error) {
      // Another program took the name away meanwhile.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}
