import { readFileSync, statSync } from 'node:fs';
import { UsageError } from '../errors.ts';
import { type Secret, secret } from '../model/secret.ts';

/** Where a secret may come from: a file (mode checked) or an environment variable. */
export interface SecretSource {
  /** What it is, for messages: "the administrator's app password". */
  readonly what: string;
  readonly file: string | undefined;
  /** The config key that names the file. */
  readonly key: string;
  readonly variable: string;
}

/**
 * Reads a secret: the file where the config names one, else the environment variable.
 * @throws {UsageError} when there is none, the file cannot be read, is empty or readable by others.
 */
export function readSecret(source: SecretSource, environment: NodeJS.ProcessEnv): Secret {
  if (source.file !== undefined) return secretFromFile(source, source.file);
  const value = environment[source.variable];
  if (value === undefined || value === '') {
    throw new UsageError(
      `No secret for ${source.what}: name its file in ${source.key}, or set ${source.variable}.`,
    );
  }
  return secret(value);
}

function secretFromFile(source: SecretSource, file: string): Secret {
  let text: string;
  try {
    const mode = statSync(file).mode & 0o777;
    if ((mode & 0o077) !== 0) {
      const shown = mode.toString(8).padStart(4, '0');
      throw new UsageError(
        `Other users may read ${file} (${source.what}, mode ${shown}): run chmod 600 ${file}`,
      );
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(
      `Cannot read ${file} (${source.what}, ${why}): make the file with mode 600, or correct ${source.key}.`,
      { cause: error },
    );
  }
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw new UsageError(`${file} is empty: it must hold ${source.what}.`);
  return secret(value);
}
