import { resolve } from 'node:path';
import { type Answers, assertNoConfig, writeConfig } from '../app/init.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
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

/** `menage init`: writes menage.yaml and a vault key, then looks whether it works. Asks only on a terminal. */
export async function init(context: Context, options: InitOptions): Promise<ExitCode> {
  const file = resolve(context.configFile);
  assertNoConfig(file);
  const keyFile = await writeConfig(file, await answersOf(options));
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
