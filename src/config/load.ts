import { dirname, resolve } from 'node:path';
import { LineCounter } from 'yaml';
import { readNamedFile } from '../files/read.ts';
import { whyUnread } from '../files/why-unread.ts';
import { UsageError } from '../model/errors.ts';
import { isPostgresAddress } from '../model/network/postgres-address.ts';
import { isWebAddress } from '../model/register/source.ts';
import { writtenText } from '../model/text/written-text.ts';
import type { CheckOptionSchemas } from './check-options.ts';
import { explained, type Problem, problemsAt } from './problems.ts';
import { brokenRules } from './rules.ts';
import { type ConfigDocument, configSchema } from './schema.ts';
import { placeOf } from './secret-file.ts';
import { readYaml } from './yaml-text.ts';

/** The config of one program run: complete, with absolute paths. Secrets are not in it, only where they lie. */
export interface Config extends ConfigDocument {
  /** The absolute path of the file it came from. */
  readonly file: string;
}

/** What the config of an instance has where it says nothing: the keys of `store`, which the fleet gives. */
export type Given = Readonly<Partial<Pick<ConfigDocument, 'store' | 'storePasswordFile' | 'storeCa'>>>;

/**
 * Loads `menage.yaml`. Relative paths in it are relative to its folder.
 * @throws {UsageError} naming every problem at once, each with line, key and what is allowed.
 */
export function loadConfig(file: string, checks: CheckOptionSchemas): Config {
  const absolute = resolve(file);
  return configFrom(readConfigText(absolute), { file: absolute, folder: dirname(absolute) }, checks);
}

/**
 * The text of a config.
 * @throws {UsageError} when it cannot be read, or others could have written it.
 */
export function readConfigText(absolute: string): string {
  try {
    return writtenText(readNamedFile(absolute, 'the config', 'own'), absolute);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `Cannot read the config ${absolute} (${whyUnread(error)}): run "menage init" to make one, or name it with --config FILE.`,
      { cause: error },
    );
  }
}

/**
 * The config that a text holds.
 * @param place where it stands, and the absolute folder that its paths are relative to.
 * @throws {UsageError} naming every problem at once.
 */
export function configFrom(
  text: string,
  { file, folder }: { readonly file: string; readonly folder: string },
  checks: CheckOptionSchemas,
  given: Given = {},
): Config {
  const parsed = parseConfig(text, checks, given);
  if ('problems' in parsed) throw new UsageError(problemsIn(file, parsed.problems));
  return { ...resolvePaths(parsed.config, folder), file };
}

/** Reads the text of a config: the config completed by the defaults, or all that is wrong with it. */
export function parseConfig(
  text: string,
  checks: CheckOptionSchemas,
  given: Given = {},
): { readonly config: ConfigDocument } | { readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const yaml = readYaml(text, lines);
  if ('problems' in yaml) return yaml;
  const { document, value, repeated } = yaml;
  const schema = schemaFor(checks);
  const read = schema.safeParse(completed(value, given));
  const problems = problemsAt(document, lines, [
    ...(read.success ? [] : explained(read.error, schema)),
    ...brokenRules(value, Object.keys(checks)),
  ]);
  if (read.success && problems.length === 0 && repeated.length === 0) return { config: read.data };
  return { problems: [...repeated, ...problems] };
}

/** It costs ten times as much to make as to read a config by it, and a fleet has hundreds of configs. */
const SCHEMAS = new WeakMap<CheckOptionSchemas, ReturnType<typeof configSchema>>();

function schemaFor(checks: CheckOptionSchemas): ReturnType<typeof configSchema> {
  const schema = SCHEMAS.get(checks) ?? configSchema(checks);
  SCHEMAS.set(checks, schema);
  return schema;
}

/** A document that is no object stays what it is, for the schema to say so. */
function completed(value: unknown, given: Given): unknown {
  if (value === null || value === undefined) return { ...given };
  return typeof value === 'object' && !Array.isArray(value) ? { ...given, ...value } : value;
}

/** Every problem of a file, as one message. */
export function problemsIn(file: string, problems: readonly Problem[]): string {
  const rows = problems.map(
    ({ line, key, message }) => `  ${line === null ? '' : `line ${line}: `}${key}: ${message}`,
  );
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
  return `${count} in ${file}; nothing was done:\n${rows.join('\n')}`;
}

function resolvePaths(config: ConfigDocument, folder: string): ConfigDocument {
  const optional = <K extends string>(key: K, path: string | undefined) =>
    path === undefined ? {} : { [key]: placeOf(path, folder) };
  return {
    ...config,
    server: {
      ...config.server,
      admin: { ...config.server.admin, ...optional('passwordFile', config.server.admin.passwordFile) },
      ...optional('ca', config.server.ca),
    },
    members: { ...config.members, ...optional('directory', config.members.directory) },
    credentials: {
      ...config.credentials,
      vault: resolve(folder, config.credentials.vault),
      ...optional('keyFile', config.credentials.keyFile),
    },
    store: isPostgresAddress(config.store) ? config.store : resolve(folder, config.store),
    ...optional('storePasswordFile', config.storePasswordFile),
    ...optional('storeCa', config.storeCa),
    register: config.register.map((source) => (isWebAddress(source) ? source : resolve(folder, source))),
    mail: { ...config.mail, ...optional('passwordFile', config.mail.passwordFile) },
    admins: {
      ...config.admins,
      ...(config.admins.mattermost && {
        mattermost: {
          ...config.admins.mattermost,
          webhookFile: placeOf(config.admins.mattermost.webhookFile, folder),
        },
      }),
      ...(config.admins.heartbeat && {
        heartbeat: { urlFile: placeOf(config.admins.heartbeat.urlFile, folder) },
      }),
    },
    ...(config.templates && { templates: { directory: resolve(folder, config.templates.directory) } }),
    output: {
      ...config.output,
      directory: resolve(folder, config.output.directory),
      ...(config.output.metrics && {
        metrics: { ...config.output.metrics, path: resolve(folder, config.output.metrics.path) },
      }),
    },
  };
}
