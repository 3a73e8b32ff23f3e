import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for as long as the program runs. */
export interface TemporaryFolder {
  /** Absolute. */
  readonly path: string;
  /** Erases it with all that lies in it; the end of the program does so too, unless it is killed. */
  remove(): void;
}

/** Makes a folder that only its owner may enter, below $TMPDIR. */
export function makeTemporaryFolder(name: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `${name}-`));
  const erase = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', erase);
  return {
    path,
    remove() {
      process.off('exit', erase);
      erase();
    },
  };
}
