#!/usr/bin/env node
// main → cli/program (arguments) → cli/<command> → app/ (audit, report, send). The exit code is set here and nowhere else.
import { outliveOutput } from './cli/output.ts';
import { runProgram } from './cli/program.ts';
import { keepHeapSmall } from './heap.ts';

keepHeapSmall();
// Whatever is written holds personal data: files 0600, folders 0700, unless a command says otherwise.
process.umask(0o077);
// Certificates are always looked at, whatever a shell once exported: the login would go to whoever answers.
delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
outliveOutput();
const parameters = process.argv.slice(2);
// The stack of what nobody foresaw then names files of src/, of which the build makes a bundle.
if (parameters.includes('--verbose')) process.setSourceMapsEnabled(true);
process.exitCode = await runProgram(parameters);
