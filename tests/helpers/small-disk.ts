import { spawnSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary.ts';

/** A file system of its own that is easily full. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many bytes free. */
  fill(left: number): void;
  /** Gives the room back. */
  free(): void;
}

/** Mounts a small tmpfs for as long as `work` runs. Who may not mount is told so, and the test does not run. */
export async function withSmallDisk(
  skip: (note: string) => void,
  work: (disk: SmallDisk) => Promise<void>,
  megabytes = 8,
): Promise<void> {
  const folder = temporaryFolder('disk');
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  try {
    if (mount.status !== 0) return skip('a full disk needs a small tmpfs, and this user may not mount one');
    const filler = join(folder, 'filler');
    await work({
      folder,
      fill(left) {
        const { bavail, bsize } = statfsSync(folder);
        writeFileSync(filler, Buffer.alloc(bavail * bsize - left));
      },
      free: () => rmSync(filler),
    });
  } finally {
    if (mount.status === 0) spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  }
}
