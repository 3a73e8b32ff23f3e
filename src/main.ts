#!/usr/bin/env node
// main → cli/program (arguments) → cli/<command> → app/ (audit, report, send). The exit code is set here and nowhere else.
import { setFlagsFromString } from 'node:v8';
import { outliveOutput } from './cli/output.ts';
import { runProgram } from './cli/program.ts';

// On a large machine garbage may gather to many times what is in use; this program shares a small one.
setFlagsFromString('--heap-growing-percent=20');
setFlagsFromString('--semi-space-growth-factor=1');
// The young heap is small: helping threads cost more than they save.
setFlagsFromString('--no-parallel-scavenge');
// Whatever is written holds personal data: files 0600, folders 0700, unless a command says otherwise.
process.umask(0o077);
// Certificates are always looked at, whatever a shell once exported: the login would go to whoever answers.
delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
outliveOutput();
const parameters = process.argv.slice(2);
// The stack of what nobody foresaw then names files of src/, of which the build makes a bundle.
if (parameters.includes('--verbose')) process.setSourceMapsEnabled(true);
process.exitCode = await runProgram(parameters);
