import { chmodSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from './temporary.ts';

/** Gives the whole run, and the programs that it starts, a folder for temporary files; what is left there fails the run. */
export function setup(): () => void {
  const outer = process.env['TMPDIR'];
  const folder = mkdtempSync(join(tmpdir(), 'menage-tests-'));
  // Some tests run as another user for a moment.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
  // Also where the run is broken off.
  const remove = () => removeFolder(folder);
  process.once('exit', remove);
  return () => {
    const left = readdirSync(folder);
    remove();
    process.off('exit', remove);
    if (outer === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = outer;
    if (left.length === 0) return;
    process.stderr.write(`Left in the folder for temporary files: ${left.sort().join(', ')}\n`);
    process.exitCode = 1;
  };
}
