import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import type { Context } from '../context.ts';
import { knownCommand } from './definition.ts';
import { completionScript, SHELLS } from './scripts.ts';

/** `menage completion SHELL`: prints the script by which that shell completes commands and options. */
export async function completion(context: Context, command: Command): Promise<ExitCode> {
  const shell = SHELLS.find((one) => one === command.args[0]);
  if (shell === undefined || command.parent === null) throw new TypeError('commander knows the shells');
  context.out(completionScript(shell, knownCommand(command.parent)));
  return EXIT.done;
}
