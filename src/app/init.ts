import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import { parseConfig } from '../config/load.ts';
import { makeKey } from '../credentials/age.ts';
import { writePrivate } from '../files/write.ts';
import { UsageError } from '../model/errors.ts';
import { reveal } from '../model/secret.ts';
import { checkOptions } from './open.ts';

/** What a config cannot be without, and what mails need. */
export interface Answers {
  readonly url: string;
  readonly admin: string;
  readonly passwordFile: string | undefined;
  readonly from: string | undefined;
  readonly transport: string | undefined;
}

/** @throws {UsageError} where the config is there already: it is never written over. */
export function assertNoConfig(file: string): void {
  if (existsSync(file))
    throw new UsageError(`${file} is there already: change it by hand, or name another with --config.`);
}

/**
 * Writes a config and, beside it, a vault key where there is none; returns the path of the key.
 * @throws {UsageError} when the answers make no config: nothing was written.
 */
export async function writeConfig(file: string, answers: Answers): Promise<string> {
  const text = configText(answers, dirname(file));
  const checked = parseConfig(text, checkOptions());
  if ('problems' in checked) {
    const lines = checked.problems.map(({ key, message }) => `  ${key}: ${message}`);
    throw new UsageError(`That makes no config; nothing was written:\n${lines.join('\n')}`);
  }
  const keyFile = join(dirname(file), 'menage.key');
  if (!existsSync(keyFile)) writePrivate(keyFile, `${reveal(await makeKey())}\n`);
  writePrivate(file, text);
  return keyFile;
}

function configText(answers: Answers, folder: string): string {
  const { url, admin, passwordFile, from, transport } = answers;
  const document = {
    server: {
      url,
      admin: {
        user: admin,
        ...(passwordFile !== undefined && { passwordFile: relative(folder, resolve(passwordFile)) }),
      },
    },
    organisation: { language: 'fr', timezone: 'Europe/Paris' },
    members: { quota: '2 GB' },
    credentials: { vault: 'menage.vault', keyFile: 'menage.key' },
    store: 'menage.db',
    ...((from !== undefined || transport !== undefined) && { mail: { transport, from } }),
    output: { directory: './reports' },
  };
  return `# menage: what every key means stands in docs/operations.md\n${stringify(document)}`;
}
