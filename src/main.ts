#!/usr/bin/env node
// main → cli/program (arguments) → cli/<command> → audit, report, deliver. The exit code is set here and nowhere else.
import { runProgram } from './cli/program.ts';

// Whatever is written holds personal data: files 0600, folders 0700, unless a command says otherwise.
process.umask(0o077);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await runProgram(process.argv.slice(2));
