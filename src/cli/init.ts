import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import { checkOptions } from '../app/open.ts';
import { parseConfig } from '../config/load.ts';
import { makeKey } from '../credentials/age.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { writePrivate } from '../files/write.ts';
import { reveal } from '../model/secret.ts';
import type { Context } from './context.ts';
import { doctor } from './doctor.ts';

interface InitOptions {
  readonly url?: string;
  readonly admin?: string;
  readonly passwordFile?: string;
  readonly from?: string;
  readonly transport?: string;
  readonly test: boolean;
}

interface Answers {
  readonly url: string;
  readonly admin: string;
  readonly passwordFile: string | undefined;
  readonly from: string | undefined;
  readonly transport: string | undefined;
}

/** `menage init`: writes menage.yaml and a vault key, then looks whether it works. Asks only on a terminal. */
export async function init(context: Context, options: InitOptions): Promise<ExitCode> {
  const file = resolve(context.configFile);
  if (existsSync(file))
    throw new UsageError(`${file} is there already: change it by hand, or name another with --config.`);
  const text = configText(await answersOf(options), dirname(file));
  const checked = parseConfig(text, checkOptions());
  if ('problems' in checked) {
    const lines = checked.problems.map(({ key, message }) => `  ${key}: ${message}`);
    throw new UsageError(`That makes no config; nothing was written:\n${lines.join('\n')}`);
  }
  const keyFile = join(dirname(file), 'menage.key');
  if (!existsSync(keyFile)) writePrivate(keyFile, `${reveal(await makeKey())}\n`);
  writePrivate(file, text);
  context.out(
    `${file} and ${keyFile} are written. Keep a copy of the key: without it the vault cannot be opened.`,
  );
  if (!options.test) return EXIT.done;
  return doctor({ ...context, configFile: file }, {});
}

async function answersOf(options: InitOptions): Promise<Answers> {
  const { url, admin, passwordFile, from, transport } = options;
  if (url !== undefined && admin !== undefined) return { url, admin, passwordFile, from, transport };
  if (process.stdin.isTTY !== true)
    throw new UsageError('menage init wants --url and --admin where nobody can be asked.');
  const { askFor } = await import('./ask.ts');
  return {
    url: url ?? (await askFor('The address of your Nextcloud', 'https://cloud.example.org')),
    admin: admin ?? (await askFor('The administrator that menage logs in as', 'menage-admin')),
    passwordFile:
      passwordFile ??
      (await askFor("The file with the administrator's app password (mode 600)", 'admin.password')),
    from: from ?? (await askFor('The sender of the mails', 'Nextcloud <nextcloud@example.org>')),
    transport: transport ?? (await askFor('The mail server', 'smtps://mail.example.org')),
  };
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
