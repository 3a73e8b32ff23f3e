import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import { parseConfig } from '../../config/load.ts';
import { makeKey } from '../../credentials/age.ts';
import { writePrivate } from '../../files/write.ts';
import { UsageError } from '../../model/errors.ts';
import type { Language } from '../../model/member.ts';
import { reveal, type Secret } from '../../model/secret.ts';
import { checkOptions } from '../open.ts';

/** A secret that lies in a file, or that was typed and is to be written into one. */
export type GivenSecret = { readonly file: string } | { readonly typed: Secret };

/** Whom the members of a group may ask. */
export interface Referent {
  readonly group: string;
  readonly name: string;
  readonly mail: string;
}

/** Who decides that members' files and links are read: the organisation for all, by one registration, or each member. */
export const DECIDERS = ['everybody', 'each'] as const;
export type Decider = (typeof DECIDERS)[number];

/** What a first config says; all but the server and its administrator may be left out. */
export interface Answers {
  readonly url: string;
  readonly ca?: string | undefined;
  readonly admin: string;
  /** Left out = both ways stay open. */
  readonly reading?: Decider | undefined;
  /** Left out where it stands in the environment. */
  readonly password?: GivenSecret | undefined;
  readonly language: Language;
  readonly timezone: string;
  readonly name?: string | undefined;
  readonly help?: string | undefined;
  /** Empty = all accounts. */
  readonly groups: readonly string[];
  readonly referents: readonly Referent[];
  readonly adminMails: readonly string[];
  readonly from?: string | undefined;
  readonly transport?: string | undefined;
  readonly mailPassword?: GivenSecret | undefined;
}

/** What has a value without being asked for. */
export type Usual = Pick<Answers, 'language' | 'timezone' | 'groups' | 'adminMails' | 'referents'>;

/** @throws {UsageError} where the config is there already (it is never written over), or its folder takes no file. */
export function assertNoConfig(file: string): void {
  if (existsSync(file))
    throw new UsageError(`${file} is there already: change it by hand, or name another with --config.`);
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written, for ${folder} takes no file of this user: go to another folder, be another user, or name another file with --config.`,
      { cause: error },
    );
  }
}

/**
 * Writes a config and, beside it, the secrets that were typed and a vault key where there is none; nothing is written over.
 * @returns the paths of what was written, the config first, the key last.
 * @throws {UsageError} when the answers make no config: nothing was written.
 */
export async function writeConfig(file: string, answers: Answers): Promise<readonly string[]> {
  const folder = dirname(file);
  const secrets = {
    password: placeOf(answers.password, folder, 'admin.password'),
    mailPassword: placeOf(answers.mailPassword, folder, 'mail.password'),
  };
  const text = configText(answers, folder, secrets);
  const checked = parseConfig(text, checkOptions());
  if ('problems' in checked) {
    const lines = checked.problems.map(({ key, message }) => `  ${key}: ${message}`);
    throw new UsageError(`That makes no config; nothing was written:\n${lines.join('\n')}`);
  }
  const keyFile = join(folder, 'menage.key');
  const typed = Object.values(secrets).flatMap((one) =>
    one?.typed === undefined ? [] : [{ path: one.path, secret: one.typed }],
  );
  for (const one of typed) writePrivate(one.path, `${reveal(one.secret)}\n`);
  if (!existsSync(keyFile)) writePrivate(keyFile, `${reveal(await makeKey())}\n`);
  writePrivate(file, text);
  return [file, ...typed.map(({ path }) => path), keyFile];
}

interface SecretPlace {
  readonly path: string;
  readonly typed?: Secret;
}

/** Where a secret lies, or will: a file that is there already may be another config's. */
function placeOf(given: GivenSecret | undefined, folder: string, name: string): SecretPlace | undefined {
  if (given === undefined) return undefined;
  if ('file' in given) return { path: resolve(given.file) };
  let path = join(folder, name);
  for (let number = 2; existsSync(path); number++) path = join(folder, `${name}-${number}`);
  return { path, typed: given.typed };
}

function configText(
  { url, ca, admin, reading, from, transport, ...answers }: Answers,
  folder: string,
  secrets: { readonly password: SecretPlace | undefined; readonly mailPassword: SecretPlace | undefined },
): string {
  const fileAt = (key: string, path: string | undefined) =>
    path === undefined ? {} : { [key]: relative(folder, resolve(path)) };
  const { language, timezone, name, help, groups, referents, adminMails } = answers;
  const sendsMails = from !== undefined || transport !== undefined;
  const document = {
    server: {
      url,
      ...fileAt('ca', ca),
      admin: { user: admin, ...fileAt('passwordFile', secrets.password?.path) },
    },
    organisation: { name, language, timezone, help },
    members: { ...(groups.length > 0 && { groups }), quota: '2 GB' },
    ...(referents.length > 0 && { referents }),
    credentials: {
      vault: 'menage.vault',
      keyFile: 'menage.key',
      ...(reading === 'each' && { use: ['own'] }),
    },
    store: 'menage.db',
    ...(sendsMails && { mail: { transport, ...fileAt('passwordFile', secrets.mailPassword?.path), from } }),
    ...(adminMails.length > 0 && { admins: { mails: adminMails } }),
    output: { directory: './reports' },
  };
  return `# menage: what every key means stands in docs/operations.md\n${stringify(document)}`;
}
