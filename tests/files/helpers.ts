import { execFileSync } from 'node:child_process';
import { temporaryFolder } from '../helpers/temporary.ts';

/** A new folder of ours alone. */
export function ownFolder(): string {
  return temporaryFolder('files');
}

/** A user who is neither root nor we; files can be given to him by root only. */
export const STRANGER = 54_321;
export const isRoot = process.geteuid?.() === 0;

/** A named pipe, as a neighbour lays it in our way. */
export function layPipe(path: string): string {
  execFileSync('mkfifo', [path]);
  return path;
}
