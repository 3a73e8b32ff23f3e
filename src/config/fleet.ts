import { dirname, resolve } from 'node:path';
import { LineCounter } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../model/errors.ts';
import { LANGUAGES } from '../model/member.ts';
import { isPostgresAddress } from '../model/network/postgres-address.ts';
import { isSender } from '../model/text/mail-address.ts';
import type { CheckOptionSchemas } from './check-options.ts';
import { addressOf, FilePath, Mail, StorePlace, Text, Zone } from './fields.ts';
import { type Config, configFrom, problemsIn, readConfigText } from './load.ts';

import { Listen, Ranges } from './portal.ts';
import { explained, type Problem, problemsAt } from './problems.ts';
import { placeOf } from './secret-file.ts';
import { readYaml } from './yaml-text.ts';

/** What stands in `fleet:` where the configs of all instances are rows of the database. */
const IN_DATABASE = 'database';

/** The schema of the fleet's config, which is known by its key `fleet`. */
const FleetSchema = z.strictObject({
  fleet: Text,
  store: StorePlace.refine(
    isPostgresAddress,
    'must be on PostgreSQL: write postgres://user@host/database',
  ).refine((store) => !/[?&]schema=/.test(store), 'must name no schema: each instance has its own'),
  storePasswordFile: FilePath.optional(),
  storeCa: FilePath.optional(),
  language: z.enum(LANGUAGES).default('fr'),
  timezone: Zone.default('Europe/Paris'),
  worker: z
    .strictObject({
      /** Jobs that one worker does at a time; each mostly waits. */
      jobs: z.number().int().min(1).max(64).default(8),
      /** Connections of one worker to the database. */
      connections: z.number().int().min(2).max(100).default(10),
    })
    .prefault({}),
  alerts: z
    .strictObject({
      mails: z.array(Mail).default([]),
      mail: z
        .strictObject({
          from: Text.refine(isSender, 'is no sender, as in "menage <menage@example.org>"'),
          transport: addressOf(['smtp', 'smtps']),
          passwordFile: FilePath.optional(),
          insecure: z.boolean().default(false),
        })
        .optional(),
    })
    .refine(({ mails, mail }) => mails.length === 0 || mail !== undefined, {
      error: 'is missing: write the sender and the mail server, { from, transport }',
      path: ['mail'],
    })
    .prefault({}),
  portal: z.strictObject({ listen: Listen.default('127.0.0.1:8090'), trustedProxies: Ranges }).prefault({}),
});

type FleetDocument = Omit<z.infer<typeof FleetSchema>, 'fleet'>;

/** The config of a fleet: complete, with absolute paths. */
export interface FleetConfig extends FleetDocument {
  /** The absolute path of the file it came from. */
  readonly file: string;
  /** The folder of the instances' configs; null where they stand in the database alone. */
  readonly folder: string | null;
  /** Where one Nextcloud alone is the fleet: its config, which `file` holds. */
  readonly only: Config | null;
}

/**
 * One Nextcloud as a fleet, by its own config.
 * @throws {UsageError} when its store is a file: several workers need a server between them.
 */
function fleetOfOne(only: Config): FleetConfig {
  if (!isPostgresAddress(only.store))
    throw new UsageError(
      `Workers share a store on PostgreSQL, and that of ${only.file} is the file ${only.store}: name a server in "store" ` +
        '("menage store copy" takes what is there with it), or let cron call "menage run".',
    );
  const { storePasswordFile, storeCa } = only;
  return {
    ...FleetSchema.parse({ fleet: IN_DATABASE, store: withoutSchema(only.store) }),
    ...(storePasswordFile !== undefined && { storePasswordFile }),
    ...(storeCa !== undefined && { storeCa }),
    language: only.organisation.language,
    timezone: only.organisation.timezone,
    ...{ file: only.file, folder: null, only },
  };
}

function withoutSchema(address: string): string {
  const url = new URL(address);
  url.searchParams.delete('schema');
  return url.href;
}

/** Whether a text is the config of a fleet rather than of one Nextcloud: it has the key `fleet`. */
export function isFleetConfig(text: string): boolean {
  return /^(?:fleet|"fleet"|'fleet')\s*:/m.test(text);
}

/**
 * Loads the config of a fleet, or that of one Nextcloud on PostgreSQL as a fleet of one.
 * @throws {UsageError} naming every problem at once.
 */
export function loadFleetConfig(file: string, checks: CheckOptionSchemas): FleetConfig {
  const absolute = resolve(file);
  const text = readConfigText(absolute);
  if (!isFleetConfig(text))
    return fleetOfOne(configFrom(text, { file: absolute, folder: dirname(absolute) }, checks));
  const parsed = parseFleetConfig(text, absolute);
  if ('problems' in parsed) throw new UsageError(problemsIn(absolute, parsed.problems));
  return parsed.config;
}

/**
 * Reads the text of a fleet's config.
 * @param file the absolute path of the file that it stands in; relative paths are relative to its folder.
 */
function parseFleetConfig(
  text: string,
  file: string,
): { readonly config: FleetConfig } | { readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const yaml = readYaml(text, lines);
  if ('problems' in yaml) return yaml;
  const read = FleetSchema.safeParse(yaml.value ?? {});
  const problems = problemsAt(yaml.document, lines, read.success ? [] : explained(read.error, FleetSchema));
  if (!read.success || yaml.repeated.length > 0) return { problems: [...yaml.repeated, ...problems] };
  return { config: withPlaces(read.data, file) };
}

function withPlaces({ fleet, ...document }: z.infer<typeof FleetSchema>, file: string): FleetConfig {
  const folder = dirname(file);
  const placed = <K extends string>(key: K, path: string | undefined) =>
    path === undefined ? {} : { [key]: placeOf(path, folder) };
  const { mail } = document.alerts;
  return {
    ...document,
    ...placed('storePasswordFile', document.storePasswordFile),
    ...placed('storeCa', document.storeCa),
    alerts: {
      ...document.alerts,
      ...(mail !== undefined && { mail: { ...mail, ...placed('passwordFile', mail.passwordFile) } }),
    },
    file,
    folder: fleet === IN_DATABASE ? null : resolve(folder, fleet),
    only: null,
  };
}
